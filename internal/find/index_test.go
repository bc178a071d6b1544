package find

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// TestForms: what is one name in several forms is found as one.
func TestForms(t *testing.T) {
	for _, forms := range [][]string{
		{"محمد", "Mohammed", "Muhammad", "Мухаммад", "মোহাম্মদ", "ሙሐመድ"},
		{"مُحَمَّد", "محمد", "mohamed", "MOHAMMED"},
		{"Nguyễn Thị Hương", "nguyen thi huong", "Huong Thi Nguyen", "NGUYEN THI HUONG"},
		{"ተስፋይ ገብረመድህን", "Tesfay Gebremedhin", "Tesfai Gebre Medhin", "gebremedhin tesfay"},
		{"欧阳 春梅", "Ouyang Chunmei", "Ou Yang Chun Mei", "chunmei ouyang"},
		{"יוסף כהן", "Yosef Cohen", "Joseph Kohen"},
		{"Γιώργος", "Giorgos", "Yorgos"},
		{"Юлия Щербакова", "Yulia Shcherbakova", "Julia Scherbakova"},
		{"রহমান", "Rahman", "रहमान", "رحمان"},
		{"O’Neill", "O'Neill", "ONeill", "o neill"},
		{"عبد الرحمن", "Abdulrahman", "Abdul Rahman", "Abdel-Rahman"},
		{"김민수", "Kim Min-su", "Kim Minsu"},
		{"Ọláolúwa", "Olaoluwa", "Ọláolúwa"},
		{"X", "x"},
		{"Ștefan", "Stefan", "Şteffan"},
	} {
		x := New()
		for i, other := range []string{"Linh", "Mirela Popescu", "Osas Igbinedion", "Krzysztof", "李强", "Наталья"} {
			x.Put(fmt.Sprint("other", i), []string{other})
		}
		for _, held := range forms {
			x.Put("here", []string{held})
			for _, asked := range forms {
				if hits := x.Search(asked, 1, nil); len(hits) != 1 || hits[0].ID != "here" || hits[0].Name != held {
					t.Errorf("%q is not found as %q: %+v", held, asked, hits)
				}
			}
		}
	}
}

func TestSearch(t *testing.T) {
	x := New()
	x.Put("a", []string{"Linh", "Nguyễn Thúy Linh", "阮翠玲"})
	x.Put("b", []string{"Lin"})
	x.Put("c", nil)
	x.Put("d", []string{" "})
	if x.Len() != 2 {
		t.Errorf("%d people, want 2: nobody without a name is here", x.Len())
	}
	first := func(asked string) Hit {
		hits := x.Search(asked, 5, nil)
		if len(hits) == 0 {
			return Hit{}
		}
		return hits[0]
	}
	if h := first("thuy linh nguyen"); h.ID != "a" || h.Name != "Nguyễn Thúy Linh" {
		t.Errorf("found %+v", h)
	}
	if h := first("Linh 阮"); h.ID != "a" {
		t.Errorf("words of two names: %+v", h)
	}
	if h := x.Search("Linh", 5, func(id string) bool { return id == "b" }); len(h) != 1 || h[0].ID != "b" {
		t.Errorf("who may not be among them is: %+v", h)
	}
	if x.Search("Linh", 0, nil) != nil || x.Search("  ", 5, nil) != nil || x.Search("Zzyzx Qqq", 5, nil) != nil {
		t.Error("something is found where nothing is asked for, or nothing is like it")
	}
	x.Put("a", []string{"Hoa"})
	if h := first("Nguyễn Thúy"); h.ID == "a" {
		t.Errorf("found by a name they no longer have: %+v", h)
	}
	x.Remove("a")
	x.Remove("a")
	if h := first("Hoa"); h.ID == "a" || x.Len() != 1 {
		t.Errorf("taken out and found: %+v", h)
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"letter-for-letter", "Linh", "Linh", true},
		{"composed-otherwise", "Nguy\u1ec5n", norm.NFD.String("Nguyễn"), true},
		{"space-around", " Linh", "Linh ", true},
		{"capitals", "linh", "Linh", false},
		{"marks", "Nguyen", "Nguyễn", false},
		{"wide-letters", "Ｌinh", "Linh", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if Same(c.a, c.b) != c.want {
				t.Errorf("%q and %q: %v", c.a, c.b, !c.want)
			}
		})
	}
}

// names draws names of any letters, and of those of many scripts.
func names() *rapid.Generator[string] {
	return rapid.OneOf(rapid.StringMatching(`[\p{Latin}\p{Arabic}\p{Cyrillic}\p{Han}\p{Ethiopic}\p{Hebrew}\p{Bengali} '-]{1,40}`), rapid.StringN(1, 60, 200))
}

// TestWhoIsThereIsFound: whoever is in the index is found by each of their names, however
// it is composed, and whoever was taken out is not.
func TestWhoIsThereIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, held := New(), map[string][]string{}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f"}).Draw(t, "who")
			if rapid.IntRange(0, 4).Draw(t, "leaves") == 0 {
				x.Remove(id)
				delete(held, id)
				continue
			}
			held[id] = rapid.SliceOfN(names(), 0, 4).Draw(t, "names")
			x.Put(id, held[id])
		}
		for id, all := range held {
			for _, n := range all {
				if strings.TrimSpace(norm.NFKC.String(n)) == "" || words(n) == nil {
					continue
				}
				for _, asked := range []string{n, norm.NFD.String(n)} {
					if !slices.ContainsFunc(x.Search(asked, 6, nil), func(h Hit) bool { return h.ID == id }) {
						t.Fatalf("%s is not found as %q, one of %q", id, asked, all)
					}
				}
			}
		}
		for _, h := range x.Search("a", 10, nil) {
			if !slices.Contains(held[h.ID], h.Name) {
				t.Fatalf("found under a name that nobody has: %+v", h)
			}
		}
	})
}

// TestNear: likeness is the same both ways, from 0 to 1, and whole for what is the same.
func TestNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := words(names().Draw(t, "a")), words(names().Draw(t, "b"))
		for _, v := range a {
			if near(v, v) != 1 {
				t.Fatalf("%+v is not like itself", v)
			}
			for _, w := range b {
				n := near(v, w)
				if back := near(w, v); n != back || n < 0 || n > 1 {
					t.Fatalf("%+v and %+v: %v, and back %v", v, w, n, back)
				}
			}
		}
	})
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "Linh", "محمد", "\xff\xfe", "﷽﷽﷽", "a\u0301\u0301", "🌸", "王伟", strings.Repeat("ß", 300), strings.Repeat("x", 300), "ا\u200cل", "-'-"} {
		f.Add(s)
	}
	x := New()
	x.Put("here", []string{"Linh"})
	f.Fuzz(func(t *testing.T, s string) {
		ws := words(s)
		if len(ws) > mostWords {
			t.Fatalf("%d words of %q", len(ws), s)
		}
		for _, w := range ws {
			if w.loose == "" || len(w.loose) > longestWord || len(w.bones) > longestWord {
				t.Fatalf("%+v of %q", w, s)
			}
		}
		if utf8.ValidString(s) && utf8.RuneCountInString(s) < longestName && !slices.Equal(ws, words(norm.NFD.String(s))) {
			t.Fatalf("%q is another name when it is composed otherwise", s)
		}
		x.Search(s, 3, nil)
	})
}

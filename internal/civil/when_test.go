package civil_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/civil"
)

// when is a date known to be in its written form.
func when(t testing.TB, s string) civil.When {
	t.Helper()
	w, err := civil.ParseWhen(s)
	if err != nil {
		t.Fatalf("ParseWhen(%q): %v", s, err)
	}
	return w
}

// anyText draws the written form of a date of every sort, from few years, so that some fall together.
func anyText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		days := rapid.OneOf(anyDay(), rapid.Map(rapid.Int32Range(17000, 17060), func(n int32) civil.Day { return civil.Day(n) }))
		d := days.Draw(t, "day")
		date := d.String()
		mark := rapid.SampledFrom([]string{"", "~"}).Draw(t, "mark")
		season := rapid.SampledFrom([]string{"21", "22", "23", "24"}).Draw(t, "season")
		to := min(d.Add(rapid.IntRange(1, 500).Draw(t, "length")), 84370).String()
		clock := time.Unix(rapid.Int64Range(0, 86399).Draw(t, "clock"), 0).UTC().Format("T15:04")
		forms := []string{date + mark, date + clock, date[:7] + mark, date[:5] + season + mark, date[:4] + mark}
		if to > date {
			forms = append(forms, date+mark+"/"+to+mark)
		}
		return rapid.SampledFrom(forms).Draw(t, "form")
	})
}

func anyWhen() *rapid.Generator[civil.When] {
	return rapid.Custom(func(t *rapid.T) civil.When {
		w, err := civil.ParseWhen(anyText().Draw(t, "text"))
		if err != nil {
			t.Fatal(err)
		}
		return w
	})
}

func TestWhenForms(t *testing.T) {
	for _, c := range []struct {
		text, first, last, words string
		exact, about             bool
	}{
		{"2019-03-12", "2019-03-12", "2019-03-12", "12 March 2019", true, false},
		{"2019-03-12~", "2019-03-12", "2019-03-12", "about 12 March 2019", false, true},
		{"2019-03-12T14:30", "2019-03-12", "2019-03-12", "12 March 2019, 14:30", true, false},
		{"2019-03-12T00:05", "2019-03-12", "2019-03-12", "12 March 2019, 00:05", true, false},
		{"2019-03", "2019-03-01", "2019-03-31", "March 2019", false, false},
		{"2024-02~", "2024-02-01", "2024-02-29", "about February 2024", false, true},
		{"2018-21", "2018-03-01", "2018-05-31", "spring 2018", false, false},
		{"2018-22", "2018-06-01", "2018-08-31", "summer 2018", false, false},
		{"2018-23~", "2018-09-01", "2018-11-30", "about autumn 2018", false, true},
		{"2018-24", "2018-12-01", "2019-02-28", "winter 2018 to 2019", false, false},
		{"2019-24", "2019-12-01", "2020-02-29", "winter 2019 to 2020", false, false},
		{"2200-24", "2200-12-01", "2201-02-28", "winter 2200 to 2201", false, false},
		{"2017", "2017-01-01", "2017-12-31", "2017", false, false},
		{"2017~", "2017-01-01", "2017-12-31", "about 2017", false, true},
		{"1900", "1900-01-01", "1900-12-31", "1900", false, false},
		{"2018-05-03/2018-06-09", "2018-05-03", "2018-06-09", "between 3 May and 9 June 2018", false, false},
		{"2018-05-03/2018-05-09", "2018-05-03", "2018-05-09", "between 3 and 9 May 2018", false, false},
		{"2017-12-20/2018-01-03", "2017-12-20", "2018-01-03", "between 20 December 2017 and 3 January 2018", false, false},
		{"2018-05-03~/2018-06-09~", "2018-05-03", "2018-06-09", "about 3 May to 9 June 2018", false, true},
		{"2019-03-01~/2019-03-10~", "2019-03-01", "2019-03-10", "early March 2019", false, true},
		{"2019-03-11~/2019-03-20~", "2019-03-11", "2019-03-20", "mid-March 2019", false, true},
		{"2019-02-21~/2019-02-28~", "2019-02-21", "2019-02-28", "late February 2019", false, true},
		{"2018-01-01~/2018-04-30~", "2018-01-01", "2018-04-30", "early 2018", false, true},
		{"2018-05-01~/2018-08-31~", "2018-05-01", "2018-08-31", "mid-2018", false, true},
		{"2018-09-01~/2018-12-31~", "2018-09-01", "2018-12-31", "late 2018", false, true},
		{"2018-09-01/2018-12-31", "2018-09-01", "2018-12-31", "between 1 September and 31 December 2018", false, false},
	} {
		t.Run(c.text, func(t *testing.T) {
			w := when(t, c.text)
			if w.Earliest() != day(t, c.first) || w.Latest() != day(t, c.last) {
				t.Errorf("is %s to %s, want %s to %s", w.Earliest(), w.Latest(), c.first, c.last)
			}
			if w.Words() != c.words {
				t.Errorf("Words() = %q, want %q", w.Words(), c.words)
			}
			if w.Exact() != c.exact || w.About() != c.about || w.IsZero() {
				t.Errorf("exact %t, about %t, zero %t", w.Exact(), w.About(), w.IsZero())
			}
		})
	}
}

func TestWhenNotSet(t *testing.T) {
	var w civil.When
	if !w.IsZero() || w.String() != "" || w.Words() != "" || w.Exact() || w.About() {
		t.Errorf("the zero value is %q %q", w.String(), w.Words())
	}
	if _, _, ok := w.Clock(); ok {
		t.Error("the zero value has a clock time")
	}
	if _, ok := w.Instant(); ok {
		t.Error("the zero value has an instant")
	}
	if civil.On(0).IsZero() {
		t.Error("1 January 1970 is not set")
	}
	if v := when(t, ""); v != w {
		t.Errorf("empty text is %v", v)
	}
}

func TestParseWhenRefuses(t *testing.T) {
	for _, s := range []string{
		" ", "2019-13", "2019-00", "2019-20", "2019-25", "2019-02-30", "1899", "2201", "1899-12-31", "2201-01-01", "2201-01", "2201-24",
		"2019-03-12T24:00", "2019-03-12T14:60", "2019-03-12T14:30:00", "2019-03-12T14:30Z", "2019-03-12T2:30", "2019-03-12T14:30~",
		"2019-03-12T1430", "2019-03-12t14:30", "2019~~", "~2019", "2019?", "2018-06-09/2018-05-03", "2018-05-03/2018-05-03",
		"2018-05-03~/2018-06-09", "2018-05-03/2018-06-09~", "2018-05/2018-06", "2018-05-03/2018-06-09/2018-07-01", "2018-05-03/..", "201x",
		"2019-03-12 ", "2019.03", "12 March 2019", "２０１９",
	} {
		if w, err := civil.ParseWhen(s); err == nil {
			t.Errorf("ParseWhen(%q) = %s, want it refused", s, w)
		} else if !w.IsZero() {
			t.Errorf("ParseWhen(%q) is refused but gives %s", s, w)
		}
	}
}

func TestConstructors(t *testing.T) {
	d, e := day(t, "2019-03-12"), day(t, "2019-03-15")
	if civil.On(d) != when(t, "2019-03-12") {
		t.Error("On is not the day")
	}
	at, err := civil.At(d, 14, 30)
	if err != nil || at != when(t, "2019-03-12T14:30") {
		t.Errorf("At = %s, %v", at, err)
	}
	if h, m, ok := at.Clock(); h != 14 || m != 30 || !ok {
		t.Errorf("Clock() = %d:%d %t", h, m, ok)
	}
	if w, err := civil.Between(d, e); err != nil || w != when(t, "2019-03-12/2019-03-15") {
		t.Errorf("Between = %s, %v", w, err)
	}
	if w, err := civil.Between(d, d); err != nil || w != civil.On(d) {
		t.Errorf("Between one day and itself = %s, %v", w, err)
	}
	if _, err := civil.Between(e, d); err == nil {
		t.Error("a span that ends before it starts is accepted")
	}
	for _, c := range [][2]int{{24, 0}, {-1, 0}, {0, 60}, {0, -1}} {
		if w, err := civil.At(d, c[0], c[1]); err == nil {
			t.Errorf("At %d:%d = %s, want it refused", c[0], c[1], w)
		}
	}
}

func TestInstant(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"winter", "2026-01-10T14:30", "2026-01-10T14:30:00Z"},
		{"summer", "2026-07-10T14:30", "2026-07-10T13:30:00Z"},
		{"spring_2026_before", "2026-03-29T00:59", "2026-03-29T00:59:00Z"},
		{"spring_2026_never_was", "2026-03-29T01:00", "2026-03-29T01:00:00Z"},
		{"spring_2026_never_was_late", "2026-03-29T01:59", "2026-03-29T01:59:00Z"},
		{"spring_2026_after", "2026-03-29T02:00", "2026-03-29T01:00:00Z"},
		{"spring_2026_evening", "2026-03-29T23:30", "2026-03-29T22:30:00Z"},
		{"autumn_2026_before", "2026-10-25T00:59", "2026-10-24T23:59:00Z"},
		{"autumn_2026_twice", "2026-10-25T01:00", "2026-10-25T00:00:00Z"},
		{"autumn_2026_twice_late", "2026-10-25T01:59", "2026-10-25T00:59:00Z"},
		{"autumn_2026_after", "2026-10-25T02:00", "2026-10-25T02:00:00Z"},
		{"autumn_2026_morning", "2026-10-25T09:00", "2026-10-25T09:00:00Z"},
		{"spring_2027_never_was", "2027-03-28T01:30", "2027-03-28T01:30:00Z"},
		{"spring_2027_after", "2027-03-28T02:00", "2027-03-28T01:00:00Z"},
		{"autumn_2027_twice", "2027-10-31T01:30", "2027-10-31T00:30:00Z"},
		{"autumn_2027_after", "2027-10-31T02:00", "2027-10-31T02:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := when(t, c.text).Instant()
			if !ok || got.Format(time.RFC3339) != c.want || got.Location() != time.UTC {
				t.Errorf("got %s, %t, want %s", got, ok, c.want)
			}
		})
	}
	if got, ok := when(t, "2026-01-10").Instant(); ok {
		t.Errorf("a day without a clock time has the instant %s", got)
	}
}

func TestCompareOrder(t *testing.T) {
	inOrder := []string{
		"", "2017", "2018-12-31", "2019-01-01", "2019-01-01~", "2019-01-01/2019-01-15", "2019-01", "2019-01~", "2019", "2019~",
		"2019-01-01T00:00", "2019-01-01T14:30", "2019-01-02",
	}
	for i, s := range inOrder {
		for j, u := range inOrder {
			got := when(t, s).Compare(when(t, u))
			if (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%q compared with %q is %d", s, u, got)
			}
		}
	}
}

func TestWhenAsJSON(t *testing.T) {
	type record struct{ Happened, Ended civil.When }
	in := record{Happened: when(t, "2018-22~")}
	out, err := json.Marshal(in)
	if err != nil || string(out) != `{"Happened":"2018-22~","Ended":""}` {
		t.Fatalf("got %s, %v", out, err)
	}
	var back record
	if err := json.Unmarshal(out, &back); err != nil || back != in {
		t.Fatalf("back is %v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"Happened":"summer 2018"}`), &back); err == nil || back != in {
		t.Fatalf("text out of form gives %v, %v", back, err)
	}
	if out, err := civil.On(day(t, "2201-01-01")).MarshalText(); err == nil {
		t.Fatalf("a year that cannot be read back is written as %s", out)
	}
}

func TestWhenProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		w, err := civil.ParseWhen(text)
		if err != nil || w.String() != text {
			t.Fatalf("ParseWhen(%q) = %s, %v", text, w, err)
		}
		if w.Earliest() > w.Latest() {
			t.Fatalf("%s is from %s to %s", w, w.Earliest(), w.Latest())
		}
		if v, err := civil.ReadWhen(w.Words()); err != nil || v != w {
			t.Fatalf("%s is %q in words, read back as %s, %v", w, w.Words(), v, err)
		}
		if v, err := civil.ReadWhen(text); err != nil || v != w {
			t.Fatalf("ReadWhen(%q) = %s, %v", text, v, err)
		}
		if at, ok := w.Instant(); ok && civil.DayOf(at) != w.Earliest() {
			t.Fatalf("%s is at %s, another day", w, at)
		}
	})
}

func TestCompareIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anyWhen().Draw(t, "a"), anyWhen().Draw(t, "b"), anyWhen().Draw(t, "c")
		if a.Compare(b) != -b.Compare(a) {
			t.Fatalf("%s and %s: %d and %d", a, b, a.Compare(b), b.Compare(a))
		}
		if (a.Compare(b) == 0) != (a == b) {
			t.Fatalf("%s and %s: %d", a, b, a.Compare(b))
		}
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 && a.Compare(c) > 0 {
			t.Fatalf("%s, %s, %s are not in order", a, b, c)
		}
		if a.Compare(b) < 0 && a.Earliest() > b.Earliest() {
			t.Fatalf("%s comes before %s", a, b)
		}
	})
}

func FuzzParseWhen(f *testing.F) {
	for _, s := range []string{"", "2019-03-12", "2019-03-12T14:30", "2019-03~", "2018-24", "2018-05-03~/2018-06-09~", "2019-02-30", "/", "T", "~"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := civil.ParseWhen(s)
		if err != nil {
			return
		}
		if w.String() != s {
			t.Fatalf("ParseWhen(%q) = %q", s, w)
		}
	})
}

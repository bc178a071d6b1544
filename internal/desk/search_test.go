package desk

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

// searched is whom somebody finds: the names shown, each with the name it was found by
// where that is another.
func (h *house) searched(a policy.Actor, asked string) []string {
	h.t.Helper()
	found, err := h.Search(ctx, a, asked)
	if err != nil {
		h.t.Fatal(err)
	}
	if !found.Whole {
		h.t.Error("not all names are open")
	}
	var out []string
	for _, m := range found.Folk {
		s := m.Who.Name
		if m.Also != "" {
			s += " as " + m.Also
		}
		out = append(out, s)
	}
	return out
}

func (h *house) wantSearched(a policy.Actor, asked string, want ...string) {
	h.t.Helper()
	if got := h.searched(a, asked); !slices.Equal(got, want) {
		h.t.Errorf("%q finds %q, want %q", asked, got, want)
	}
}

func TestSearchIsBoundedAsListsAre(t *testing.T) { onBoth(t, searchIsBoundedAsListsAre) }

func searchIsBoundedAsListsAre(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	linh := h.met("Linh")
	h.met("Tesfay")
	h.meet("Mirela") // nobody walks beside her
	h.do(h.tom, h.described(linh, person.Described{OwnScript: answer.Given("Nguyễn Thúy Linh"), Earlier: answer.Given([]string{"Hoa"})}))
	h.wantSearched(h.tom, "lihn", "Linh")
	h.wantSearched(h.tom, "nguyen thuy", "Linh as Nguyễn Thúy Linh")
	h.wantSearched(h.nadia, "Hoa", "Linh as Hoa")
	h.wantSearched(h.tom, "ሚረላ", "Mirela")
	h.wantSearched(h.nadia, "Mirela")
	h.wantSearched(h.sam, "Linh")
	h.wantSearched(h.ruth, "Linh")
	h.wantSearched(h.grace, "Linh")
	h.wantSearched(h.tom, "Zoltan")
	// Shared, and ended: found until the commit, and not at the next request.
	shared := h.share(linh, h.other, label.Of(label.General, label.Identity), civil.When{})
	h.wantSearched(h.ruth, "Linh", "Linh")
	h.do(h.tom, casefile.EndSharing(linh, consent.End{Happened: h.today(), Body: consent.Ended{Sharing: answer.Given(shared)}}))
	h.wantSearched(h.ruth, "Linh")
	// Shared without the names: found by none.
	h.share(linh, h.other, label.Of(label.General, label.Contact), civil.When{})
	h.wantSearched(h.ruth, "Linh")
	// Shared until a day: the name is in memory still, and nobody finds it.
	tesfay := h.met("Tesfalem")
	h.share(tesfay, h.other, label.Of(label.General, label.Identity), civil.On(civil.DayOf(h.set.Now())))
	h.wantSearched(h.ruth, "Tesfalem", "Tesfalem")
	h.set.Advance(36 * time.Hour)
	h.wantSearched(h.ruth, "Tesfalem")
}

func TestSearchFollowsWhatIsWritten(t *testing.T) { onBoth(t, searchFollowsWhatIsWritten) }

func searchFollowsWhatIsWritten(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Linh")
	h.wantSearched(h.tom, "Linh", "Linh")
	h.do(h.tom, h.described(on, person.Described{ChosenName: answer.Given("Quy")}))
	h.wantSearched(h.tom, "Quy", "Quy")
	h.wantSearched(h.tom, "Linh", "Quy as Linh") // whoever knew her so finds her
	h.met("Zainab")
	h.wantSearched(h.tom, "Zaynab", "Zainab")
	// Another process of the same installation wrote: its commits are followed, too.
	other, err := Open(ctx, h.config())
	if err != nil {
		t.Fatal(err)
	}
	_, err = other.Do(ctx, h.tom, other.NewAct(), h.described(on, person.Described{OtherNames: answer.Given([]string{"Bảo Ngọc"})}))
	if err = joined(err, other.Close()); err != nil {
		t.Fatal(err)
	}
	h.wantSearched(h.tom, "bao ngoc", "Quy as Bảo Ngọc")
	// What was said by mistake and put right finds nobody.
	wrong := h.do(h.tom, h.described(on, person.Described{OnPapers: answer.Given("KRZYSZTOF")})).Entries[0]
	h.wantSearched(h.tom, "Krzysztof", "Quy as KRZYSZTOF")
	h.do(h.tom, casefile.Correct(on, casefile.Correction{Of: wrong, Fields: []string{chronology.Whole}, Body: &person.Described{}, Why: words("somebody else's")}, string(wrong)))
	h.wantSearched(h.tom, "Krzysztof")
}

func joined(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestNamesLeaveTheMemory(t *testing.T) { onBoth(t, namesLeaveTheMemory) }

func namesLeaveTheMemory(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	h.met("Linh")
	h.wantSearched(h.tom, "Linh", "Linh")
	if len(h.named.orgs) != 1 {
		t.Fatalf("names of %d organisations are open", len(h.named.orgs))
	}
	h.set.Advance(idleAfter / 2)
	h.day(h.tom)
	if len(h.named.orgs) != 1 {
		t.Error("names are dropped while they are used")
	}
	h.set.Advance(idleAfter)
	h.day(h.ruth)
	if len(h.named.orgs) != 0 {
		t.Error("names that nobody asked for stay in memory")
	}
	h.wantSearched(h.tom, "Linh", "Linh")
}

// Whoever may not know of a case finds what they would find if it were not there, by the
// same statements, and as many rows are written.
func TestSearchTellsNothingOfWhatFewMayKnow(t *testing.T) {
	onBoth(t, searchTellsNothingOfWhatFewMayKnow)
}

func searchTellsNothingOfWhatFewMayKnow(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	ada := h.join(h.maple, "Ada", policy.Manager)
	on := h.met("Linh")
	h.met("Lin")
	h.restrict(on, h.nadia)
	h.wantSearched(h.nadia, "Linh", "Linh", "Lin")
	h.wantSearched(ada, "Linh", "Lin")
	before := tamper.Counts(t, h.data())
	h.wantSearched(ada, "Linh", "Lin")
	after := tamper.Counts(t, h.data())
	if after["look"]--; !maps.Equal(before, after) {
		t.Errorf("a search wrote %v, then %v", before, after)
	}
	if h.alarms() != 0 {
		t.Error("an alarm tells that it is there")
	}
}

func TestSearchIsLookedAt(t *testing.T) { onBoth(t, searchIsLookedAt) }

func searchIsLookedAt(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	h.met("Linh")
	h.wantSearched(h.tom, "Linh", "Linh")
	if n := tamper.Counts(t, h.data())["look"]; n != 1 {
		t.Errorf("%d looks are kept, want 1", n)
	}
	for name, b := range h.atRest() {
		if strings.Contains(strings.ToLower(string(b)), "linh") {
			t.Errorf("what was asked for stands in %s", name)
		}
	}
	_, err := h.Search(ctx, Operator(), "Linh")
	wantKind(t, err, errs.Denied)
	if found, err := h.Search(ctx, h.tom, "  "); err != nil || !found.Nothing || len(found.Folk) != 0 {
		t.Errorf("nothing was asked for: %+v, %v", found, err)
	}
}

// A row written before names were kept in every form opens, and is found by its name.
func TestOlderRowsAreFound(t *testing.T) {
	for _, c := range []struct {
		s    Summary
		want []string
	}{
		{Summary{Name: "Linh"}, []string{"Linh"}},
		{Summary{Name: person.Nameless}, nil},
		{Summary{Name: person.Unsaid}, nil},
		{Summary{Name: person.Unsaid, Names: []string{"Linh"}}, []string{"Linh"}},
		{Summary{Name: "Linh", Names: []string{"Linh", "Hoa"}}, []string{"Linh", "Hoa"}},
	} {
		if got := c.s.names(); !slices.Equal(got, c.want) {
			t.Errorf("%+v is found by %q, want %q", c.s, got, c.want)
		}
	}
}

func TestAsking(t *testing.T) { onBoth(t, asking) }

func asking(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	token, err := h.Asking(h.tom, "Linh")
	if err != nil || strings.Contains(token, "Linh") {
		t.Fatalf("%q: %v", token, err)
	}
	if got := h.Asked(h.tom, token); got != "Linh" {
		t.Errorf("it comes back as %q", got)
	}
	for name, got := range map[string]string{"somebody else": h.Asked(h.nadia, token), "no token": h.Asked(h.tom, "Linh"), "nothing": h.Asked(h.tom, "")} {
		if got != "" {
			t.Errorf("%s opens it: %q", name, got)
		}
	}
}

// TestSearchFindsWhoIsListed: whoever is on somebody's list under a name is found by it,
// and whoever is found is on the list, whatever was written before.
func TestSearchFindsWhoIsListed(t *testing.T) { onBoth(t, searchFindsWhoIsListed) }

func searchFindsWhoIsListed(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	names := []string{"Linh", "ተስፋይ", "محمد علي", "Ọlá", "Ștefan"}
	var people []ident.Chronology
	walked := map[ident.Chronology]bool{}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		switch step := rapid.IntRange(0, 3).Draw(t, "step"); {
		case step == 0 || len(people) == 0:
			if len(people) < mostFound {
				people = append(people, h.meet(name))
			}
		case step == 1:
			h.do(h.tom, h.described(rapid.SampledFrom(people).Draw(t, "who"), person.Described{OnPapers: answer.Given(name)}))
		case step == 2:
			h.share(rapid.SampledFrom(people).Draw(t, "who"), h.other, rapid.SampledFrom([]label.Set{label.Of(label.General), label.Of(label.General, label.Identity)}).Draw(t, "labels"), civil.When{})
		default:
			if on := rapid.SampledFrom(people).Draw(t, "who"); !walked[on] {
				h.beside(on, h.nadia)
				walked[on] = true
			}
		}
		for _, a := range []policy.Actor{h.tom, h.nadia, h.sam, h.ruth} {
			found, err := h.Search(ctx, a, name)
			if err != nil {
				t.Fatal(err)
			}
			got := map[ident.Chronology]bool{}
			for _, m := range found.Folk {
				got[m.On] = true
				if !h.lists(a, m.On) {
					t.Fatalf("%s finds %s and does not list them", a.Role, m.On)
				}
			}
			for _, on := range people {
				v, err := h.Read(ctx, a, "case.see", on, chronology.At{})
				if err != nil {
					continue
				}
				if has := slices.ContainsFunc(v.Case.Person.Names, func(w person.Written) bool { return w.Name == name }); has && !got[on] {
					t.Fatalf("%s reads %q and does not find them", a.Role, name)
				}
			}
		}
	})
	if store.MostAmong <= mostFound {
		t.Error("more are shown than are asked about")
	}
}

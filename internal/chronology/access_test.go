package chronology_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// folding is AccessOf, or something broken that a control puts in its place.
type folding func([]chronology.Line) ([]chronology.Access, []chronology.Link)

// instants are moments at which access may differ: each at which something was recorded,
// and the ends of days.
func instants(entries []chronology.Entry) []time.Time {
	out := []time.Time{start.Add(-time.Hour), start.AddDate(0, 1, 0)}
	for _, e := range entries {
		out = append(out, e.Recorded.Add(-time.Nanosecond), e.Recorded, e.Happened.Latest().End())
	}
	return out
}

// walked says which workers a link puts beside the person at an instant.
func walked(links []chronology.Link, now time.Time) []ident.Worker {
	var out []ident.Worker
	for _, l := range links {
		if l.At(now) {
			out = append(out, l.Worker)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// backdated says where the access of an instant is not that which was known at it; "" if
// nowhere.
func backdated(fold folding, entries []chronology.Entry) string {
	access, links := fold(everything(entries))
	for _, now := range instants(entries) {
		then, beside := fold(table.Read(entries, chronology.At{KnownAt: now}))
		for _, org := range orgs {
			if a, b := chronology.Held(access, org, now), chronology.Held(then, org, now); a != b {
				return fmt.Sprintf("%s at %v: %q by what is known now, %q by what was known then", org, now, a, b)
			}
		}
		if a, b := walked(links, now), walked(beside, now); !slices.Equal(a, b) {
			return fmt.Sprintf("at %v: %v walk beside them by what is known now, %v by what was known then", now, a, b)
		}
	}
	return ""
}

// plainly reckons in the plainest way what an organisation may read at an instant, and
// who walks beside the person: from what was known then, each entry with what it says
// then.
func plainly(entries []chronology.Entry, org ident.Organisation, now time.Time) (label.Set, []ident.Worker) {
	// What an import corrects changes no access, but that it takes something back ends it.
	local := slices.DeleteFunc(slices.Clone(entries), func(e chronology.Entry) bool { return e.Corrects != nil && e.Origin != "" })
	all := table.Read(entries, chronology.At{KnownAt: now})
	var gives []chronology.Gives
	var from []chronology.Line
	enders := map[ident.Entry][]ident.Organisation{}
	keeps := map[ident.Organisation]bool{}
	for _, l := range table.Read(local, chronology.At{KnownAt: now}) {
		whole, _ := lineOf(all, l.ID)
		var g chronology.Gives
		switch b := l.Body.(type) {
		case *opened:
			g.Keeps = true
		case *lent:
			g = lends(b)
		case *returned:
			g = returns(b)
		}
		switch {
		case l.Corrects != nil || l.Struck:
			continue
		case whole.Struck:
			g = chronology.Gives{Ends: g.Ends}
		}
		if l.Origin != "" {
			g = chronology.Gives{Keeps: g.Keeps}
		}
		for _, id := range g.Ends {
			enders[id] = append(enders[id], l.For)
		}
		keeps[l.For] = keeps[l.For] || g.Keeps
		gives, from = append(gives, g), append(from, l)
	}
	var s label.Set
	var beside []ident.Worker
	for i, g := range gives {
		if slices.ContainsFunc(enders[from[i].ID], func(by ident.Organisation) bool { return by == from[i].For || keeps[by] }) {
			continue
		}
		if g.Keeps && from[i].For == org {
			s = label.Everything()
		}
		for _, x := range g.Grants {
			if x.To == org && x.Basis != "" && (x.Until.IsZero() || now.Before(x.Until)) {
				s = s.With(x.Labels)
			}
		}
		for _, t := range g.Ties {
			beside = append(beside, t.Worker)
		}
	}
	slices.Sort(beside)
	return s, slices.Compact(beside)
}

// unplain says where access is not what is plainly reckoned; "" if nowhere.
func unplain(fold folding, entries []chronology.Entry) string {
	access, links := fold(everything(entries))
	for _, now := range instants(entries) {
		for _, org := range orgs {
			held, beside := plainly(entries, org, now)
			if got := chronology.Held(access, org, now); got != held {
				return fmt.Sprintf("%s at %v may read %q, plainly %q", org, now, got, held)
			}
			if got := walked(links, now); !slices.Equal(got, beside) {
				return fmt.Sprintf("at %v %v walk beside them, plainly %v", now, got, beside)
			}
		}
	}
	return ""
}

func TestAccessIsWhatWasRecordedByThen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := drawWorld(t)
		if s := backdated(table.AccessOf, entries); s != "" {
			t.Fatal(s)
		}
		if s := unplain(table.AccessOf, entries); s != "" {
			t.Fatal(s)
		}
		access, _ := table.AccessOf(everything(entries))
		recorded := map[ident.Entry]time.Time{}
		for _, e := range entries {
			recorded[e.ID] = e.Recorded
		}
		for _, a := range access {
			at, ok := recorded[a.Entry]
			if !ok || a.From.Before(at) || !a.Until.IsZero() && !a.From.Before(a.Until) || a.Basis == "" || a.To == "" || a.Labels.Empty() {
				t.Fatalf("access %+v of an entry recorded at %v", a, at)
			}
		}
	})
}

// TestAccessControl: access reckoned from what an entry says now, as if it had always
// said so, is caught, and access that nothing ends.
func TestAccessControl(t *testing.T) {
	asIfAlways := func(lines []chronology.Line) ([]chronology.Access, []chronology.Link) {
		lines = slices.Clone(lines)
		for i := range lines {
			if !lines[i].Struck {
				lines[i].Original, lines[i].Corrections = nil, nil
			}
		}
		return table.AccessOf(lines)
	}
	neverEnds := func(lines []chronology.Line) ([]chronology.Access, []chronology.Link) {
		access, links := table.AccessOf(lines)
		for i := range access {
			access[i].Until = time.Time{}
		}
		return access, links
	}
	widened := []chronology.Entry{
		entry(0, "test.lent", lending(label.General)),
		corrects(entry(1, "test.lent", lending(label.General, label.Health)), 0, "labels"),
		corrects(entry(2, "test.lent", lending()), 0, chronology.Whole),
	}
	for _, c := range []struct {
		name               string
		fold               folding
		entries            []chronology.Entry
		backdated, unplain bool
	}{
		{"right", table.AccessOf, widened, false, false},
		{"corrections-reach-back", asIfAlways, widened[:2], true, true},
		{"nothing-ends", neverEnds, widened, false, true},
	} {
		if s := backdated(c.fold, c.entries); (s != "") != c.backdated {
			t.Errorf("%s: the first checker says %q", c.name, s)
		}
		if s := unplain(c.fold, c.entries); (s != "") != c.unplain {
			t.Errorf("%s: the second checker says %q", c.name, s)
		}
	}
}

func lending(ls ...label.Label) *lent {
	return &lent{To: answer.Given(orgs[1]), Labels: answer.Given(label.Of(ls...)), Basis: answer.Given(chronology.Consent), Worker: answer.Given(ident.Worker("w"))}
}

// TestAccessOf says when each access begins and ends, in hours from the start.
func TestAccessOf(t *testing.T) {
	general := lending(label.General)
	until := func(day civil.When) *lent {
		b := *general
		b.Until = answer.Given(day)
		return &b
	}
	without := func(change func(*lent)) *lent {
		b := *general
		change(&b)
		return &b
	}
	ends := func(n int) *returned { return &returned{What: answer.Given(id(n))} }
	from := func(e chronology.Entry) chronology.Entry {
		e.Origin = "elsewhere"
		return e
	}
	by := func(org ident.Organisation, e chronology.Entry) chronology.Entry {
		e.For = org
		return e
	}
	today := civil.On(civil.DayOf(start))
	for _, c := range []struct {
		name    string
		entries []chronology.Entry
		want    []string
	}{
		{"nothing", nil, nil},
		{"kept", []chronology.Entry{entry(0, "test.opened", &opened{})}, []string{"org a own 0-"}},
		{"kept-by-an-importer", []chronology.Entry{from(entry(0, "test.opened", &opened{}))}, []string{"org a own 0-"}},
		{"lent", []chronology.Entry{entry(0, "test.lent", general)}, []string{"org b consent 0-"}},
		{"lent-elsewhere", []chronology.Entry{from(entry(0, "test.lent", general))}, nil},
		{"happened-long-ago", []chronology.Entry{func() chronology.Entry {
			e := entry(5, "test.lent", general)
			e.Happened = day(t, "2019")
			return e
		}()}, []string{"org b consent 5-"}},
		{"until-a-day", []chronology.Entry{entry(0, "test.lent", until(today))}, []string{"org b consent 0-15"}},
		{"until-a-day-gone-by", []chronology.Entry{entry(0, "test.lent", until(day(t, "2019")))}, nil},
		{"ended", []chronology.Entry{entry(0, "test.lent", general), entry(3, "test.returned", ends(0))}, []string{"org b consent 0-3"}},
		{"ended-twice", []chronology.Entry{entry(0, "test.lent", general), entry(3, "test.returned", ends(0)), entry(4, "test.returned", ends(0))}, []string{"org b consent 0-3"}},
		{"ended-twice-told-otherwise", []chronology.Entry{entry(0, "test.lent", general), func() chronology.Entry {
			e := entry(4, "test.returned", ends(0))
			e.Happened = day(t, "2019")
			return e
		}(), entry(3, "test.returned", ends(0))}, []string{"org b consent 0-3"}},
		{"ended-elsewhere", []chronology.Entry{entry(0, "test.lent", general), from(entry(3, "test.returned", ends(0)))}, []string{"org b consent 0-"}},
		{"ended-by-a-third", []chronology.Entry{entry(0, "test.lent", general), by(orgs[1], entry(3, "test.returned", ends(0)))}, []string{"org b consent 0-"}},
		{"ended-by-the-keeper", []chronology.Entry{by(orgs[1], entry(0, "test.opened", &opened{})), entry(1, "test.lent", general), by(orgs[1], entry(3, "test.returned", ends(1)))}, []string{"org b own 0-", "org b consent 1-3"}},
		{"ended-by-who-keeps-later", []chronology.Entry{entry(0, "test.lent", general), by(orgs[1], entry(3, "test.returned", ends(0))), by(orgs[1], entry(5, "test.opened", &opened{}))}, []string{"org b consent 0-5", "org b own 5-"}},
		{"ended-by-who-kept-once", []chronology.Entry{by(orgs[1], entry(0, "test.opened", &opened{})), entry(1, "test.lent", general), by(orgs[1], entry(3, "test.returned", ends(1))), by(orgs[1], corrects(entry(6, "test.opened", &opened{}), 0, chronology.Whole))},
			[]string{"org b own 0-6", "org b consent 1-3", "org b consent 6-"}},
		{"ended-after-its-end", []chronology.Entry{entry(0, "test.lent", until(today)), entry(30, "test.returned", ends(0))}, []string{"org b consent 0-15"}},
		{"taken-back", []chronology.Entry{entry(0, "test.lent", general), corrects(entry(2, "test.lent", &lent{}), 0, chronology.Whole)}, []string{"org b consent 0-2"}},
		{"taken-back-then-corrected", []chronology.Entry{entry(0, "test.lent", general), corrects(entry(2, "test.lent", &lent{}), 0, chronology.Whole), corrects(entry(4, "test.lent", general), 0, "labels")}, []string{"org b consent 0-2"}},
		{"taken-back-elsewhere", []chronology.Entry{entry(0, "test.lent", general), from(corrects(entry(2, "test.lent", &lent{}), 0, chronology.Whole))}, []string{"org b consent 0-2"}},
		{"ending-taken-back", []chronology.Entry{entry(0, "test.lent", general), entry(3, "test.returned", ends(0)), corrects(entry(6, "test.returned", &returned{}), 3, chronology.Whole)}, []string{"org b consent 0-3", "org b consent 6-"}},
		{"ending-taken-back-elsewhere", []chronology.Entry{entry(0, "test.lent", general), entry(3, "test.returned", ends(0)), from(corrects(entry(6, "test.returned", &returned{}), 3, chronology.Whole))}, []string{"org b consent 0-3"}},
		{"one-of-two-endings-taken-back", []chronology.Entry{entry(0, "test.lent", general), entry(3, "test.returned", ends(0)), entry(5, "test.returned", ends(0)), corrects(entry(6, "test.returned", &returned{}), 3, chronology.Whole)}, []string{"org b consent 0-3"}},
		{"corrected-to-another", []chronology.Entry{entry(0, "test.lent", general), corrects(entry(2, "test.lent", &lent{To: answer.Given(orgs[0])}), 0, "to")}, []string{"org b consent 0-2", "org a consent 2-"}},
		{"corrected-elsewhere", []chronology.Entry{entry(0, "test.lent", general), from(corrects(entry(2, "test.lent", &lent{To: answer.Given(orgs[0])}), 0, "to"))}, []string{"org b consent 0-"}},
		{"only-the-reason-corrected", []chronology.Entry{entry(0, "test.lent", general), corrects(entry(2, "test.lent", &lent{Why: answer.Given(answer.Text("x"))}), 0, "why")}, []string{"org b consent 0-"}},
		{"correction-of-nothing", []chronology.Entry{corrects(entry(2, "test.lent", general), 9, "labels")}, nil},
		{"correction-of-another-kind", []chronology.Entry{entry(0, "test.opened", &opened{}), corrects(entry(2, "test.lent", general), 0, "labels")}, []string{"org a own 0-"}},
		{"no-basis", []chronology.Entry{entry(0, "test.lent", without(func(b *lent) { b.Basis = answer.Unknown[chronology.Basis]() }))}, nil},
		{"no-labels", []chronology.Entry{entry(0, "test.lent", without(func(b *lent) { b.Labels = answer.Given(label.Set(0)) }))}, nil},
		{"nobody", []chronology.Entry{entry(0, "test.lent", without(func(b *lent) { b.To = answer.Given(ident.Organisation("")) }))}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines := everything(c.entries)
			access, links := table.AccessOf(lines)
			var got []string
			span := func(from, until time.Time) string {
				s := fmt.Sprintf("%v-", from.Sub(start).Hours())
				if !until.IsZero() {
					s += fmt.Sprint(until.Sub(start).Hours())
				}
				return s
			}
			for _, a := range access {
				got = append(got, fmt.Sprintf("%s %s %s", a.To, a.Basis, span(a.From, a.Until)))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("access %q, want %q", got, c.want)
			}
			for i, a := range access {
				for _, b := range access[:i] {
					if a.Entry == b.Entry && a.To == b.To {
						t.Errorf("two rows of one entry for one reader: %+v, %+v", a, b)
					}
				}
			}
			for _, l := range links {
				if l.From.Before(start) || l.Worker != "w" || l.For != orgs[0] {
					t.Errorf("link %+v", l)
				}
			}
		})
	}
}

func TestLinksEndAsAccessDoes(t *testing.T) {
	entries := []chronology.Entry{entry(0, "test.lent", lending(label.General)), entry(3, "test.returned", &returned{What: answer.Given(id(0))})}
	_, links := table.AccessOf(everything(entries))
	if len(links) != 1 || links[0].Entry != id(0) || !links[0].From.Equal(start) || !links[0].Until.Equal(entries[1].Recorded) {
		t.Errorf("links %+v", links)
	}
	if links[0].At(start.Add(-1)) || !links[0].At(start) || links[0].At(entries[1].Recorded) {
		t.Error("a link holds from its instant on and before its end")
	}
}

func TestHeldIsEveryLabelOfNow(t *testing.T) {
	access := []chronology.Access{
		{To: "a", Labels: label.Of(label.General), From: start, Until: start.Add(2)},
		{To: "a", Labels: label.Of(label.Health), From: start.Add(1)},
		{To: "b", Labels: label.Everything(), From: start},
	}
	for after, want := range map[time.Duration]label.Set{-1: 0, 0: label.Of(label.General), 1: label.Of(label.General, label.Health), 2: label.Of(label.Health)} {
		if got := chronology.Held(access, "a", start.Add(after)); got != want {
			t.Errorf("after %v: %s, want %s", after, got, want)
		}
	}
}

func TestBasesAreOffered(t *testing.T) {
	for _, c := range chronology.Basis("").Codes() {
		if c.Value == "" || c.Words == "" || chronology.WordsOf(chronology.Basis(c.Value)) != c.Words {
			t.Errorf("basis %+v", c)
		}
	}
}

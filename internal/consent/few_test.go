package consent_test

import (
	"cmp"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/ident"
)

const (
	me   ident.Worker = "me"
	nell ident.Worker = "nell"
	ravi ident.Worker = "ravi"
)

// works says that everybody but nobody works at home, and Ravi at the solicitors too.
func works(of ident.Organisation, w ident.Worker) bool {
	return of == "home" && w != "nobody" || of == "solicitors" && w == ravi
}

// mine is a moment of mine, at home.
var mine = chronology.Moment{Now: moment.Now, Today: moment.Today, By: me, For: "home"}

func named(w ident.Worker, of ident.Organisation) *consent.Named {
	return &consent.Named{Worker: answer.Given(w), Of: answer.Given(of)}
}

func lifted(n int) *consent.Lifted { return &consent.Lifted{What: answer.Given(id(n))} }

func restricted() *consent.Restricted {
	return &consent.Restricted{Why: answer.Given(answer.Text("a threat"))}
}

// few is a case that two may know of, and what was written after.
func few(more ...any) consent.State {
	return folded(append([]any{restricted(), named(me, "home"), named(nell, "home")}, more...)...)
}

func refused(t *testing.T, name string, news []chronology.New, err error, want []string, writes int) {
	t.Helper()
	if got := beside(err); !slices.Equal(got, want) {
		t.Errorf("%s: refused beside %v, want %v: %v", name, got, want, err)
	}
	if err == nil && len(news) != writes {
		t.Errorf("%s: writes %+v", name, news)
	}
}

func TestRestrict(t *testing.T) {
	for _, c := range []struct {
		name  string
		state consent.State
		with  *consent.Named
		want  []string
	}{
		{"right", consent.State{}, named(nell, "home"), nil},
		{"with-another-organisation's", consent.State{}, named(ravi, "solicitors"), nil},
		{"anew", few(lifted(0)), named(nell, "home"), nil},
		{"with-oneself", consent.State{}, named(me, "home"), []string{"worker"}},
		{"with-nobody", consent.State{}, &consent.Named{}, []string{"worker"}},
		{"with-somebody-who-left", consent.State{}, named("nobody", "home"), []string{"worker"}},
		{"works-elsewhere", consent.State{}, named(nell, "solicitors"), []string{"worker"}},
		{"twice", few(), named(nell, "home"), []string{"why"}},
	} {
		news, err := consent.Restrict{Happened: today, Body: *restricted(), With: *c.with}.Decide(c.state, works, "case", mine)
		refused(t, c.name, news, err, c.want, 3)
	}
}

func TestName(t *testing.T) {
	for _, c := range []struct {
		name  string
		state consent.State
		body  *consent.Named
		want  []string
	}{
		{"right", few(), named(ravi, "solicitors"), nil},
		{"named-already", few(), named(nell, "home"), []string{"worker"}},
		{"named-before", few(named(ravi, "home"), lifted(3)), named(ravi, "home"), nil},
		{"not-restricted", consent.State{}, named(nell, "home"), []string{"worker"}},
		{"nobody", few(), named("nobody", "home"), []string{"worker"}},
	} {
		news, err := consent.Name{Happened: today, Body: *c.body}.Decide(c.state, works, "case", mine)
		refused(t, c.name, news, err, c.want, 1)
	}
}

func TestLift(t *testing.T) {
	for _, c := range []struct {
		name  string
		state consent.State
		what  int
		want  []string
	}{
		{"the-restriction", few(), 0, nil},
		{"a-third-name", few(named(ravi, "solicitors")), 3, nil},
		{"one-of-the-last-two", few(), 1, []string{"what"}},
		{"a-name-once-nothing-is-restricted", few(lifted(0)), 1, nil},
		{"ended-already", few(lifted(0)), 0, []string{"what"}},
		{"never-was", consent.State{}, 9, []string{"what"}},
	} {
		news, err := consent.Lift{Happened: today, Body: *lifted(c.what)}.Decide(c.state, "case", mine)
		refused(t, c.name, news, err, c.want, 1)
	}
}

func kept(w ident.Worker) *consent.Conflicted { return &consent.Conflicted{Worker: answer.Given(w)} }

// recordedBy folds bodies that one organisation wrote.
func recordedBy(of ident.Organisation, bodies ...any) consent.State {
	var s consent.State
	for i, b := range bodies {
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(i), For: of, Body: b}})
	}
	return s
}

func TestKeepAway(t *testing.T) {
	over := &consent.Resolved{Conflict: answer.Given(id(0))}
	for _, c := range []struct {
		name  string
		state consent.State
		who   ident.Worker
		want  []string
	}{
		{"right", consent.State{}, nell, nil},
		{"twice", recordedBy("home", kept(nell)), nell, []string{"worker"}},
		{"anew", recordedBy("home", kept(nell), over), nell, nil},
		{"recorded-elsewhere", recordedBy("solicitors", kept(ravi)), ravi, nil},
		{"oneself", consent.State{}, me, []string{"worker"}},
		{"nobody", consent.State{}, "nobody", []string{"worker"}},
		{"not-said-who", consent.State{}, "", []string{"worker"}},
	} {
		news, err := consent.Keep{Happened: today, Body: *kept(c.who)}.Decide(c.state, works, "case", mine)
		refused(t, c.name, news, err, c.want, 1)
	}
	for _, c := range []struct {
		name  string
		state consent.State
		want  []string
	}{
		{"over", recordedBy("home", kept(nell)), nil},
		{"over-already", recordedBy("home", kept(nell), over), []string{"conflict"}},
		{"another's", recordedBy("solicitors", kept(nell)), []string{"conflict"}},
		{"never-was", consent.State{}, []string{"conflict"}},
	} {
		news, err := consent.Resolve{Happened: today, Body: *over}.Decide(c.state, "case", mine)
		refused(t, c.name, news, err, c.want, 1)
	}
}

func TestOpenInAnEmergency(t *testing.T) {
	opened := func(w ident.Worker, until civil.Day) *consent.Opened {
		return &consent.Opened{Why: answer.Given(answer.Text("no answer")), Worker: answer.Given(w), Until: answer.Given(civil.On(until))}
	}
	why := answer.Given(answer.Text("She has not come home"))
	for _, c := range []struct {
		name   string
		state  consent.State
		beside bool
		why    answer.Of[answer.Text]
		want   []string
	}{
		{"right", consent.State{}, false, why, nil},
		{"without-a-reason", consent.State{}, false, answer.Of[answer.Text]{}, []string{"why"}},
		{"beside-already", consent.State{}, true, why, []string{"why"}},
		{"open-still", recordedBy("home", opened(me, now+1)), false, why, []string{"why"}},
		{"was-open", recordedBy("home", opened(me, now-1)), false, why, nil},
		{"open-to-a-colleague", recordedBy("home", opened(nell, now+1)), false, why, nil},
	} {
		news, err := consent.Open{Happened: today, Why: c.why}.Decide(c.state, c.beside, "case", mine)
		refused(t, c.name, news, err, c.want, 1)
		if err == nil && *news[0].Body.(*consent.Opened) != (consent.Opened{Why: why, Worker: answer.Given(me), Until: answer.Given(civil.On(now + 1))}) {
			t.Errorf("%s: writes %+v", c.name, news[0].Body)
		}
	}
}

// What each entry ties to the case, and what it ends.
func TestTies(t *testing.T) {
	kinds, err := chronology.NewKinds(consent.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	bodies := []any{restricted(), named(ravi, "solicitors"), kept(nell), &consent.Opened{Worker: answer.Given(me), Until: answer.Given(today)}, &consent.Opened{Worker: answer.Given(me)}}
	var entries []chronology.Entry
	for i, b := range bodies {
		k, _ := kinds.Of(b)
		entries = append(entries, chronology.Entry{ID: id(i), Kind: k.Name, For: "home", Happened: today, Recorded: moment.Now, Body: b})
	}
	_, links := kinds.AccessOf(kinds.Read(entries, chronology.At{}))
	want := []chronology.Link{
		{Entry: id(0), Bond: chronology.Restricted, For: "home", From: moment.Now},
		{Entry: id(1), Worker: ravi, Bond: chronology.Named, For: "solicitors", From: moment.Now},
		{Entry: id(2), Worker: nell, Bond: chronology.Conflict, For: "home", From: moment.Now},
		{Entry: id(3), Worker: me, Bond: chronology.Emergency, For: "home", From: moment.Now, Until: now.End()},
	}
	byBond := func(a, b chronology.Link) int { return cmp.Compare(a.Bond, b.Bond) }
	slices.SortFunc(links, byBond)
	slices.SortFunc(want, byBond)
	if !slices.Equal(links, want) {
		t.Errorf("ties\n%+v\nwant\n%+v", links, want)
	}
	for _, e := range []any{lifted(0), &consent.Resolved{Conflict: answer.Given(id(2))}} {
		k, _ := kinds.Of(e)
		after := append(slices.Clone(entries), chronology.Entry{ID: id(9), Kind: k.Name, For: "home", Happened: today, Recorded: moment.Now.Add(1), Body: e})
		_, links := kinds.AccessOf(kinds.Read(after, chronology.At{}))
		if n := len(slices.DeleteFunc(links, func(l chronology.Link) bool { return !l.Until.IsZero() && l.Bond != chronology.Emergency })); n != 3 {
			t.Errorf("after %s %d ties run on, want 3", k.Name, n)
		}
	}
}

package consent_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

const now civil.Day = 20514

var (
	today  = civil.On(now)
	moment = chronology.Moment{Now: now.Start().Add(9 * time.Hour), Today: now}
)

// id is the entry of the n-th body.
func id(n int) ident.Entry { return ident.EntryOf("act", n) }

func folded(bodies ...any) consent.State {
	var s consent.State
	for i, b := range bodies {
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(i), Body: b}})
	}
	return s
}

// shared is a sharing that is right, with something changed.
func shared(change func(*consent.Shared)) *consent.Shared {
	b := &consent.Shared{To: answer.Given(ident.Organisation("solicitors")), Labels: answer.Given(label.Of(label.General, label.Account)), Basis: answer.Given(chronology.Consent)}
	if change != nil {
		change(b)
	}
	return b
}

// on is a sharing on a basis, of these labels, until a day or without an end.
func on(basis chronology.Basis, until *civil.When, ls ...label.Label) *consent.Shared {
	return shared(func(b *consent.Shared) {
		b.Basis, b.Labels = answer.Given(basis), answer.Given(label.Of(ls...))
		if until != nil {
			b.Until = answer.Given(*until)
		}
	})
}

func until(w civil.When) *consent.Shared {
	return shared(func(b *consent.Shared) { b.Until = answer.Given(w) })
}

func ended(n int) *consent.Ended { return &consent.Ended{Sharing: answer.Given(id(n))} }

func beside(err error) []string {
	var out []string
	if e := errs.Of(err); e != nil && e.Kind == errs.Invalid {
		for _, f := range e.Fields {
			out = append(out, f.Name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestShare(t *testing.T) {
	known := func(o ident.Organisation) bool { return o == "solicitors" || o == "keeper" }
	labels := func(ls ...label.Label) *consent.Shared {
		return shared(func(b *consent.Shared) { b.Labels = answer.Given(label.Of(ls...)) })
	}
	basis := func(x chronology.Basis) *consent.Shared {
		return shared(func(b *consent.Shared) { b.Basis = answer.Given(x) })
	}
	to := func(o ident.Organisation) *consent.Shared {
		return shared(func(b *consent.Shared) { b.To = answer.Given(o) })
	}
	for _, c := range []struct {
		name string
		body *consent.Shared
		want []string
	}{
		{"right", shared(nil), nil},
		{"until-today", until(today), nil},
		{"until-yesterday", until(civil.On(now - 1)), []string{"until"}},
		{"until-not-known", shared(func(b *consent.Shared) { b.Until = answer.Unknown[civil.When]() }), nil},
		{"with-the-keeper", to("keeper"), []string{"to"}},
		{"with-nobody", to(""), []string{"to"}},
		{"with-somebody-unknown", to("x"), []string{"to"}},
		{"not-said-with-whom", shared(func(b *consent.Shared) { b.To = answer.Of[ident.Organisation]{} }), []string{"to"}},
		{"nothing", labels(), []string{"labels"}},
		{"not-said-what", shared(func(b *consent.Shared) { b.Labels = answer.Unknown[label.Set]() }), []string{"labels"}},
		{"address", labels(label.General, label.Address), []string{"labels"}},
		{"legal-advice", labels(label.Legal), []string{"labels"}},
		{"who-was-trusted", labels(label.Sharing), []string{"labels"}},
		{"workers-matters", labels(label.Staffing), []string{"labels"}},
		{"all-that-can-be", shared(func(b *consent.Shared) { b.Labels = answer.Given(consent.On(chronology.Consent)) }), nil},
		{"as-keeper", basis(chronology.Keeper), []string{"basis"}},
		{"on-no-basis", basis(""), []string{"basis"}},
		{"on-a-basis-not-known", shared(func(b *consent.Shared) { b.Basis = answer.Unknown[chronology.Basis]() }), []string{"basis"}},
		{"on-a-duty", basis(chronology.StatutoryDuty), nil},
		{"on-a-duty-with-the-address", on(chronology.StatutoryDuty, nil, label.General, label.Address), nil},
		{"on-a-duty-with-legal-advice", on(chronology.StatutoryDuty, nil, label.Legal), []string{"labels"}},
		{"appointed-with-legal-advice", on(chronology.Appointment, nil, label.Legal, label.Account), nil},
		{"appointed-with-the-address", on(chronology.Appointment, nil, label.Address), []string{"labels"}},
		{"contract", on(chronology.Contract, &today, label.General), nil},
		{"contract-with-names", on(chronology.Contract, &today, label.General, label.Identity), []string{"labels"}},
		{"contract-without-end", on(chronology.Contract, nil, label.General), []string{"until"}},
		{"conference", on(chronology.Conference, &today, label.Safeguarding), nil},
		{"conference-without-end", on(chronology.Conference, nil, label.Safeguarding), []string{"until"}},
		{"life-at-risk", on(chronology.VitalInterests, &today, label.Identity, label.Address, label.Health), nil},
		{"life-at-risk-without-end", on(chronology.VitalInterests, nil, label.Identity), []string{"until"}},
		{"life-at-risk-with-the-story", on(chronology.VitalInterests, &today, label.Account), []string{"labels"}},
		{"by-breaking-the-glass", on(chronology.BreakGlass, &today, label.General), []string{"basis"}},
		{"several", &consent.Shared{}, []string{"basis", "labels", "to"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := consent.Share{Happened: today, Body: *c.body}.Decide(consent.State{}, known, "keeper", "case", moment)
			if got := beside(err); !slices.Equal(got, c.want) {
				t.Fatalf("refused beside %v, want %v: %v", got, c.want, err)
			}
			if want := []chronology.New{{On: "case", Happened: today, Body: c.body}}; err == nil && !reflect.DeepEqual(news, want) {
				t.Errorf("writes %+v", news)
			}
		})
	}
}

func TestEnd(t *testing.T) {
	for _, c := range []struct {
		name  string
		state consent.State
		body  *consent.Ended
		want  []string
	}{
		{"running", folded(shared(nil)), ended(0), nil},
		{"runs-out-today", folded(until(today)), ended(0), nil},
		{"ran-out-yesterday", folded(until(civil.On(now - 1))), ended(0), []string{"sharing"}},
		{"ended-already", folded(shared(nil), ended(0)), ended(0), []string{"sharing"}},
		{"one-of-two", folded(shared(nil), shared(nil), ended(0)), ended(1), nil},
		{"never-was", consent.State{}, ended(0), []string{"sharing"}},
		{"not-said-which", folded(shared(nil)), &consent.Ended{}, []string{"sharing"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := consent.End{Happened: today, Body: *c.body}.Decide(c.state, "case", moment)
			if got := beside(err); !slices.Equal(got, c.want) {
				t.Fatalf("refused beside %v, want %v: %v", got, c.want, err)
			}
			if want := []chronology.New{{On: "case", Happened: today, Body: c.body}}; err == nil && !reflect.DeepEqual(news, want) {
				t.Errorf("writes %+v", news)
			}
		})
	}
}

func TestFold(t *testing.T) {
	s := folded(shared(nil), until(today), ended(0), ended(7))
	if want := []consent.Running{{Entry: id(1), To: "solicitors", Basis: chronology.Consent, Until: answer.Given(today)}}; !slices.Equal(s.Running, want) {
		t.Errorf("running: %+v", s.Running)
	}
	// An ending may be dated before the sharing that it ends.
	if s := folded(ended(1), shared(nil)); len(s.Running) != 0 {
		t.Errorf("ended and running still: %+v", s.Running)
	}
}

func TestAccess(t *testing.T) {
	kinds, err := chronology.NewKinds(consent.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	at := func(hours int) time.Time { return moment.Now.Add(time.Duration(hours) * time.Hour) }
	held := func(hours int, bodies ...any) label.Set {
		var entries []chronology.Entry
		for i, b := range bodies {
			k, _ := kinds.Of(b)
			entries = append(entries, chronology.Entry{ID: id(i), Kind: k.Name, Happened: today, Recorded: at(i), Body: b})
		}
		access, _ := kinds.AccessOf(kinds.Read(entries, chronology.At{}))
		return chronology.Held(access, "solicitors", at(hours))
	}
	all := label.Of(label.General, label.Account)
	for _, c := range []struct {
		name      string
		got, want label.Set
	}{
		{"from-when-it-is-recorded", held(0, shared(nil)), all},
		{"not-before", held(-1, shared(nil)), 0},
		{"until-it-is-ended", held(0, shared(nil), ended(0)), all},
		{"no-longer", held(1, shared(nil), ended(0)), 0},
		{"until-the-end-of-the-day", held(14, until(today)), all},
		{"not-the-day-after", held(15, until(today)), 0},
		{"nobody-becomes-keeper", held(1, shared(func(b *consent.Shared) { b.Basis = answer.Given(chronology.Keeper) })), 0},
		{"not-without-a-basis", held(1, shared(func(b *consent.Shared) { b.Basis = answer.Unknown[chronology.Basis]() })), 0},
		{"not-said-with-whom", held(1, &consent.Shared{}, &consent.Ended{}), 0},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

// TestSaidElsewhere: what an import says of sharing gives none and ends none, so the
// person can still end what runs here.
func TestSaidElsewhere(t *testing.T) {
	var s consent.State
	elsewhere := func(n int, body any) {
		s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(n), Origin: "old files", Body: body}})
	}
	elsewhere(0, shared(nil))
	s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(1), Body: shared(nil)}})
	elsewhere(2, ended(1))
	if len(s.Running) != 1 || s.Running[0].Entry != id(1) {
		t.Fatalf("running: %+v", s.Running)
	}
	if _, err := (consent.End{Happened: today, Body: *ended(1)}).Decide(s, "case", moment); err != nil {
		t.Errorf("it cannot be ended: %v", err)
	}
}

func TestWhatAnImportSaysOfSharingIsKeptInMindAndRunsNowhere(t *testing.T) {
	brought := func(bodies ...any) consent.State {
		var s consent.State
		for i, b := range bodies {
			s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(i), Body: b, Origin: "old.jsonl"}})
		}
		return s
	}
	nobody := func(ident.Organisation) bool { return false }
	until := func(w civil.When) *consent.Shared {
		return shared(func(b *consent.Shared) { b.Until = answer.Given(w) })
	}
	for name, c := range map[string]struct {
		state consent.State
		reads func(ident.Organisation) bool
		want  int
	}{
		"said":           {brought(shared(nil)), nobody, 1},
		"ended there":    {brought(shared(nil), ended(0)), nobody, 0},
		"reads here":     {brought(shared(nil)), func(o ident.Organisation) bool { return o == "solicitors" }, 0},
		"until today":    {brought(until(today)), nobody, 1},
		"until long ago": {brought(until(civil.On(today.Earliest() - 1))), nobody, 0},
		"shared here":    {folded(shared(nil)), nobody, 0},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			if got := c.state.Unconfirmed(c.reads, today.Earliest()); len(got) != c.want {
				t.Errorf("to be shared here or not: %+v, want %d", got, c.want)
			}
			if name != "shared here" && len(c.state.Running) != 0 {
				t.Errorf("running here: %+v", c.state.Running)
			}
		})
	}
}

package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"waymark/internal/ident"
)

func aDraft(words string) Draft {
	return Draft{ID: "d", Worker: "w", Route: "contact.record", Chronology: "a", Saved: noon, Sealed: []byte(words)}
}

func TestDraftIsItsOwnersAlone(t *testing.T) { onBoth(t, draftIsItsOwnersAlone) }

func draftIsItsOwnersAlone(t *testing.T, on place) {
	s := on.store(t)
	if err := s.SaveDraft(ctx, aDraft("first words"), nil); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Draft){
		"another-worker":     func(d *Draft) { d.Worker = "x" },
		"another-route":      func(d *Draft) { d.Route = "contact.safe-way" },
		"another-chronology": func(d *Draft) { d.Chronology = "b" },
	} {
		t.Run(name, func(t *testing.T) {
			d := aDraft("other words")
			change(&d)
			for _, over := range [][]byte{nil, []byte("first words")} {
				if err := s.SaveDraft(ctx, d, over); !errors.Is(err, ErrNone) {
					t.Errorf("saved over %q: %v", over, err)
				}
			}
			if got, err := s.Draft(ctx, "d", "w"); err != nil || string(got.Sealed) != "first words" {
				t.Errorf("%q, %v", got.Sealed, err)
			}
		})
	}
	if _, err := s.Draft(ctx, "d", "x"); !errors.Is(err, ErrNone) {
		t.Errorf("another worker's: %v", err)
	}
	if err := s.DropDraft(ctx, "d", "x"); err != nil {
		t.Fatal(err)
	}
	later := aDraft("more words")
	later.Saved = noon.Add(time.Minute)
	for _, over := range [][]byte{nil, []byte("words that nobody wrote")} { // what was not seen is not written over
		if err := s.SaveDraft(ctx, later, over); !errors.Is(err, ErrNone) {
			t.Errorf("saved over %q: %v", over, err)
		}
	}
	if err := s.SaveDraft(ctx, later, []byte("first words")); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Draft(ctx, "d", "w"); err != nil || string(got.Sealed) != "more words" || !got.Saved.Equal(later.Saved) || got.Route != later.Route || got.Chronology != "a" {
		t.Errorf("%+v, %v", got, err)
	}
	if list, err := s.Drafts(ctx, "w", "a"); err != nil || len(list) != 1 || string(list[0].Sealed) != "more words" {
		t.Errorf("%+v, %v", list, err)
	}
	elsewhere := aDraft("about somebody else")
	elsewhere.ID, elsewhere.Chronology = "e", "b"
	if err := s.SaveDraft(ctx, elsewhere, nil); err != nil {
		t.Fatal(err)
	}
	if list, err := s.AllDrafts(ctx, "w"); err != nil || len(list) != 2 || list[0].ID != "d" || list[1].Chronology != "b" {
		t.Errorf("%+v, %v", list, err)
	}
	for worker, want := range map[ident.Worker]bool{"w": true, "x": false} {
		if has, err := s.HasDraft(ctx, worker); err != nil || has != want {
			t.Errorf("%s has one: %v, %v", worker, has, err)
		}
	}
	if err := s.DropDraft(ctx, "d", "w"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Draft(ctx, "d", "w"); !errors.Is(err, ErrNone) {
		t.Errorf("dropped: %v", err)
	}
}

// The act lets its draft go, and a save that comes late brings none back.
func TestDraftEndsWithItsAct(t *testing.T) { onBoth(t, draftEndsWithItsAct) }

func draftEndsWithItsAct(t *testing.T, on place) {
	s := on.store(t)
	if err := s.SaveDraft(ctx, aDraft("words"), nil); err != nil {
		t.Fatal(err)
	}
	s.commit(t, "d", opening("a", "d", 1))
	if _, err := s.Draft(ctx, "d", "w"); !errors.Is(err, ErrNone) {
		t.Errorf("after the act: %v", err)
	}
	for _, over := range [][]byte{nil, []byte("words")} {
		if err := s.SaveDraft(ctx, aDraft("late words"), over); !errors.Is(err, ErrNone) {
			t.Errorf("a save after the act: %v", err)
		}
	}
	if n := s.number(t, `SELECT COUNT(*) FROM draft`); n != 0 {
		t.Errorf("%d drafts lie there", n)
	}
}

func TestAlarmStandsOnce(t *testing.T) { onBoth(t, alarmStandsOnce) }

func alarmStandsOnce(t *testing.T, on place) {
	s := on.store(t)
	for n, what := range []string{"one", "one", "two"} {
		if err := s.Raise(ctx, Alarm{ID: id("a", n), What: what, Detail: "detail", Moment: noon.Add(time.Duration(n) * time.Second)}); err != nil {
			t.Fatal(err)
		}
	}
	what := func() (out []string) {
		t.Helper()
		list, err := s.Alarms(ctx, 9)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			out = append(out, a.What)
		}
		return out
	}
	if got := what(); !slices.Equal(got, []string{"two", "one"}) {
		t.Errorf("standing: %q", got)
	}
	s.must(t, `UPDATE alarm SET answered = 'somebody'`)
	if err := s.Raise(ctx, Alarm{ID: id("a", 9), What: "one", Detail: "detail", Moment: noon}); err != nil {
		t.Fatal(err)
	}
	if got := what(); !slices.Equal(got, []string{"one"}) {
		t.Errorf("after the first was answered: %q", got)
	}
}

func TestAccountsAndSessions(t *testing.T) { onBoth(t, accountsAndSessions) }

func accountsAndSessions(t *testing.T, on place) {
	s := on.store(t)
	a := Account{Login: "digest", Worker: "w", Password: "hash", Made: noon}
	if err := s.AddAccount(ctx, a); err != nil {
		t.Fatal(err)
	}
	if err := s.AddAccount(ctx, Account{Login: "digest", Worker: "x", Password: "hash", Made: noon}); !errors.Is(err, ErrDone) {
		t.Errorf("a login twice: %v", err)
	}
	if got, err := s.Account(ctx, "digest"); err != nil || got != a {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.Account(ctx, "other"); !errors.Is(err, ErrNone) {
		t.Errorf("no account: %v", err)
	}
	old := Session{Token: "old", Worker: "w", Made: noon, Seen: noon, Ends: noon.Add(time.Hour)}
	new := Session{Token: "new", Worker: "w", Made: noon.Add(time.Hour), Seen: noon.Add(time.Hour), Ends: noon.Add(2 * time.Hour)}
	for _, x := range []Session{old, new} {
		if err := s.AddSession(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Session(ctx, "old"); !errors.Is(err, ErrNone) {
		t.Errorf("one that ended: %v", err)
	}
	new.Seen = noon.Add(90 * time.Minute)
	if err := s.TouchSession(ctx, "new", new.Seen); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Session(ctx, "new"); err != nil || got != new {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.EndSession(ctx, "new"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session(ctx, "new"); !errors.Is(err, ErrNone) {
		t.Errorf("after it was ended: %v", err)
	}
}

func TestThrottleCountsAndForgets(t *testing.T) { onBoth(t, throttleCountsAndForgets) }

func throttleCountsAndForgets(t *testing.T, on place) {
	s := on.store(t)
	stands := func(want int) {
		t.Helper()
		got, until, err := s.Throttle(ctx, "x")
		if err != nil || got != want || (want > 0 && !until.Equal(noon)) {
			t.Errorf("%d tries until %v, %v; want %d", got, until, err, want)
		}
	}
	for n := range 2 {
		if err := s.CountTry(ctx, "x", n, n+1, noon); err != nil {
			t.Fatal(err)
		}
		stands(n + 1)
	}
	if err := s.CountTry(ctx, "x", 1, 2, noon); !errors.Is(err, ErrMoved) {
		t.Errorf("somebody else was counted meanwhile: %v", err)
	}
	stands(2)
	if err := s.DropThrottle(ctx, "x"); err != nil {
		t.Fatal(err)
	}
	stands(0)
}

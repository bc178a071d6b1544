package desk

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/store/cluster"
)

// second opens the same installation a second time, as a second process would, with a
// clock of its own.
func (h *house) second(set *clock.Set) *Desk {
	h.t.Helper()
	cfg := h.config()
	cfg.Clock = set
	d, err := Open(ctx, cfg)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		if err := d.Close(); err != nil {
			h.t.Error(err)
		}
	})
	return d
}

// What is written through one Waymark holds at the next request through another: who may
// read, who is called what, who is signed in.
func TestTwoDesksAreOneHouse(t *testing.T) { onBoth(t, twoDesksAreOneHouse) }

func twoDesksAreOneHouse(t *testing.T, where ground) {
	h := door(t, where)
	d := h.second(h.set)
	on := h.met("Alima")
	if _, err := d.Read(ctx, h.nadia, "case.see", on, chronology.At{}); err != nil {
		t.Errorf("the worker beside her: %v", err)
	}
	if _, err := d.Read(ctx, h.ruth, "case.see", on, chronology.At{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("before it is shared: %v", err)
	}
	given := h.share(on, h.other, label.Of(label.General, label.Identity), civil.On(civil.DayOf(h.set.Now().AddDate(0, 1, 0))))
	if _, err := d.Read(ctx, h.ruth, "case.see", on, chronology.At{}); err != nil {
		t.Errorf("shared through the first: %v", err)
	}
	if _, err := d.Do(ctx, h.tom, d.NewAct(), endsSharing(h, on, given)); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Read(ctx, h.ruth, "case.see", on, chronology.At{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("ended through the second: %v", err)
	}
	org := h.found("Harbour", "support-provider")
	if names, err := d.Names(ctx); err != nil || names.Organisation(org) != "Harbour" {
		t.Errorf("%q, %v", names.Organisation(org), err)
	}
	token := h.signIn()
	if s, err := d.Session(ctx, token); err != nil || s.Actor.Worker != h.nadia.Worker {
		t.Errorf("signed in through the first: %v", err)
	}
	if err := d.SignOut(ctx, token); err != nil {
		t.Fatal(err)
	}
	if h.in(token) {
		t.Error("signed out through the second, and still in at the first")
	}
}

// A clock that runs behind makes no sharing run on that was ended elsewhere.
func TestAClockBehindAnotherOpensNothing(t *testing.T) { onBoth(t, aClockBehindAnotherOpensNothing) }

func aClockBehindAnotherOpensNothing(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	given := h.share(on, h.other, label.Of(label.General, label.Identity), civil.On(civil.DayOf(h.set.Now().AddDate(0, 1, 0))))
	h.set.Advance(time.Minute)
	slow := h.second(clock.At(h.set.Now().Add(-30 * time.Second)))
	if _, err := slow.Read(ctx, h.ruth, "case.see", on, chronology.At{}); err != nil {
		t.Fatalf("while it is shared: %v", err)
	}
	h.do(h.tom, endsSharing(h, on, given))
	if _, err := slow.Read(ctx, h.ruth, "case.see", on, chronology.At{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("after it was ended by a clock that is ahead: %v", err)
	}
	if _, err := slow.Do(ctx, h.nadia, slow.NewAct(), h.contacted(on, "through the one behind")); err != nil {
		t.Errorf("an act through the one behind: %v", err)
	}
}

// Sixty-four posts of one form through two Waymarks are one act; sixty-four answers to
// one question have one winner, and the others are told.
func TestRacersThroughTwoDesks(t *testing.T) { onBoth(t, racersThroughTwoDesks) }

func racersThroughTwoDesks(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	desks := []*Desk{h.Desk, h.second(h.set)}
	on := h.met("Alima")
	for round := range 3 {
		id, act := h.NewAct(), h.contacted(on, fmt.Sprint("call ", round))
		first := 0
		for i, err := range all(64, func(i int) error {
			done, err := desks[i%2].Do(ctx, h.nadia, id, act)
			if err == nil && done.Again {
				return errAgain
			}
			return err
		}) {
			switch {
			case err == nil:
				first++
			case !errors.Is(err, errAgain):
				t.Errorf("post %d: %v", i, err)
			}
		}
		if first != 1 {
			t.Errorf("round %d: one form was recorded %d times", round, first)
		}
		saw, won := casefile.SafeWayTopic(h.view(h.nadia, on).Case, h.maple), 0
		for i, err := range all(64, func(i int) error {
			_, err := desks[i%2].Do(ctx, h.nadia, desks[i%2].NewAct(), h.safeWay(on, fmt.Sprint("way ", i), saw))
			return err
		}) {
			switch k := errs.KindOf(err); {
			case err == nil:
				won++
			case k != errs.Stale && k != errs.Unavailable: // three tries, and then one is asked to send it again
				t.Errorf("racer %d: %v", i, err)
			}
		}
		if won != 1 {
			t.Errorf("round %d: %d of 64 answers to one question stand", round, won)
		}
		h.set.Advance(time.Minute)
	}
	contacts := 0
	for _, l := range h.view(h.nadia, on).Case.Lines {
		if l.Kind == "contact.made" {
			contacts++
		}
	}
	if contacts != 3 {
		t.Errorf("%d contacts, want 3", contacts)
	}
}

var errAgain = errors.New("done before")

// An id that no text can be is nothing here, on both engines.
func TestIDsThatNoTextCanBe(t *testing.T) { onBoth(t, idsThatNoTextCanBe) }

func idsThatNoTextCanBe(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	for _, id := range []string{"\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "", "no such one"} {
		_, err := h.Read(ctx, h.tom, "case.see", ident.Chronology(id), chronology.At{})
		wantKind(t, err, errs.NotFound)
		if _, err := h.Draft(ctx, h.tom, ident.Act(id)); errs.KindOf(err) == errs.Internal {
			t.Errorf("a draft %q: %v", id, err)
		}
		if s, err := h.Session(ctx, id); !NeedsSignIn(err) {
			t.Errorf("a session %q: %+v, %v", id, s, err)
		}
	}
}

// Several that are started at once over an empty place found one installation.
func TestSeveralFoundOneHouse(t *testing.T) {
	dir := t.TempDir()
	at := onServer(t, dir)
	set := clock.At(noon)
	if err := closed(open(dir, at, set)); err != nil { // the root key is made by one
		t.Fatal(err)
	}
	at = onServer(t, dir)
	for i, err := range all(4, func(int) error { return closed(open(dir, at, set)) }) {
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
}

func open(dir string, at at, set *clock.Set) (*Desk, error) {
	cfg := configOf(dir, set)
	cfg.Data, cfg.Keyring = at.data, at.ring
	return Open(ctx, cfg)
}

func closed(d *Desk, err error) error {
	if err != nil {
		return err
	}
	return d.Close()
}

// What does not belong together on a server is refused, as files are.
func TestServedDataNeedsItsOwnKeyring(t *testing.T) {
	dir, set := t.TempDir(), clock.At(noon)
	one, other := onServer(t, dir), onServer(t, dir)
	if err := closed(open(dir, one, set)); err != nil {
		t.Fatal(err)
	}
	otherDir := t.TempDir()
	if err := closed(open(otherDir, other, set)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		at   at
		want string
	}{
		"no-keyring":          {at{one.data, onServer(t, dir).ring}, ErrNoKeyring.Error()},
		"no-file":             {at{one.data, ""}, ErrNoKeyring.Error()},
		"of-another":          {at{one.data, other.ring}, "keyring: "},
		"the-data-itself":     {at{one.data, one.data}, "one and the same database"},
		"the-keyring-as-data": {at{one.ring, one.ring + "&application_name=x"}, "one and the same database"},
		"another-as-data":     {at{other.ring, one.ring}, "holds something else"},
		"its-own":             {one, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := closed(open(dir, c.at, set))
			if c.want == "" {
				if err != nil {
					t.Errorf("the control: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// While the server is away everybody is told so in plain words, no alarm cries that a
// record was altered, and when it is back everything goes on.
func TestServerAwayIsNoAlteredRecord(t *testing.T) {
	h := newHouseOn(t, onServer)
	on := h.met("Alima")
	id, act := h.NewAct(), h.contacted(on, "while it was away")
	h.opened.Clear()
	cluster.Stop(t)
	_, read := h.Read(ctx, h.nadia, "case.see", on, chronology.At{})
	_, done := h.Do(ctx, h.nadia, id, act)
	_, day := h.Day(ctx, h.nadia, 1)
	cluster.Start(t)
	for name, err := range map[string]error{"read": read, "do": done, "day": day} {
		if errs.KindOf(err) != errs.Unavailable || !strings.Contains(errs.Of(err).Message, "does not answer") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := h.alarms(); n != 0 {
		t.Errorf("%d alarms", n)
	}
	for _, again := range []bool{false, true} {
		if got, err := h.Do(ctx, h.nadia, id, act); err != nil || got.Again != again || len(got.Entries) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

// Only the keyring is away: the same, for nothing was altered.
func TestKeyringAwayIsNoAlteredRecord(t *testing.T) {
	h := newHouseOn(t, func(t testing.TB, dir string) at { return at{inFiles(t, dir).data, onServer(t, dir).ring} })
	on := h.met("Alima")
	h.opened.Clear()
	cluster.Stop(t)
	_, err := h.Read(ctx, h.nadia, "case.see", on, chronology.At{})
	cluster.Start(t)
	if errs.KindOf(err) != errs.Unavailable || !strings.Contains(errs.Of(err).Message, "does not answer") || h.alarms() != 0 {
		t.Errorf("%v, %d alarms", err, h.alarms())
	}
	h.view(h.nadia, on)
}

func wrongTries(d *Desk, n int) (right int) {
	for _, err := range all(n, func(int) error { _, err := d.SignIn(ctx, login, "not the right one"); return err }) {
		if errs.KindOf(err) == errs.Invalid {
			right++
		}
	}
	return right
}

// Tries in vain are counted together, through whichever Waymark they come.
func TestTriesThroughTwoDesksAreCountedTogether(t *testing.T) {
	onBoth(t, triesThroughTwoDesksAreCountedTogether)
}

func triesThroughTwoDesksAreCountedTogether(t *testing.T, where ground) {
	h := door(t, where)
	desks := []*Desk{h.Desk, h.second(h.set)}
	heard := 0
	for _, n := range all(2, func(i int) int { return wrongTries(desks[i], 12) }) {
		heard += n
	}
	if heard != freeTries {
		t.Errorf("%d of 24 tries at once were compared with the password, want %d", heard, freeTries)
	}
}

func endsSharing(h *house, on ident.Chronology, what ident.Entry) casefile.Act {
	return casefile.EndSharing(on, consent.End{Happened: h.today(), Body: consent.Ended{Sharing: answer.Given(what)}})
}

package desk

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/ident"
	"waymark/internal/person"
	"waymark/internal/store/tamper"
)

// loses takes the key of a record out of the keyring; what it gives puts it back.
func (h *house) loses(on ident.Chronology) (back func()) {
	h.t.Helper()
	away := "Z" + string(on[1:])
	move := func(from, to string) {
		tamper.Exec(h.t, string(h.at.ring), fmt.Sprintf(`UPDATE data_key SET chronology = '%s' WHERE chronology = '%s'`, to, from))
		h.opened.Delete(on)
	}
	move(string(on), away)
	return func() { move(away, string(on)) }
}

// A question that cannot be carried is tried some times, then set aside with an alarm; the
// later ones go on at once, and it goes on by itself when what was wrong was mended.
func TestQuestionThatFailsHoldsNobodyUp(t *testing.T) {
	h, linh, met := elsewhere(t)
	h.do(h.ruth, again(h, met, "Nguyễn Thúy Linh", "1994"))
	back := h.loses(met)
	h.set.Advance(time.Minute)
	other := ident.NewChronology(h.set.Now())
	h.do(h.ruth, casefile.Meet(other, person.Meet{Happened: h.today(), Body: person.Met{ChosenName: answer.Given("Linh")}}))
	h.do(h.ruth, again(h, other, "Nguyễn Thúy Linh", "1994"))
	h.carried()
	if h.told(h.tom, linh) != 1 {
		t.Error("the later question was held up")
	}
	standing := func() int {
		t.Helper()
		all, err := h.Alarms(ctx)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, a := range all {
			if strings.HasPrefix(a.What, "A question whether") {
				n += a.Times
				if !strings.Contains(a.Detail, string(met)) || strings.Contains(a.Detail, "Linh") {
					t.Errorf("the alarm says %q", a.Detail)
				}
			}
		}
		return n
	}
	if n := standing(); n != 0 {
		t.Errorf("%d alarms after one try", n)
	}
	for range 10 {
		h.carried()
	}
	if n := standing(); n != 1 {
		t.Errorf("%d alarms for a question that was set aside, want 1", n)
	}
	h.set.Advance(asideFor)
	h.carried()
	if n := standing(); n != 2 {
		t.Errorf("%d alarms after its rest, want 2", n)
	}
	back()
	h.carried()
	if h.told(h.tom, linh) != 1 {
		t.Error("it does not rest after a try in vain")
	}
	h.set.Advance(asideFor)
	h.carried()
	if h.told(h.tom, linh) != 2 || h.aside.count() != 0 {
		t.Errorf("it was not carried when what was wrong was mended: %d told, %d aside", h.told(h.tom, linh), h.aside.count())
	}
}

// More questions that fail than one round takes hold nobody up either.
func TestManyQuestionsThatFailHoldNobodyUp(t *testing.T) {
	h, linh, met := elsewhere(t)
	back := h.loses(met)
	defer back()
	now := h.now()
	for i := range carriedAtOnce {
		act := ident.NewAct(now)
		tamper.Exec(t, string(h.at.data), fmt.Sprintf(`INSERT INTO again (act, worker, organisation, chronology, moment, carried) VALUES ('%s', '%s', '%s', '%s', '%s', '')`, act, h.ruth.Worker, h.other, met, now.Add(time.Duration(i-100)*time.Second).UTC().Format("2006-01-02T15:04:05.000000Z")))
		tamper.Exec(t, string(h.at.data), fmt.Sprintf(`INSERT INTO act (id, worker, route, chronology, digest, moment) VALUES ('%s', '%s', 'x', '%s', 'x', '%s')`, act, h.ruth.Worker, met, now.UTC().Format("2006-01-02T15:04:05.000000Z")))
	}
	other := ident.NewChronology(h.set.Now())
	h.do(h.ruth, casefile.Meet(other, person.Meet{Happened: h.today(), Body: person.Met{ChosenName: answer.Given("Linh")}}))
	h.set.Advance(2 * time.Hour) // so that not too many were asked within the hour
	h.do(h.ruth, again(h, other, "Nguyễn Thúy Linh", "1994"))
	for range carryTries + 1 {
		h.carried()
	}
	if h.told(h.tom, linh) != 1 {
		t.Error("the last question was held up")
	}
}

// When the log cannot grow for some rounds, those who run Waymark are told, once; what waits
// gets its place when it can.
func TestLogThatDoesNotGrowIsAnAlarm(t *testing.T) {
	h := newHouse(t)
	heads := filepath.Join(h.dir, "heads.log")
	q, err := h.Sequencer(ctx, heads)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(heads), os.Mkdir(heads, 0o700)); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	standing := func() int {
		t.Helper()
		all, err := h.Alarms(ctx)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, a := range all {
			if a.What == "The log does not grow" {
				n += a.Times
			}
		}
		return n
	}
	for range mostVain - 1 {
		if _, err := q.Round(ctx); err == nil {
			t.Fatal("the log grew")
		}
	}
	if n := standing(); n != 0 {
		t.Errorf("%d alarms before anybody can tell", n)
	}
	for range mostVain {
		_, _ = q.Round(ctx)
	}
	if n := standing(); n != 1 {
		t.Errorf("%d alarms, want 1", n)
	}
	if err := os.Remove(heads); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Round(ctx); err != nil {
		t.Errorf("it does not go on: %v", err)
	}
}

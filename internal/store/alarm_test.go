package store

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// An alarm that comes again is counted while it stands, and raised anew once answered.
func TestAlarmIsCountedAndAnswered(t *testing.T) { onBoth(t, alarmIsCountedAndAnswered) }

func alarmIsCountedAndAnswered(t *testing.T, on place) {
	s := on.store(t)
	raise := func(n int, what string) {
		t.Helper()
		if err := s.Raise(ctx, Alarm{ID: id("a", n), What: what, Detail: "detail", Moment: noon.Add(time.Duration(n) * time.Minute)}); err != nil {
			t.Fatal(err)
		}
	}
	stands := func(want ...Alarm) {
		t.Helper()
		got, err := s.Alarms(ctx, 9)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%+v, %v", got, err)
		}
		for i, w := range want {
			w.Detail = "detail"
			if got[i] != w {
				t.Errorf("%+v stands, want %+v", got[i], w)
			}
		}
	}
	raise(1, "one")
	raise(2, "two")
	raise(40, "one")
	raise(59, "one")
	stands(Alarm{ID: id("a", 2), What: "two", Moment: noon.Add(2 * time.Minute), Times: 1, Last: noon.Add(2 * time.Minute)},
		Alarm{ID: id("a", 1), What: "one", Moment: noon.Add(time.Minute), Times: 3, Last: noon.Add(59 * time.Minute)})
	if err := s.Answer(ctx, id("a", 1), "who", "Seen to", noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if err := s.Answer(ctx, id("a", 1), "another", "Again", noon); !errors.Is(err, ErrNone) {
		t.Errorf("answered twice: %v", err)
	}
	var by, note string
	var at Moment
	if err := s.read.QueryRowContext(ctx, `SELECT answered, note, answered_at FROM alarm WHERE id = $1`, id("a", 1)).Scan(&by, &note, &at); err != nil || by != "who" || note != "Seen to" || !at.Time().Equal(noon.Add(time.Hour)) {
		t.Errorf("%q %q %q, %v", by, note, at, err)
	}
	raise(61, "one")
	stands(Alarm{ID: id("a", 61), What: "one", Moment: noon.Add(61 * time.Minute), Times: 1, Last: noon.Add(61 * time.Minute)},
		Alarm{ID: id("a", 2), What: "two", Moment: noon.Add(2 * time.Minute), Times: 1, Last: noon.Add(2 * time.Minute)})
}

// However many raise the same at once, it stands once and each is counted.
func TestAlarmsAtOnceStandOnce(t *testing.T) { onBoth(t, alarmsAtOnceStandOnce) }

func alarmsAtOnceStandOnce(t *testing.T, on place) {
	s := on.store(t)
	if err := s.Found(ctx, "one", false, noon); err != nil {
		t.Fatal(err)
	}
	const many = 32
	got := make([]error, many)
	var wg sync.WaitGroup
	for n := range many {
		wg.Go(func() { got[n] = s.Raise(ctx, Alarm{ID: id("a", n), What: "one", Detail: "detail", Moment: noon}) })
	}
	wg.Wait()
	if err := errors.Join(got...); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Alarms(ctx, many); err != nil || len(all) != 1 || all[0].Times != many {
		t.Errorf("%+v, %v", all, err)
	}
}

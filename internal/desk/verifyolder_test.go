package desk

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"waymark/internal/civil"
	"waymark/internal/label"
	"waymark/internal/log"
	"waymark/internal/store/tamper"
)

// putBack puts a copy of the data in its place.
func (h logged) putBack(from string) {
	h.t.Helper()
	h.shut()
	copyFile(h.t, from, h.data())
	h.open()
}

// keep keeps a copy of the data as it is now.
func (h logged) keep() string {
	h.t.Helper()
	to := filepath.Join(h.t.(*testing.T).TempDir(), "older.db")
	h.shut()
	copyFile(h.t, h.data(), to)
	h.open()
	return to
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// An older copy of the data is whole in itself: a head that lies elsewhere finds it, and
// the sequencer goes no further.
func TestVerifyFindsAnOlderCopy(t *testing.T) {
	h := newLogged(t)
	h.clean()
	older := h.keep()
	h.do(h.nadia, h.contacted(h.on, "What is to be forgotten."))
	if h.round() != 1 {
		t.Fatal("the sequencer did not come by")
	}
	if v := h.verdict(h.heads); v.Found != 0 || v.InFile != 3 {
		t.Fatalf("control: %+v", v)
	}
	h.putBack(older)
	if v := h.verdict(""); v.Found != 0 {
		t.Fatalf("control: without the file an older copy is whole: %+v", v)
	}
	if v := h.verdict(h.heads); !slices.Equal(faults(v), []log.Fault{log.HeadBeyond}) {
		t.Errorf("found are %+v", v.Findings)
	}
	h.do(h.nadia, h.contacted(h.on, "It went on."))
	q, err := h.Sequencer(ctx, h.heads)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if n, err := q.Round(ctx); n != 0 || !errors.Is(err, log.ErrOlder) {
			t.Errorf("it placed %d: %v", n, err)
		}
	}
	if n := h.alarms(); n != 1 {
		t.Errorf("%d alarms stand", n)
	}

	// A copy that goes on by itself, until it is as large again.
	own, err := h.Sequencer(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := own.Round(ctx); n != 1 || err != nil {
		t.Fatalf("by itself it placed %d: %v", n, err)
	}
	if v := h.verdict(""); v.Found != 0 {
		t.Fatalf("control: %+v", v)
	}
	if v := h.verdict(h.heads); !slices.Equal(faults(v), []log.Fault{log.HeadDiffers}) {
		t.Errorf("found are %+v", v.Findings)
	}
	if q, err = h.Sequencer(ctx, h.heads); err != nil {
		t.Fatal(err)
	}
	if n, err := q.Round(ctx); n != 0 || !errors.Is(err, log.ErrForked) {
		t.Errorf("it placed %d: %v", n, err)
	}
	if n := h.alarms(); n != 2 {
		t.Errorf("%d alarms stand", n)
	}
}

// The heads of another installation are not gone on with.
func TestHeadsOfAnotherInstallation(t *testing.T) {
	h := newLogged(t)
	o := newHouse(t)
	if _, err := o.Sequencer(ctx, h.heads); !errors.Is(err, log.ErrUnsigned) {
		t.Errorf("got %v", err)
	}
	v, err := o.Verify(ctx, h.heads, nil, nil)
	if err != nil || !slices.Equal(faults(v), []log.Fault{log.HeadAltered}) {
		t.Errorf("found are %+v, %v", v.Findings, err)
	}
	if _, err := h.Verify(ctx, filepath.Join(h.dir, "none"), nil, nil); err == nil {
		t.Error("a file that is not there was read")
	}
}

// Data of other rules is whole; what is due is compared again when it was reckoned anew.
func TestVerifyUnderOtherRules(t *testing.T) {
	h := newLogged(t)
	h.under(visits(3))
	if v := h.verdict(h.heads); v.Found != 0 || v.Elsewhere != 2 {
		t.Errorf("%+v", v)
	}
	h.reckonNow()
	if v := h.verdict(h.heads); v.Found != 0 || v.Elsewhere != 0 {
		t.Errorf("%+v", v)
	}
	h.exec(`DELETE FROM deadline WHERE rule = 'first-visit'`)
	if v := h.verdict(h.heads); !slices.Equal(faults(v), []log.Fault{log.RowsDiffer}) {
		t.Errorf("found are %+v", v.Findings)
	}
}

// It can be asked while people work: nothing is found that is not there.
func TestVerifyWhilePeopleWork(t *testing.T) {
	h := newLogged(t)
	q, err := h.Sequencer(ctx, h.heads)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		var err error
		for i := range 30 {
			if err == nil {
				_, err = h.Do(ctx, h.nadia, h.NewAct(), h.contacted(h.on, fmt.Sprint("Spoke ", i)))
			}
			if err == nil {
				_, err = q.Round(ctx)
			}
		}
		ended <- err
	}()
	for done := false; !done; {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			done = true
		default:
		}
		if v := h.verdict(h.heads); v.Found != 0 {
			t.Fatalf("found are %+v", v.Findings)
		}
	}
	if v := h.verdict(h.heads); v.InFile != 32 || v.Waiting != 0 {
		t.Errorf("%+v", v)
	}
}

// It writes nothing, raises no alarm and says how far it is.
func TestVerifyWritesNothing(t *testing.T) {
	h := newLogged(t)
	c := h.cells(t, "entry", "id", "envelope")[6]
	c.Value[0] ^= 1
	tamper.Set(t, h.data(), c)
	before := tamper.Counts(t, h.data())
	var records, leaves []int
	v, err := h.Verify(ctx, "", func(done, all int) { records = append(records, done, all) }, func(done, all int) { leaves = append(leaves, done, all) })
	if err != nil || v.Found == 0 {
		t.Fatalf("%+v, %v", v, err)
	}
	if after := tamper.Counts(t, h.data()); !maps.Equal(before, after) {
		t.Errorf("rows before %v, after %v", before, after)
	}
	if want := []int{v.Chronologies, v.Chronologies}; !slices.Equal(records, want) {
		t.Errorf("told of records %v, want %v", records, want)
	}
	if want := []int{int(v.Size), int(v.Size)}; !slices.Equal(leaves, want) {
		t.Errorf("told of leaves %v, want %v", leaves, want)
	}
}

// What is proved on one engine is proved on the other.
func TestVerifyOnBothEngines(t *testing.T) {
	onBoth(t, func(t *testing.T, on ground) {
		h := newHouseOn(t, on)
		a, _ := h.course("Alima")
		h.share(a, h.other, label.Of(label.General, label.Identity), civil.On(civil.DayOf(noon).Add(9)))
		heads := filepath.Join(t.TempDir(), "heads.log")
		q, err := h.Sequencer(ctx, heads)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := q.Round(ctx); err != nil || n == 0 {
			t.Fatalf("placed %d: %v", n, err)
		}
		v, err := h.Verify(ctx, heads, nil, nil)
		if err != nil || v.Found != 0 || v.Size != int64(v.Entries) || v.InFile != 1 {
			t.Errorf("%+v, %v", v, err)
		}
		if l, err := h.Log(ctx); err != nil || l.Size != v.Size || l.Newest.Size != v.Size || l.Key == "" {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

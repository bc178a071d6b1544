package store

import (
	"errors"
	"slices"
	"testing"
)

// A snapshot is one moment: what is written while it is read is not in it, and it holds no
// writer up.
func TestSnapshotIsOneMoment(t *testing.T) { onBoth(t, snapshotIsOneMoment) }

func snapshotIsOneMoment(t *testing.T, on place) {
	s, where := storeAt(t, on(t))
	if err := s.Found(ctx, "one", false, noon); err != nil {
		t.Fatal(err)
	}
	s.commit(t, "one", opening("a", "one", 1))
	entries := func(x *Snapshot) (n int) {
		t.Helper()
		at := slices.IndexFunc(x.Tables, func(t Table) bool { return t.Name == "entry" })
		if err := x.Rows(ctx, x.Tables[at], func([]any) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	x, err := Read(ctx, Database(where))
	if err != nil {
		t.Fatal(err)
	}
	s.commit(t, "two", opening("b", "two", 1))
	if n := entries(x); n != 1 {
		t.Errorf("%d entries, want those of its moment, 1", n)
	}
	s.commit(t, "three", opening("c", "three", 1))
	if n := entries(x); n != 1 {
		t.Errorf("%d entries when it is read again", n)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = Read(ctx, Database(where)); err != nil {
		t.Fatal(err)
	}
	if n := entries(x); n != 3 {
		t.Errorf("control: %d entries, want 3", n)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// Both engines say the same of their tables, and each table comes after those that it
// points to.
func TestEnginesDescribeTheirTablesAlike(t *testing.T) {
	said := map[string][]Table{}
	for _, e := range engines {
		s, _ := storeAt(t, e.on(t))
		x, err := snapshot(ctx, s.read)
		if err != nil {
			t.Fatal(err)
		}
		said[e.name] = x.Tables
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	one, other := said["sqlite"], said["postgres"]
	if len(one) != len(other) || len(one) < 20 {
		t.Fatalf("%d and %d tables", len(one), len(other))
	}
	at := map[string]int{}
	for i, a := range one {
		b := other[i]
		at[a.Name] = i
		if a.Name != b.Name || !slices.Equal(a.Columns, b.Columns) || !slices.Equal(a.key, b.key) {
			t.Errorf("%+v is not %+v", a, b)
		}
	}
	for _, order := range [][2]string{{"chronology", "entry"}, {"act", "entry"}, {"entry", "part"}, {"entry", "leaf"}, {"edition", "edition_line"}} {
		if at[order[0]] >= at[order[1]] {
			t.Errorf("%s comes after %s", order[0], order[1])
		}
	}
}

// A table that no migration made is not copied in part: nothing is.
func TestSnapshotRefusesWhatNoWaymarkMade(t *testing.T) {
	s, where := storeAt(t, engines[0].on(t))
	if err := s.Found(ctx, "one", false, noon); err != nil {
		t.Fatal(err)
	}
	s.must(t, `CREATE TABLE extra (said REAL)`)
	if _, err := Read(ctx, Database(where)); err == nil {
		t.Error("it was read")
	}
	s.must(t, `DROP TABLE extra`)
	if x, err := Read(ctx, Database(where)); err != nil {
		t.Errorf("control: %v", err)
	} else if err := x.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Read(ctx, Database(where+"none")); !errors.Is(err, ErrNone) {
		t.Errorf("one that is not there: %v", err)
	}
}

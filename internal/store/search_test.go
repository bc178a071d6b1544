package store

import (
	"maps"
	"slices"
	"testing"
	"time"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// What the search reads is the same on both engines, in the same order.
func TestWhatTheSearchReads(t *testing.T) { onBoth(t, whatTheSearchReads) }

func whatTheSearchReads(t *testing.T, on place) {
	s := on.store(t)
	summary := func(org ident.Organisation, from, until int) Summary {
		return Summary{Organisation: org, From: MomentOf(noon.Add(time.Duration(from) * time.Hour)), Until: MomentOf(noon.Add(time.Duration(until) * time.Hour)), Labels: label.Everything(), Bases: "own", Print: "p", Sealed: []byte("s")}
	}
	for i, c := range []struct {
		on   ident.Chronology
		rows []Summary
	}{
		{"a", []Summary{summary("o", -2, -1), summary("o", -1, 2)}},
		{"B", []Summary{summary("o", -1, 2), summary("p", -1, 2)}}, // capitals come first, byte by byte
		{"c", []Summary{summary("o", 1, 2)}},
		{"d", []Summary{summary("p", -1, 2)}},
	} {
		act := anAct(ident.Act("open "+c.on), c.on)
		act.Moment = noon.Add(time.Duration(i) * time.Minute)
		p := opening(c.on, act.ID, 1)
		p.After.Summaries = c.rows
		if err := s.Commit(ctx, act, []Put{p}); err != nil {
			t.Fatal(err)
		}
	}
	r := Reader{Organisation: "o", Labels: label.Everything(), Now: noon}
	names := func(rows []NameRow, err error) (out []ident.Chronology) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range rows {
			out = append(out, x.Chronology)
		}
		return out
	}
	if got := names(s.Names(ctx, "o", noon, "", 9)); !slices.Equal(got, []ident.Chronology{"B", "a", "c"}) {
		t.Errorf("names of %q", got)
	}
	if got := names(s.Names(ctx, "o", noon, "B", 1)); !slices.Equal(got, []ident.Chronology{"a"}) {
		t.Errorf("after the first: %q", got)
	}
	if got := names(s.NamesOn(ctx, "o", noon, "c")); !slices.Equal(got, []ident.Chronology{"c"}) {
		t.Errorf("of one: %q", got)
	}
	changed, err := s.Changed(ctx, noon.Add(2*time.Minute))
	if err != nil || !maps.Equal(changed, map[ident.Chronology]time.Time{"c": noon.Add(2 * time.Minute), "d": noon.Add(3 * time.Minute)}) {
		t.Errorf("changed %v, %v", changed, err)
	}
	among, err := s.Among(ctx, r, []ident.Chronology{"B", "c", "d"})
	if err != nil || !slices.Equal(slices.Collect(maps.Keys(among)), []ident.Chronology{"B"}) {
		t.Errorf("among %v, %v", among, err)
	}
	listed, err := s.Listed(ctx, r)
	if err != nil || !maps.Equal(listed, map[ident.Chronology]bool{"a": true, "B": true}) {
		t.Errorf("listed %v, %v", listed, err)
	}
}

// Many keys are read as one is.
func TestManyKeysAreReadAtOnce(t *testing.T) { onBoth(t, manyKeysAreReadAtOnce) }

func manyKeysAreReadAtOnce(t *testing.T, on place) {
	k := on.keyring(t)
	var all []Wrapped
	var ids []ident.Chronology
	for n := range 300 {
		of := ident.Chronology(id("c", n))
		all, ids = append(all, Wrapped{On: of, Key: []byte(of)}), append(ids, of)
	}
	if kept, err := k.KeepAll(ctx, all); err != nil || len(kept) != 300 {
		t.Fatalf("%d kept, %v", len(kept), err)
	}
	got, err := k.Keys(ctx, append(ids, "nobody"))
	if err != nil || len(got) != 300 || string(got[ids[299]]) != string(ids[299]) {
		t.Errorf("%d keys, %v", len(got), err)
	}
}

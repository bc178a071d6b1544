package store

import (
	"errors"
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/pressly/goose/v3"

	"waymark/internal/ident"
)

func anEdition(id string) Edition {
	return Edition{ID: id, Book: "book of " + id, Taken: noon, Lines: []EditionLine{{Line: "a", Print: "p", Starts: []string{"referral.sent"}}, {Line: "b", Print: "q", Starts: []string{"decision.made", "decision.told"}}}}
}

func TestAnEditionIsKeptOnce(t *testing.T) { onBoth(t, anEditionIsKeptOnce) }

func anEditionIsKeptOnce(t *testing.T, on place) {
	s := on.store(t)
	if _, err := s.Edition(ctx, "one"); !errors.Is(err, ErrNone) {
		t.Fatalf("before it is kept: %v", err)
	}
	again := anEdition("one")
	again.Book, again.Lines = "another", nil
	for _, e := range []Edition{anEdition("one"), again} {
		if err := s.KeepEdition(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Edition(ctx, "one"); err != nil || !reflect.DeepEqual(got, anEdition("one")) {
		t.Errorf("%+v, %v", got, err)
	}
}

// under makes a put whose rows are of an edition.
func under(p Put, edition string, rows ...Deadline) Put {
	p.After = Rows{Edition: edition, Deadlines: rows}
	return p
}

func due(id string) Deadline {
	return Deadline{ID: id, Rule: "r", Start: "e", DueAt: MomentOf(noon), Running: true, Must: true, Sealed: []byte("from")}
}

func (s *Store) stand(t testing.TB, on ident.Chronology) Standing {
	t.Helper()
	x, err := s.Stand(ctx, on)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func (s *Store) rowsOf(t testing.TB, on ident.Chronology) []string {
	t.Helper()
	rows, err := s.Deadlines(ctx, on)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, r.ID)
	}
	slices.Sort(out)
	return out
}

func TestPeopleWaitUntilTheyAreReckoned(t *testing.T) { onBoth(t, peopleWaitUntilTheyAreReckoned) }

func peopleWaitUntilTheyAreReckoned(t *testing.T, on place) {
	s := on.store(t)
	for _, on := range []ident.Chronology{"a", "b", "c"} {
		s.commit(t, ident.Act("open "+on), under(opening(on, "open", 2), "one", due("old")))
	}
	s.commit(t, "w", Put{Loaded: Loaded{ID: "w", Sort: Worker}, Opens: true}) // nothing of a worker is reckoned
	if n, err := s.Elsewhere(ctx, "two"); err != nil || !maps.Equal(n, map[string]int{"one": 3}) {
		t.Fatalf("%v, %v", n, err)
	}
	if got, err := s.Waiting(ctx, "two", "a", 1); err != nil || !slices.Equal(got, []ident.Chronology{"b"}) {
		t.Fatalf("%v, %v", got, err)
	}
	x := s.stand(t, "a")
	if len(x.Envelopes) != 2 || x.Edition() != "one" || x.Envelopes[0].Parts != nil {
		t.Fatalf("%+v", x)
	}
	moved, err := s.Reckon(ctx, "two", []Reckoned{{Standing: x, Before: []Deadline{due("old")}, After: []Deadline{due("new")}}, {Standing: s.stand(t, "b")}})
	if err != nil || len(moved) > 0 {
		t.Fatalf("%v, %v", moved, err)
	}
	if got := s.rowsOf(t, "a"); !slices.Equal(got, []string{"new"}) {
		t.Errorf("rows of a: %v", got)
	}
	if got := s.rowsOf(t, "b"); !slices.Equal(got, []string{"old"}) {
		t.Errorf("rows of b, which nothing touched: %v", got)
	}
	if got, err := s.Waiting(ctx, "two", "", 9); err != nil || !slices.Equal(got, []ident.Chronology{"c"}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := s.Stand(ctx, "nobody"); !errors.Is(err, ErrNone) {
		t.Errorf("of nobody: %v", err)
	}
}

// Whoever comes second, an act or a reckoning, begins again from what the first wrote.
func TestAnActAndAReckoningDoNotWriteOverEachOther(t *testing.T) {
	onBoth(t, anActAndAReckoningDoNotWriteOverEachOther)
}

func anActAndAReckoningDoNotWriteOverEachOther(t *testing.T, on place) {
	s := on.store(t)
	s.commit(t, "open", under(opening("a", "open", 1), "one", due("old")))
	x, l := s.stand(t, "a"), s.load(t, "a")
	act := under(adding(l, "act", 1, false), "one", due("act"))
	act.Before.Deadlines = []Deadline{due("old")}
	s.commit(t, "act", act)
	moved, err := s.Reckon(ctx, "two", []Reckoned{{Standing: x, Before: []Deadline{due("old")}, After: []Deadline{due("new")}}})
	if err != nil || !slices.Equal(moved, []ident.Chronology{"a"}) || !slices.Equal(s.rowsOf(t, "a"), []string{"act"}) || s.stand(t, "a").Edition() != "one" {
		t.Fatalf("the act came first: moved %v, rows %v, %v", moved, s.rowsOf(t, "a"), err)
	}
	l = s.load(t, "a")
	two := []Reckoned{{Standing: s.stand(t, "a"), Before: []Deadline{due("act")}, After: []Deadline{due("new")}}}
	if moved, err := s.Reckon(ctx, "two", two); err != nil || len(moved) > 0 {
		t.Fatal(moved, err)
	}
	if err := s.Commit(ctx, anAct("late", "a"), []Put{under(adding(l, "late", 1, false), "two", due("act"))}); !errors.Is(err, ErrMoved) {
		t.Errorf("the reckoning came first: %v", err)
	}
	if moved, err := s.Reckon(ctx, "two", two); err != nil || len(moved) != 1 {
		t.Errorf("a second reckoning of the same: %v, %v", moved, err)
	}
	s.commit(t, "rests", Put{Loaded: s.load(t, "a")}) // an act that only rests on it
	if got := s.stand(t, "a").Edition(); got != "two" {
		t.Errorf("an act that only rests on it leaves edition %q", got)
	}
}

// What the first schema wrote is read by this one, and is of no edition that is known.
func TestTheFirstSchemaIsBroughtUpToDate(t *testing.T) { onBoth(t, theFirstSchemaIsBroughtUpToDate) }

func theFirstSchemaIsBroughtUpToDate(t *testing.T, on place) {
	path := on(t)
	w, r, err := Database(path).open(ctx, careful...)
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(map[engine]goose.Dialect{onSQLite: goose.DialectSQLite3, onPostgres: goose.DialectPostgres}[w.engine], w.DB, files)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(ctx, 1); err != nil {
		t.Fatal(err)
	}
	old := &Store{write: w, read: r}
	old.must(t, `INSERT INTO installation (one, id, demo, written_by, readable_from, made) VALUES (1, 'i', FALSE, 1, 1, $1)`, MomentOf(noon))
	old.must(t, `INSERT INTO chronology (id, sort, version) VALUES ('a', 'person', 3)`)
	if err := old.closePools(); err != nil {
		t.Fatal(err)
	}
	s, _ := storeAt(t, path)
	in, err := s.Installation(ctx)
	if err != nil || in.ID != "i" || in.readable != Readable {
		t.Errorf("%+v, %v", in, err)
	}
	if n, err := s.Elsewhere(ctx, "one"); err != nil || !maps.Equal(n, map[string]int{"": 1}) {
		t.Errorf("%v, %v", n, err)
	}
}

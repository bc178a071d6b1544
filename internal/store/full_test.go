package store

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"waymark/internal/errs"
)

// A disk that is full, and a file that may only be read, are said in plain words; nothing
// is half-written, what is there is still read, and when it is mended the same act goes
// through.
func TestNoRoomAndReadOnly(t *testing.T) {
	for name, c := range map[string]struct{ spoil, mend, want string }{
		"full":      {`PRAGMA max_page_count = 1`, `PRAGMA max_page_count = 1000000`, "no room left"}, // as many pages as there are
		"read-only": {`PRAGMA query_only = 1`, `PRAGMA query_only = 0`, "may only read"},
	} {
		t.Run(name, func(t *testing.T) {
			s := engines[0].on.store(t)
			s.commit(t, "one", opening("a", "one", 1))
			spoil := func(words string) { // a pragma that answers is a question
				t.Helper()
				rows, err := s.write.DB.QueryContext(ctx, words)
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = rows.Close() }()
				for rows.Next() {
				}
				if err := rows.Err(); err != nil {
					t.Fatal(err)
				}
			}
			before := s.counts(t)
			spoil(c.spoil)
			l := s.load(t, "a")
			again := func() error {
				p := adding(l, "two", 1, false)
				p.Entries[0].Envelope = make([]byte, 1<<20)
				return s.Commit(ctx, anAct("two", "a"), []Put{p})
			}
			err := again()
			if errs.KindOf(err) != errs.Unavailable || !strings.Contains(errs.Of(err).Message, c.want) {
				t.Errorf("told is %v, want %q", err, c.want)
			}
			if after := s.counts(t); !maps.Equal(before, after) {
				t.Errorf("rows before %v, after %v", before, after)
			}
			if n := len(s.load(t, "a").Entries); n != 1 {
				t.Errorf("%d entries are read", n)
			}
			spoil(c.mend)
			if err := again(); err != nil {
				t.Errorf("when it is mended: %v", err)
			}
			if n := len(s.load(t, "a").Entries); n != 2 {
				t.Errorf("%d entries at the end", n)
			}
		})
	}
}

// A backup that is put back where there is no room is not half put back.
func TestNoRoomToPutBack(t *testing.T) {
	s := engines[0].on.store(t)
	if err := s.Found(ctx, "one", false, noon); err != nil {
		t.Fatal(err)
	}
	x, err := snapshot(ctx, s.read)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	where := Database(engines[0].on(t))
	r, err := RefillData(ctx, where)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Migrate(ctx, x.Migrations); err != nil {
		t.Fatal(err)
	}
	var most int
	if err := r.pool.QueryRowContext(ctx, `PRAGMA max_page_count = 1`).Scan(&most); err != nil || most < 2 {
		t.Fatal(most, err)
	}
	n := 0
	err = r.Fill(ctx, Table{Name: "chronology", Columns: []Column{{Name: "edition", Sort: "text"}, {Name: "id", Sort: "text", Null: false}, {Name: "sort", Sort: "text"}, {Name: "version", Sort: "number"}}}, func() ([]any, error) {
		n++
		return []any{"", strings.Repeat("x", 1<<12) + string(rune('a'+n%26)) + strings.Repeat("y", n), "person", int64(1)}, nil
	})
	if errs.KindOf(err) != errs.Unavailable || !strings.Contains(errs.Of(err).Message, "no room left") {
		t.Errorf("after %d rows: %v", n, err)
	}
	if _, err := Open(ctx, string(where)); !errors.Is(err, ErrHalfRestored) {
		t.Errorf("it opens: %v", err)
	}
	if err := r.Abandon(ctx); err != nil {
		t.Fatal(err)
	}
	if there, err := where.HoldsData(ctx); there || err != nil {
		t.Errorf("left is something: %v, %v", there, err)
	}
}

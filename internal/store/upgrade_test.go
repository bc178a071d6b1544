package store

import (
	"context"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// as fills an empty place with what another holds, as a Waymark of these migrations would
// have kept it: rows of tables and columns that it did not have are left out.
func as(t *testing.T, where Database, from *Store, steps []int64) {
	t.Helper()
	r, err := RefillData(ctx, where)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Migrate(ctx, steps); err != nil {
		t.Fatal(err)
	}
	old, err := r.Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	for _, table := range old.Tables {
		if table.Name == "restoring" {
			continue
		}
		var rows [][]any
		x, err := snapshot(ctx, from.read)
		if err != nil {
			t.Fatal(err)
		}
		if err := x.Rows(ctx, table, func(row []any) error { rows = append(rows, slices.Clone(row)); return nil }); err != nil {
			t.Fatal(err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if err := r.Fill(ctx, table, func() ([]any, error) {
			if len(rows) == 0 {
				return nil, nil
			}
			row := rows[0]
			rows = rows[1:]
			return row, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Finish(ctx); err != nil {
		t.Fatal(err)
	}
}

// lies is the schema and every row of a database.
func lies(t *testing.T, p *pool) (tables []Table, steps []int64, rows map[string][]string) {
	t.Helper()
	x, err := snapshot(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	rows = map[string][]string{}
	for _, table := range x.Tables {
		if err := x.Rows(ctx, table, func(row []any) error {
			rows[table.Name] = append(rows[table.Name], fmt.Sprint(row))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return x.Tables, x.Migrations, rows
}

// statements are those of a migration, without comments.
func statements(text string) []string {
	var out []string
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "--") {
			continue
		}
		b.WriteString(line)
		if strings.HasSuffix(strings.TrimSpace(line), ";") {
			out = append(out, b.String())
			b.Reset()
		}
	}
	return out
}

// A migration that stops after any of its statements leaves schema and rows as they were,
// and run again it goes through. Each is run over rows of the schema before it.
func TestMigrationCutShortChangesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, on place) {
		from := on.store(t)
		if err := from.Found(ctx, "one", false, noon); err != nil {
			t.Fatal(err)
		}
		from.commit(t, "one", opening("a", "one", 2), opening("b", "one", 1))
		steps, err := stepsOf(migrations, "migrations")
		if err != nil {
			t.Fatal(err)
		}
		where, cuts := Database(on(t)), 0
		as(t, where, from, steps[:1])
		w, r, err := where.open(ctx, careful...)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _, _ = r.Close(), w.Close() }()
		for i, n := range steps[1:] {
			files := upTo(t, steps[:i+2])
			name := fmt.Sprintf("%05d", n)
			whole := files[nameOf(files, name)]
			tables, were, rows := lies(t, w)
			all := statements(string(whole.Data))
			for cut := range len(all) + 1 {
				files[nameOf(files, name)] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + strings.Join(all[:cut], "") + "INSERT INTO nowhere VALUES (1);\n")}
				if err := migrate(ctx, w, files, "migrations"); err == nil {
					t.Fatalf("%s cut after %d statements went through", name, cut)
				}
				cuts++
				gotTables, got, gotRows := lies(t, w)
				if !reflect.DeepEqual(gotTables, tables) || !slices.Equal(got, were) || !reflect.DeepEqual(gotRows, rows) {
					t.Fatalf("%s cut after %d statements changed something: %v, %v", name, cut, got, gotRows)
				}
			}
			files[nameOf(files, name)] = whole
			if err := migrate(ctx, w, files, "migrations"); err != nil {
				t.Fatalf("%s run again: %v", name, err)
			}
			if _, got, _ := lies(t, w); !slices.Contains(got, n) {
				t.Fatalf("control: %s is not there after it ran: %v", name, got)
			}
		}
		if cuts < 40 {
			t.Errorf("%d cuts", cuts)
		}
		s, _ := storeAt(t, string(where))
		if in, err := s.Installation(ctx); err != nil || in.readable != Readable || len(s.load(t, "a").Entries) != 2 {
			t.Errorf("at the end %+v, %v", in, err)
		}
	})
}

func nameOf(files fstest.MapFS, number string) string {
	for name := range files {
		if strings.HasPrefix(name, "migrations/"+number) {
			return name
		}
	}
	return ""
}

// upTo are the migrations of these numbers.
func upTo(t *testing.T, steps []int64) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, n := range steps {
		found, err := fs.Glob(migrations, fmt.Sprintf("migrations/%05d*", n))
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		text, err := migrations.ReadFile(found[0])
		if err != nil {
			t.Fatal(err)
		}
		out[found[0]] = &fstest.MapFile{Data: text}
	}
	return out
}

// Every migration is one transaction on both engines, says what wrote the schema, and the
// last says what this binary says of itself.
func TestMigrationsSayWhatTheyLeave(t *testing.T) {
	steps, err := stepsOf(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range upTo(t, steps) {
		text := string(file.Data)
		if strings.Contains(text, "NO TRANSACTION") {
			t.Errorf("%s is no transaction", name)
		}
		if !strings.Contains(text, "written_by") {
			t.Errorf("%s does not say by which schema the database is written", name)
		}
	}
	if steps[len(steps)-1] != Schema {
		t.Errorf("the newest migration is %d, and Schema says %d", steps[len(steps)-1], Schema)
	}
	from, where := engines[0].on.store(t), Database(engines[0].on(t))
	if err := from.Found(ctx, "one", false, noon); err != nil {
		t.Fatal(err)
	}
	as(t, where, from, steps[:1])
	first, _ := storeAt(t, string(where)) // brought up to date
	var by, readable int64
	if err := first.read.QueryRowContext(ctx, `SELECT written_by, readable_from FROM installation`).Scan(&by, &readable); err != nil || by != Schema || readable != Readable {
		t.Errorf("the migrations leave %d and %d, want what a new one has, %d and %d: %v", by, readable, Schema, Readable, err)
	}
}

// What a newer Waymark wrote is opened as long as it says that this one can read it.
func TestNewerSchemaThatCanBeReadIsOpened(t *testing.T) {
	onBoth(t, func(t *testing.T, on place) {
		s, where := storeAt(t, on(t))
		if err := s.Found(ctx, "one", false, noon); err != nil {
			t.Fatal(err)
		}
		s.must(t, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9000, $1)`, true)
		s.must(t, `UPDATE installation SET written_by = 9000, readable_from = $1`, int64(Schema))
		newer, _ := storeAt(t, where)
		newer.commit(t, "one", opening("a", "one", 1))
		s.must(t, `UPDATE installation SET readable_from = $1`, int64(Schema+1))
		for name, way := range map[string]func(context.Context, string) error{
			"open": func(ctx context.Context, where string) error { _, err := Open(ctx, where); return err },
			"peek": func(ctx context.Context, where string) error { _, err := Peek(ctx, where); return err },
		} {
			if err := way(ctx, where); err == nil || !strings.Contains(err.Error(), "newer Waymark") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

package store

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write new columns to the golden list; each needs its reason by hand")

const columnsFile = "testdata/clear_columns.golden"

var columnsSQL = map[engine]string{
	onSQLite:   `SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name <> 'sqlite_sequence'`, // the engine counts there
	onPostgres: `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`,
}

// columns lists every column of a database as table.column.
func columns(t *testing.T, db *pool, prefix string) []string {
	t.Helper()
	var out []string
	if err := each(ctx, db, func(scan func(...any) error) error {
		var table, column string
		err := scan(&table, &column)
		out = append(out, prefix+table+"."+column)
		return err
	}, columnsSQL[db.engine]); err != nil {
		t.Fatal(err)
	}
	return out
}

// untold says what is wrong between the columns there are and the list of them.
func untold(there []string, list string) (wrong, wanted []string) {
	reasons := map[string]string{}
	for line := range strings.Lines(list) {
		name, reason, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name != "" {
			reasons[name] = strings.TrimSpace(reason)
		}
	}
	slices.Sort(there)
	for _, c := range there {
		reason, ok := reasons[c]
		switch {
		case !ok:
			wrong = append(wrong, c+" is not in the list: what would its value give away?")
		case len(strings.Fields(reason)) < 2:
			wrong = append(wrong, c+" has no reason")
		}
		wanted = append(wanted, strings.TrimSpace(c+" "+reason))
		delete(reasons, c)
	}
	for c := range reasons {
		wrong = append(wrong, c+" is in the list and not there")
	}
	return wrong, wanted
}

// What stands in clear at rest is a list that somebody thought about, column by column.
func TestColumnsAreThoseOfTheList(t *testing.T) { onBoth(t, columnsAreThoseOfTheList) }

func columnsAreThoseOfTheList(t *testing.T, on place) {
	s := on.store(t)
	k := on.keyring(t)
	there := append(columns(t, s.write, ""), columns(t, k.write, "keyring:")...)
	list, err := os.ReadFile(columnsFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	wrong, wanted := untold(there, string(list))
	if *update {
		if err := os.WriteFile(columnsFile, []byte(strings.Join(wanted, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, w := range wrong {
		t.Error(w)
	}
}

func TestColumnsControl(t *testing.T) { onBoth(t, columnsControl) }

func columnsControl(t *testing.T, on place) {
	s := on.store(t)
	s.must(t, `ALTER TABLE entry ADD COLUMN happened TEXT`)
	s.must(t, `CREATE TABLE name (said TEXT)`)
	list, err := os.ReadFile(columnsFile)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	for line := range strings.Lines(string(list)) {
		if !strings.HasPrefix(line, "keyring:") {
			ours = append(ours, line)
		}
	}
	wrong, _ := untold(columns(t, s.write, ""), strings.Join(ours, "")+"act.gone once there\n")
	slices.Sort(wrong)
	want := []string{
		"act.gone is in the list and not there",
		"entry.happened is not in the list: what would its value give away?",
		"name.said is not in the list: what would its value give away?",
	}
	if !slices.Equal(wrong, want) {
		t.Errorf("got  %q\nwant %q", wrong, want)
	}
	if wrong, _ := untold([]string{"a.b"}, "a.b because\n"); len(wrong) != 1 {
		t.Errorf("one word is no reason: %q", wrong)
	}
}

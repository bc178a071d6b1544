package civil_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"waymark/internal/civil"
)

// small is a calendar of one year, which each case below spoils in one place.
const small = `version: "2026-11-22"
source: "made up for this test"
first-year: 2030
last-year: 2030
holidays:
  england-and-wales:
    - {date: 2030-01-01, name: "New Year's Day"}
    - {date: 2030-12-25, name: "Christmas Day", note: "as ever"}
  scotland:
    - {date: 2030-01-02, name: "2 January"}
  northern-ireland:
    - {date: 2030-03-18, name: "St Patrick's Day"}
`

func TestLoadCalendar(t *testing.T) {
	c, err := civil.LoadCalendar(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if c.Version() != "2026-11-22" {
		t.Errorf("Version() = %q", c.Version())
	}
	if name, ok := c.Holiday(civil.Scotland, day(t, "2030-01-02")); !ok || name != "2 January" {
		t.Errorf("2 January in Scotland is %q, %t", name, ok)
	}
	if c.Covers(civil.Scotland, day(t, "2029-12-31")) || !c.Covers(civil.Scotland, day(t, "2030-12-31")) {
		t.Error("the calendar does not cover just its own year")
	}
	if civil.DefaultCalendar().Version() != "2026-11-22" {
		t.Errorf("the default calendar's version is %q", civil.DefaultCalendar().Version())
	}
}

func TestLoadCalendarRefuses(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"no_version", `version: "2026-11-22"` + "\n", "", "line 1: version is missing"},
		{"empty_version", `"2026-11-22"`, `""`, "line 1: version is missing"},
		{"version_not_a_date", `"2026-11-22"`, `"newest"`, "line 1: version is the date"},
		{"no_source", `source: "made up for this test"` + "\n", "", "line 1: source is missing"},
		{"null_source", `"made up for this test"`, "null", "line 2: source is missing"},
		{"unknown_key", "first-year: 2030\n", "first-year: 2030\nnation: scotland\n", `line 4: unknown key "nation"`},
		{"key_twice", "last-year: 2030\n", "last-year: 2030\nlast-year: 2030\n", "line 5"},
		{"year_out_of_range", "first-year: 2030", "first-year: 20", "line 3: first-year is a year"},
		{"year_in_words", "last-year: 2030", "last-year: soon", "line 4: last-year is a year"},
		{"years_backwards", "last-year: 2030", "last-year: 2029", "line 4: last-year is before first-year"},
		{"unknown_nation", "scotland:", "cornwall:", `line 9: unknown key "cornwall"`},
		{"nation_left_out", "  scotland:\n    - {date: 2030-01-02, name: \"2 January\"}\n", "", "line 6: scotland is missing"},
		{"nation_twice", "  scotland:", "  england-and-wales:", "line 9"},
		{"nation_empty", "    - {date: 2030-01-02, name: \"2 January\"}\n", "", "line 9: scotland needs a list"},
		{"year_empty", "last-year: 2030", "last-year: 2031", "line 7: england-and-wales has no holiday in 2031"},
		{"outside_years", "2030-12-25", "2031-12-25", "line 8: 2031-12-25 is outside the years"},
		{"before_years", "2030-01-01", "2029-01-01", "line 7: 2029-01-01 is outside the years"},
		{"duplicate", "2030-12-25", "2030-01-01", "line 8: 2030-01-01 is there twice"},
		{"unsorted", "2030-01-01", "2030-12-26", "line 8: 2030-12-25 comes after 2030-12-26"},
		{"no_such_day", "2030-01-02", "2030-02-30", `line 10: "2030-02-30" is not a date`},
		{"date_missing", "date: 2030-01-02, ", "", "line 10: date is missing"},
		{"name_missing", `, name: "2 January"`, "", "line 10: name is missing"},
		{"name_empty", `"2 January"`, `" "`, "line 10: name is missing"},
		{"note_empty", `"as ever"`, `""`, "line 8: note is missing"},
		{"unknown_key_of_a_holiday", "note:", "notes:", `line 8: unknown key "notes"`},
		{"not_a_holiday", `{date: 2030-01-02, name: "2 January"}`, "2030-01-02", "line 10: expected date, name"},
		{"syntax", "holidays:", "holidays: [", "calendar, line 7: "},
		{"two_calendars", "holidays:", "---\nholidays:", "calendar:"},
		{"alias", `name: "2 January"`, "name: *x", "calendar, line 10: "},
		{"empty", small, "", "calendar"},
		{"list", small, "- 1\n", "line 1: expected version"},
		{"too_long", small, strings.Repeat("# nothing\n", 200_000), "longer than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(small, c.old, c.new, 1)
			if text == small {
				t.Fatal("the case spoils nothing")
			}
			got, err := civil.LoadCalendar(strings.NewReader(text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, %v, want %q", got, err, c.want)
			}
			if got != nil {
				t.Error("a calendar that was refused is given all the same")
			}
		})
	}
	broken := errors.New("the disk is gone")
	if _, err := civil.LoadCalendar(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

func FuzzLoadCalendar(f *testing.F) {
	f.Add(small)
	f.Add(strings.Replace(small, "2030-12-25", "2030-01-01", 1))
	f.Add(strings.Replace(small, "holidays:", "holidays: &h", 1))
	f.Add("a: *a")
	f.Add("? [")
	if shipped, err := os.ReadFile("calendar/bank-holidays.yaml"); err == nil {
		f.Add(fmt.Sprintf("%.3000s", shipped))
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := civil.LoadCalendar(strings.NewReader(text))
		if (err == nil) != (c != nil) {
			t.Fatalf("got %v, %v", c, err)
		}
		if err != nil {
			return
		}
		if _, err := civil.ParseDay(c.Version()); err != nil {
			t.Fatalf("a calendar of version %q is accepted", c.Version())
		}
	})
}

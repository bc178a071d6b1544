package civil_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/civil"
)

// day is a day known to exist.
func day(t testing.TB, s string) civil.Day {
	t.Helper()
	d, err := civil.ParseDay(s)
	if err != nil {
		t.Fatalf("ParseDay(%q): %v", s, err)
	}
	return d
}

// anyDay draws a day from 1900 to 2200.
func anyDay() *rapid.Generator[civil.Day] {
	return rapid.Map(rapid.Int32Range(-25567, 84370), func(n int32) civil.Day { return civil.Day(n) })
}

func TestNewDay(t *testing.T) {
	for _, c := range []struct {
		name string
		y    int
		m    time.Month
		d    int
		want string // empty when refused
	}{
		{"ordinary", 2019, 3, 12, "2019-03-12"},
		{"epoch", 1970, 1, 1, "1970-01-01"},
		{"before_epoch", 1969, 12, 31, "1969-12-31"},
		{"leap_day", 2024, 2, 29, "2024-02-29"},
		{"leap_century", 2000, 2, 29, "2000-02-29"},
		{"last_of_all", 9999, 12, 31, "9999-12-31"},
		{"first_of_all", 1, 1, 1, "0001-01-01"},
		{"no_leap_day", 2023, 2, 29, ""},
		{"no_leap_century", 2100, 2, 29, ""},
		{"31_february", 2019, 2, 31, ""},
		{"31_april", 2019, 4, 31, ""},
		{"day_zero", 2019, 4, 0, ""},
		{"month_zero", 2019, 0, 1, ""},
		{"month_13", 2019, 13, 1, ""},
		{"year_zero", 0, 1, 1, ""},
		{"year_10000", 10000, 1, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := civil.NewDay(c.y, c.m, c.d)
			if c.want == "" {
				if err == nil {
					t.Fatalf("got %s, want it refused", d)
				}
				return
			}
			if err != nil || d.String() != c.want {
				t.Fatalf("got %s, %v, want %s", d, err, c.want)
			}
			if y, m, dd := d.Date(); y != c.y || m != c.m || dd != c.d {
				t.Fatalf("Date() = %d %d %d", y, m, dd)
			}
		})
	}
}

func TestParseDayRefuses(t *testing.T) {
	for _, s := range []string{
		"", "2019", "2019-3-12", "2019-02-30", "12-03-2019", "2019/03/12", "2019-03-12T00:00", " 2019-03-12", "+019-03-12", "2019-03-1٢",
	} {
		if d, err := civil.ParseDay(s); err == nil {
			t.Errorf("ParseDay(%q) = %s, want it refused", s, d)
		}
	}
}

func TestDayWords(t *testing.T) {
	d := day(t, "2019-03-02")
	if got := d.Words(); got != "2 March 2019" {
		t.Errorf("Words() = %q", got)
	}
	if got := d.Weekday(); got != time.Saturday {
		t.Errorf("Weekday() = %s", got)
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		name, from string
		months     int
		want       string
	}{
		{"clamps", "2019-01-31", 1, "2019-02-28"},
		{"clamps_leap", "2024-01-31", 1, "2024-02-29"},
		{"clamps_back", "2019-03-31", -1, "2019-02-28"},
		{"over_year", "2019-11-15", 3, "2020-02-15"},
		{"back_over_year", "2019-01-15", -13, "2017-12-15"},
		{"leap_day_year_on", "2024-02-29", 12, "2025-02-28"},
		{"none", "2019-05-31", 0, "2019-05-31"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := day(t, c.from).AddMonths(c.months).String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestDayStartAndEnd(t *testing.T) {
	for _, c := range []struct{ name, day, start, end string }{
		{"winter", "2026-01-10", "2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z"},
		{"summer", "2026-07-10", "2026-07-09T23:00:00Z", "2026-07-10T23:00:00Z"},
		{"spring_2026", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T23:00:00Z"},
		{"autumn_2026", "2026-10-25", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z"},
		{"spring_2027", "2027-03-28", "2027-03-28T00:00:00Z", "2027-03-28T23:00:00Z"},
		{"autumn_2027", "2027-10-31", "2027-10-30T23:00:00Z", "2027-11-01T00:00:00Z"},
		{"standard_time_1970", "1970-01-01", "1969-12-31T23:00:00Z", "1970-01-01T23:00:00Z"},
		{"past_the_zone_tables", "2101-07-01", "2101-06-30T23:00:00Z", "2101-07-01T23:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := day(t, c.day)
			if got := d.Start().Format(time.RFC3339); got != c.start {
				t.Errorf("Start() = %s, want %s", got, c.start)
			}
			if got := d.End().Format(time.RFC3339); got != c.end {
				t.Errorf("End() = %s, want %s", got, c.end)
			}
		})
	}
}

func TestDayOf(t *testing.T) {
	for _, c := range []struct{ name, at, want string }{
		{"summer_evening", "2026-07-09T22:59:59Z", "2026-07-09"},
		{"summer_after_midnight", "2026-07-09T23:00:00Z", "2026-07-10"},
		{"winter_evening", "2026-01-09T23:59:59Z", "2026-01-09"},
		{"written_elsewhere", "2026-01-10T08:00:00+09:00", "2026-01-09"},
		{"last_of_a_long_day", "2026-10-25T23:59:59Z", "2026-10-25"},
		{"last_of_a_short_day", "2026-03-29T22:59:59Z", "2026-03-29"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := civil.DayOf(at).String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestDayProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay().Draw(t, "d")
		n := rapid.IntRange(-4000, 4000).Draw(t, "n")
		back, err := civil.ParseDay(d.String())
		if err != nil || back != d {
			t.Fatalf("ParseDay(%s) = %s, %v", d, back, err)
		}
		if got := civil.DayOf(d.Start()); got != d {
			t.Fatalf("the day %s starts on %s", d, got)
		}
		if got := civil.DayOf(d.End().Add(-time.Nanosecond)); got != d {
			t.Fatalf("the day %s ends on %s", d, got)
		}
		if hours := d.End().Sub(d.Start()).Hours(); hours != 23 && hours != 24 && hours != 25 {
			t.Fatalf("%s lasts %v hours", d, hours)
		}
		if e := d.Add(n); e.Sub(d) != n || (n > 0) != e.Start().After(d.Start()) {
			t.Fatalf("%s and %d days is %s", d, n, e)
		}
		y, m, dd := d.Date()
		if got := d.AddMonths(n); got.AddMonths(-n).Sub(d) > 0 || d.Sub(got.AddMonths(-n)) > 3 {
			t.Fatalf("%s and %d months is %s, and back %s", d, n, got, got.AddMonths(-n))
		} else if y2, m2, d2 := got.Date(); y2*12+int(m2) != y*12+int(m)+n || d2 > dd {
			t.Fatalf("%s and %d months is %s", d, n, got)
		}
	})
}

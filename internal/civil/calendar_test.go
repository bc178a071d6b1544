package civil_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/civil"
)

var nations = []civil.Nation{civil.EnglandAndWales, civil.Scotland, civil.NorthernIreland}

// date is a day in one of the calendar's years.
func date(y int, m time.Month, d int) civil.Day {
	return civil.DayOf(time.Date(y, m, d, 12, 0, 0, 0, time.UTC))
}

// easter is Easter Sunday by the method of J.-M. Oudin (1940), as in the Explanatory Supplement to the Astronomical
// Almanac (1992), section 12.
func easter(y int) civil.Day {
	century := y / 100
	golden := y % 19
	k := (century - 17) / 25
	i := (century - century/4 - (century-k)/3 + 19*golden + 15) % 30
	i -= (i / 28) * (1 - (i/28)*(29/(i+1))*((21-golden)/11))
	j := (y + y/4 + i + 2 - century + century/4) % 7
	l := i - j
	month := 3 + (l+40)/44
	return date(y, time.Month(month), l+28-31*(month/4))
}

// monday is the nth Monday of the month; the 0th of the next month is the last of this one.
func monday(y int, m time.Month, nth int) civil.Day {
	first := date(y, m, 1)
	return first.Add((8-int(first.Weekday()))%7 + 7*(nth-1))
}

// moved is the days that royal proclamations put in place of others, or added.
var moved = map[string]struct {
	name string
	from string // empty when added
	only civil.Nation
}{
	"2011-04-29": {name: "Royal wedding"},
	"2012-06-04": {name: "Spring bank holiday", from: "2012-05-28"},
	"2012-06-05": {name: "Diamond Jubilee"},
	"2020-05-08": {name: "Early May bank holiday", from: "2020-05-04"},
	"2022-06-02": {name: "Spring bank holiday", from: "2022-05-30"},
	"2022-06-03": {name: "Platinum Jubilee"},
	"2022-09-19": {name: "State funeral of Queen Elizabeth II"},
	"2023-05-08": {name: "Coronation of King Charles III"},
	"2026-06-15": {name: "World Cup bank holiday", only: civil.Scotland},
}

// holidaysOf reckons a year's holidays from the rules, not from the file.
func holidaysOf(n civil.Nation, y int) map[civil.Day]string {
	out := map[civil.Day]string{
		easter(y).Add(-2):          "Good Friday",
		monday(y, time.May, 1):     "Early May bank holiday",
		monday(y, time.June, 0):    "Spring bank holiday",
		date(y, time.December, 25): "Christmas Day",
		date(y, time.December, 26): "Boxing Day",
		date(y, time.January, 1):   "New Year's Day",
	}
	switch n {
	case civil.Scotland:
		out[date(y, time.January, 2)] = "2 January"
		out[monday(y, time.August, 1)] = "Summer bank holiday"
		out[date(y, time.November, 30)] = "St Andrew's Day"
	case civil.NorthernIreland:
		out[date(y, time.March, 17)] = "St Patrick's Day"
		out[date(y, time.July, 12)] = "Battle of the Boyne (12 July)"
		fallthrough
	case civil.EnglandAndWales:
		out[easter(y).Add(1)] = "Easter Monday"
		out[monday(y, time.September, 0)] = "Summer bank holiday"
	}
	substitute(out)
	for at, m := range moved {
		d, err := civil.ParseDay(at)
		if year, _, _ := d.Date(); err != nil || year != y || m.only != "" && m.only != n {
			continue
		}
		if from, err := civil.ParseDay(m.from); err == nil {
			delete(out, from)
		}
		out[d] = m.name
	}
	return out
}

// substitute moves each holiday at a weekend: a Saturday's to Monday and a Sunday's to Monday, or to Tuesday where
// the day before it or after it is a holiday too.
func substitute(out map[civil.Day]string) {
	for d, name := range out {
		days := 0
		switch d.Weekday() {
		case time.Saturday:
			days = 2
		case time.Sunday:
			days = 1
			if out[d.Add(-1)] != "" || out[d.Add(1)] != "" {
				days = 2
			}
		default:
			continue
		}
		defer func() { delete(out, d); out[d.Add(days)] = name }()
	}
}

func TestCalendarAgreesWithTheRules(t *testing.T) {
	c := civil.DefaultCalendar()
	for _, n := range nations {
		t.Run(string(n), func(t *testing.T) {
			want := map[civil.Day]string{}
			for y := 2009; y <= 2028; y++ {
				for d, name := range holidaysOf(n, y) {
					want[d] = name
				}
			}
			for d := date(2009, 1, 1); d <= date(2028, 12, 31); d++ {
				name, ok := c.Holiday(n, d)
				if name != want[d] || ok != (want[d] != "") {
					t.Errorf("%s is %q, by the rules %q", d, name, want[d])
				}
				weekday := d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
				if working, err := c.WorkingDay(n, d); err != nil || working != (weekday && want[d] == "") {
					t.Errorf("%s is a working day: %t, %v", d, working, err)
				}
			}
		})
	}
}

// These days are stated one by one, so that a slip in the rules above cannot hide the same slip in the file.
func TestKnownHolidays(t *testing.T) {
	c := civil.DefaultCalendar()
	for _, k := range []struct {
		day, where string // E England and Wales, S Scotland, N Northern Ireland
	}{
		{"2009-04-10", "ESN"}, {"2009-04-13", "EN"}, {"2009-07-13", "N"}, {"2009-12-28", "ESN"}, {"2010-01-04", "S"},
		{"2010-12-27", "ESN"}, {"2010-12-28", "ESN"}, {"2011-01-03", "ESN"}, {"2011-01-04", "S"}, {"2011-04-29", "ESN"},
		{"2011-12-26", "ESN"}, {"2011-12-27", "ESN"}, {"2012-01-02", "ESN"}, {"2012-01-03", "S"}, {"2012-03-19", "N"},
		{"2012-05-28", ""}, {"2012-06-04", "ESN"}, {"2012-06-05", "ESN"}, {"2013-03-18", "N"}, {"2013-12-02", "S"},
		{"2014-07-14", "N"}, {"2014-12-01", "S"}, {"2016-12-26", "ESN"}, {"2016-12-27", "ESN"}, {"2017-01-02", "ESN"}, {"2017-01-03", "S"},
		{"2020-05-04", ""}, {"2020-05-08", "ESN"}, {"2021-12-27", "ESN"}, {"2021-12-28", "ESN"}, {"2022-01-03", "ESN"}, {"2022-01-04", "S"},
		{"2022-05-30", ""}, {"2022-06-02", "ESN"}, {"2022-06-03", "ESN"}, {"2022-09-19", "ESN"}, {"2022-12-26", "ESN"}, {"2022-12-27", "ESN"},
		{"2023-01-02", "ESN"}, {"2023-01-03", "S"}, {"2023-05-01", "ESN"}, {"2023-05-08", "ESN"}, {"2024-08-05", "S"}, {"2024-08-26", "EN"},
		{"2025-12-01", "S"}, {"2026-06-15", "S"}, {"2026-07-13", "N"}, {"2026-12-28", "ESN"}, {"2027-12-27", "ESN"}, {"2027-12-28", "ESN"},
		{"2028-01-03", "ESN"}, {"2028-01-04", "S"}, {"2028-12-25", "ESN"},
	} {
		for i, n := range nations {
			want := false
			for _, letter := range k.where {
				want = want || letter == rune("ESN"[i])
			}
			if name, ok := c.Holiday(n, day(t, k.day)); ok != want {
				t.Errorf("%s in %s: holiday is %t (%s), want %t", k.day, n, ok, name, want)
			}
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	c := civil.DefaultCalendar()
	for _, k := range []struct {
		name   string
		nation civil.Nation
		from   string
		count  int
		want   string
	}{
		{"over_christmas", civil.EnglandAndWales, "2026-12-23", 5, "2027-01-04"},
		{"over_christmas_scotland", civil.Scotland, "2026-12-23", 5, "2027-01-05"},
		{"over_christmas_northern_ireland", civil.NorthernIreland, "2026-12-23", 5, "2027-01-04"},
		{"day_after", civil.EnglandAndWales, "2026-11-23", 1, "2026-11-24"},
		{"none_on_a_sunday", civil.EnglandAndWales, "2026-11-22", 0, "2026-11-22"},
		{"from_a_sunday", civil.EnglandAndWales, "2026-11-22", 1, "2026-11-23"},
		{"from_a_friday", civil.EnglandAndWales, "2026-11-20", 1, "2026-11-23"},
		{"back_from_a_monday", civil.EnglandAndWales, "2026-11-23", -1, "2026-11-20"},
		{"back_over_easter", civil.EnglandAndWales, "2026-04-07", -1, "2026-04-02"},
		{"back_over_easter_scotland", civil.Scotland, "2026-04-07", -1, "2026-04-06"},
		{"funeral", civil.EnglandAndWales, "2022-09-16", 1, "2022-09-20"},
		{"st_andrew", civil.Scotland, "2026-11-27", 1, "2026-12-01"},
		{"st_andrew_not_in_england", civil.EnglandAndWales, "2026-11-27", 1, "2026-11-30"},
		{"twelfth", civil.NorthernIreland, "2026-07-10", 1, "2026-07-14"},
		{"assessment_of_45_days", civil.EnglandAndWales, "2026-11-02", 45, "2027-01-07"},
		{"last_day_of_the_calendar", civil.EnglandAndWales, "2028-12-28", 1, "2028-12-29"},
	} {
		t.Run(k.name, func(t *testing.T) {
			got, err := c.AddWorkingDays(k.nation, day(t, k.from), k.count)
			if err != nil || got.String() != k.want {
				t.Errorf("got %s, %v, want %s", got, err, k.want)
			}
		})
	}
}

func TestCalendarEnds(t *testing.T) {
	c := civil.DefaultCalendar()
	first, last := day(t, "2009-01-01"), day(t, "2028-12-31")
	for _, k := range []struct {
		name   string
		nation civil.Nation
		from   civil.Day
		count  int
		want   civil.Day // the day that is not covered
	}{
		{"past_the_end", civil.Scotland, last, 1, last.Add(1)},
		{"before_the_start", civil.Scotland, first, -1, first.Add(-1)},
		{"starts_after_the_end", civil.EnglandAndWales, last.Add(1), -1, last.Add(1)},
		{"starts_after_the_end_and_stays", civil.EnglandAndWales, last.Add(9), 0, last.Add(9)},
		{"very_many", civil.EnglandAndWales, first, 1 << 40, last.Add(1)},
		{"nation_not_set", "", first, 1, first},
		{"nation_unknown", "wales", first, 1, first},
	} {
		t.Run(k.name, func(t *testing.T) {
			got, err := c.AddWorkingDays(k.nation, k.from, k.count)
			var ends civil.ErrCalendarEnds
			if !errors.As(err, &ends) || ends.Nation != k.nation || ends.Day != k.want {
				t.Errorf("got %s, %v, want it to end at %s", got, err, k.want)
			}
		})
	}
	for _, n := range nations {
		if !c.Covers(n, first) || !c.Covers(n, last) || c.Covers(n, first.Add(-1)) || c.Covers(n, last.Add(1)) {
			t.Errorf("in %s the calendar does not cover its own years", n)
		}
	}
	if c.Covers("", first) {
		t.Error("the calendar covers no nation")
	}
	for _, pair := range [][2]civil.Day{{first.Add(-1), first}, {first, first.Add(-1)}, {last, last.Add(1)}, {last.Add(1), last.Add(1)}} {
		if got, err := c.WorkingDaysBetween(civil.Scotland, pair[0], pair[1]); !errors.As(err, new(civil.ErrCalendarEnds)) {
			t.Errorf("from %s to %s are %d working days, %v", pair[0], pair[1], got, err)
		}
	}
	for err, want := range map[civil.ErrCalendarEnds]string{
		{Nation: civil.NorthernIreland, Day: last.Add(1)}: "the calendar of bank holidays in Northern Ireland does not cover 1 January 2029",
		{Day: last}: "the calendar of bank holidays needs a nation to reckon for",
	} {
		if err.Error() != want {
			t.Errorf("the error says %q, want %q", err.Error(), want)
		}
	}
}

func TestWorkingDayProperties(t *testing.T) {
	c := civil.DefaultCalendar()
	inside := rapid.Map(rapid.Int32Range(int32(date(2010, 1, 1)), int32(date(2027, 12, 31))), func(n int32) civil.Day { return civil.Day(n) })
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(nations).Draw(t, "nation")
		a, b := inside.Draw(t, "a"), inside.Draw(t, "b")
		count := rapid.IntRange(-200, 200).Draw(t, "count")
		to, err := c.AddWorkingDays(n, a, count)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.WorkingDaysBetween(n, a, to); err != nil || got != count {
			t.Fatalf("%d working days from %s is %s, but between them are %d, %v", count, a, to, got, err)
		}
		if working, err := c.WorkingDay(n, to); count != 0 && (err != nil || !working) {
			t.Fatalf("%d working days from %s is %s, which is none", count, a, to)
		}
		between, err := c.WorkingDaysBetween(n, a, b)
		if err != nil {
			t.Fatal(err)
		}
		if working, err := c.WorkingDay(n, b); err != nil {
			t.Fatal(err)
		} else if got, err := c.AddWorkingDays(n, a, between); working && (err != nil || got != b) {
			t.Fatalf("%d working days lie between %s and %s, but lead to %s, %v", between, a, b, got, err)
		}
		if between > 0 && b <= a || between < 0 && b >= a {
			t.Fatalf("%d working days lie between %s and %s", between, a, b)
		}
	})
}

func TestParseNation(t *testing.T) {
	for _, n := range nations {
		if got, err := civil.ParseNation(string(n)); err != nil || got != n || n.Words() == "" {
			t.Errorf("ParseNation(%q) = %q, %v", n, got, err)
		}
	}
	for _, s := range []string{"", "Scotland", "wales", "england"} {
		if got, err := civil.ParseNation(s); err == nil || got != "" {
			t.Errorf("ParseNation(%q) = %q, %v", s, got, err)
		}
	}
}

// Working days between two days are those that one would count one by one.
func TestWorkingDaysBetweenAreThoseCountedOneByOne(t *testing.T) {
	c := civil.DefaultCalendar()
	first, _ := civil.NewDay(2009, time.January, 1)
	last, _ := civil.NewDay(2028, time.December, 31)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(nations).Draw(t, "nation")
		a := first.Add(rapid.IntRange(0, last.Sub(first)).Draw(t, "a"))
		b := first.Add(rapid.IntRange(0, last.Sub(first)).Draw(t, "b"))
		want, step := 0, 1
		if b < a {
			step = -1
		}
		for d := a; d != b; {
			d = d.Add(step)
			if working, err := c.WorkingDay(n, d); err != nil {
				t.Fatal(err)
			} else if working {
				want += step
			}
		}
		if got, err := c.WorkingDaysBetween(n, a, b); err != nil || got != want {
			t.Fatalf("from %s to %s: %d, %v, want %d", a, b, got, err, want)
		}
	})
}

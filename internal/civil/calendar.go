package civil

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Nation is the part of the United Kingdom whose bank holidays count. Its zero value is not set.
type Nation string

// The nations that a calendar knows.
const (
	EnglandAndWales Nation = "england-and-wales"
	Scotland        Nation = "scotland"
	NorthernIreland Nation = "northern-ireland"
)

var nations = []Nation{EnglandAndWales, Scotland, NorthernIreland}

// ParseNation takes the written name of a nation, such as england-and-wales.
func ParseNation(s string) (Nation, error) {
	if n := Nation(s); slices.Contains(nations, n) {
		return n, nil
	}
	return "", advise("Choose %s, %s or %s", EnglandAndWales, Scotland, NorthernIreland)
}

// Words is the nation's name, such as "England and Wales"; empty when not set.
func (n Nation) Words() string {
	switch n {
	case EnglandAndWales:
		return "England and Wales"
	case Scotland:
		return "Scotland"
	case NorthernIreland:
		return "Northern Ireland"
	}
	return ""
}

// ErrCalendarEnds says that a reckoning needs a day that the calendar does not cover, or a nation it does not know.
type ErrCalendarEnds struct {
	Nation Nation
	Day    Day
}

// Error says which day of which nation.
func (e ErrCalendarEnds) Error() string {
	if e.Nation.Words() == "" {
		return "the calendar of bank holidays needs a nation to reckon for"
	}
	return fmt.Sprintf("the calendar of bank holidays in %s does not cover %s", e.Nation.Words(), e.Day.Words())
}

// Calendar is the bank holidays of every nation over a run of whole years. It does not change once loaded, and many
// may read it at once.
type Calendar struct {
	version  string
	from, to Day
	holidays map[Nation]map[Day]string
	closed   map[Nation][]Day // the holidays from Monday to Friday, in order
}

//go:embed calendar/bank-holidays.yaml
var defaultCalendar []byte

// DefaultCalendar is the one in the program: the United Kingdom's from 2009 to 2028.
func DefaultCalendar() *Calendar { return loadDefault() }

var loadDefault = sync.OnceValue(func() *Calendar {
	c, err := LoadCalendar(bytes.NewReader(defaultCalendar))
	if err != nil {
		panic("civil: the calendar in the program: " + err.Error())
	}
	return c
})

// Version is the date of the calendar's edition, such as 2026-11-22, to be kept with what was reckoned from it.
func (c *Calendar) Version() string { return c.version }

// Covers says whether the calendar knows that day in that nation.
func (c *Calendar) Covers(n Nation, d Day) bool {
	_, known := c.holidays[n]
	return known && d >= c.from && d <= c.to
}

// Holiday is the bank holiday on that day in that nation, if there is one.
func (c *Calendar) Holiday(n Nation, d Day) (name string, ok bool) {
	name, ok = c.holidays[n][d]
	return name, ok
}

// WorkingDay says whether that day is from Monday to Friday and not a bank holiday in that nation. The error is
// ErrCalendarEnds.
func (c *Calendar) WorkingDay(n Nation, d Day) (bool, error) {
	if !c.Covers(n, d) {
		return false, ErrCalendarEnds{Nation: n, Day: d}
	}
	return c.working(n, d), nil
}

// working answers for a day that the calendar covers.
func (c *Calendar) working(n Nation, d Day) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	_, holiday := c.Holiday(n, d)
	return !holiday
}

// AddWorkingDays is the count-th working day after d, or before it when count is negative. The day of the event is
// day 0, whether or not people work on it: a count of 0 gives d back. The error is ErrCalendarEnds.
func (c *Calendar) AddWorkingDays(n Nation, d Day, count int) (Day, error) {
	if !c.Covers(n, d) {
		return 0, ErrCalendarEnds{Nation: n, Day: d}
	}
	step := 1
	if count < 0 {
		step = -1
	}
	for count != 0 {
		d = d.Add(step)
		working, err := c.WorkingDay(n, d)
		if err != nil {
			return 0, err
		}
		if working {
			count -= step
		}
	}
	return d, nil
}

// WorkingDaysBetween is how many working days b is after a, counting b and not a; negative when b is before a. It
// undoes AddWorkingDays: that many working days from a is b, if b is a working day. The error is ErrCalendarEnds.
func (c *Calendar) WorkingDaysBetween(n Nation, a, b Day) (int, error) {
	for _, d := range []Day{a, b} {
		if !c.Covers(n, d) {
			return 0, ErrCalendarEnds{Nation: n, Day: d}
		}
	}
	if b < a {
		return -(c.workedBefore(n, a) - c.workedBefore(n, b)), nil
	}
	return c.workedBefore(n, b.Add(1)) - c.workedBefore(n, a.Add(1)), nil
}

// close puts the holidays from Monday to Friday in order.
func (c *Calendar) close() {
	c.closed = map[Nation][]Day{}
	for n, days := range c.holidays {
		for d := range days {
			if weekdaysBefore(d.Add(1)) > weekdaysBefore(d) {
				c.closed[n] = append(c.closed[n], d)
			}
		}
		slices.Sort(c.closed[n])
	}
}

// workedBefore is how many working days lie before d, counted from some day before the calendar begins. Lists say how
// late something is in working days, and some things are late by years: so they are not gone through one by one.
func (c *Calendar) workedBefore(n Nation, d Day) int {
	holidays, _ := slices.BinarySearch(c.closed[n], d)
	return weekdaysBefore(d) - holidays
}

// weekdaysBefore is how many days from Monday to Friday lie before d, counted from a Monday long ago.
func weekdaysBefore(d Day) int {
	const days, worked = 7, 5
	since := d.Sub(0) + days*weeksAgo + (int(Day(0).Weekday())+days-int(time.Monday))%days
	return since/days*worked + min(since%days, worked)
}

// weeksAgo is before the year 0 for every day that can be written.
const weeksAgo = 1_000_000

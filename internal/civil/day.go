// Package civil keeps the dates and times that people live by, and the working days that duties are counted in.
//
// A person remembers "summer 2018"; a form says 12 March 2019; a hearing is at 14:30 on one day. A When holds each
// as it was said, with the first and the last day it can mean, and never makes it more exact than it was. "About" is
// kept and shown; it does not widen the range. A Day is one date, without an hour and without a zone.
//
// Every day and clock time is of Europe/London, summer time included; the zone data travels in the program. Instants
// go in and out as UTC. Nothing here asks what time it is: the caller says.
//
// The written form of a When is the Extended Date/Time Format, level 1 (ISO 8601-2:2019, annex A). Seasons are the
// meteorological ones: spring March to May, summer June to August, autumn September to November, winter December to
// February of the next year.
//
// A working day is a day from Monday to Friday that is not a bank holiday in the nation whose law sets the duty. The
// holidays are in a dated file with its sources (Banking and Financial Dealings Act 1971, schedule 1, and the royal
// proclamations), which an operator may replace. The day of the event is day 0, and the day after is the first that
// can count. A Calendar refuses to count past its last year; it never guesses.
package civil

import (
	"fmt"
	"time"
	_ "time/tzdata" // a machine without zone files must reckon the same days
)

// London is the zone in which every day begins and ends.
var London = mustLondon()

func mustLondon() *time.Location {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic("civil: the zone data in the program has no Europe/London: " + err.Error())
	}
	return loc
}

// Day is a civil date: days since 1 January 1970, in the Gregorian calendar, with no zone.
// Its zero value is 1 January 1970; a date that may be missing is a When.
type Day int32

const dayLength = 24 * time.Hour

// dayFromDate takes a year, month and day that may lie outside their ranges, as time.Date does.
func dayFromDate(y int, m time.Month, d int) Day {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return Day(t.Unix() / int64(dayLength/time.Second))
}

// NewDay is the day with that date, in the years 1 to 9999. It refuses a date that does not exist, in a sentence that
// may stand beside a form field.
func NewDay(y int, m time.Month, d int) (Day, error) {
	if y < 1 || y > 9999 {
		return 0, advice("Write a year between 1 and 9999")
	}
	if m < time.January || m > time.December {
		return 0, advise("There is no month %d", int(m))
	}
	if n := daysIn(y, m); d < 1 || d > n {
		return 0, advise("%s %d has %d days, so it has no day %d", m, y, n, d)
	}
	return dayFromDate(y, m, d), nil
}

// daysIn is the number of days in a month.
func daysIn(y int, m time.Month) int {
	return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// ParseDay reads 2006-01-02 and nothing else.
func ParseDay(s string) (Day, error) {
	y, m, d, ok := splitDate(s)
	if !ok {
		return 0, advice("Write the date like 2019-03-12")
	}
	return NewDay(y, time.Month(m), d)
}

// splitDate takes 2006-01-02 apart without asking whether the date exists.
func splitDate(s string) (y, m, d int, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, 0, 0, false
	}
	y, okY := digits(s[:4])
	m, okM := digits(s[5:7])
	d, okD := digits(s[8:])
	return y, m, d, okY && okM && okD
}

// digits reads up to nine plain digits; unlike strconv it takes no sign.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// DayOf is the day it is in Europe/London at that instant.
func DayOf(t time.Time) Day {
	return dayFromDate(t.In(London).Date())
}

func (d Day) utc() time.Time {
	return time.Unix(int64(d)*int64(dayLength/time.Second), 0).UTC()
}

// Date is the year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// String is 2019-03-12.
func (d Day) String() string {
	y, m, dd := d.Date()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, dd)
}

// Words is "12 March 2019".
func (d Day) Words() string {
	y, m, dd := d.Date()
	return fmt.Sprintf("%d %s %d", dd, m, y)
}

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Add is the day n days later, or earlier when n is negative.
func (d Day) Add(n int) Day { return d + Day(n) }

// AddMonths is the same day n months later, or earlier when n is negative; where that month is too short, its last
// day: 31 January and one month is 28 or 29 February.
func (d Day) AddMonths(n int) Day {
	y, m, dd := d.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return dayFromDate(first.Year(), first.Month(), min(dd, daysIn(first.Year(), first.Month())))
}

// Sub is the number of days from e to d: negative when d is earlier.
func (d Day) Sub(e Day) int { return int(d) - int(e) }

// Start is the instant, in UTC, of midnight in Europe/London at which the day begins.
func (d Day) Start() time.Time {
	y, m, dd := d.Date()
	// The clocks have not changed at midnight here since 1900, so local midnight is one instant.
	return time.Date(y, m, dd, 0, 0, 0, 0, London).UTC()
}

// End is the instant, in UTC, at which the day is over: the Start of the next. A day lasts 23, 24 or 25 hours.
func (d Day) End() time.Time { return d.Add(1).Start() }

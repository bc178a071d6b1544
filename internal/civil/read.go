package civil

import (
	"strings"
	"time"
)

const (
	errHint      = advice("Write the date like 12 March 2019, March 2019, about March 2019 or summer 2018")
	errNoYear    = advice("Write the year with four digits, like 12 March 2019")
	errDayFirst  = advice("Write the day before the month, like 25/12/2019")
	errMeridian  = advice("Say am or pm, like 2.30pm, or write the time like 14:30")
	errMidnight  = advice("Write midnight as 00:00, on the day that begins then")
	errTimeAbout = advice("Leave out the time when the date is not exact")
	errTimeSpan  = advice("Leave out the time when you write two dates")
)

// ReadWhen reads a date as people in Britain write it: day before month, any case, extra spaces, "12th", "c." and so
// on, and every written form that ParseWhen takes. "Early", "mid" and "late" give an about-range: days 1 to 10, 11 to
// 20 and 21 to the end of a month; January to April, May to August and September to December of a year. It does not
// guess at a two-digit year, at a year left out, or at a time that may be morning or afternoon. Its errors say what to
// write instead.
func ReadWhen(s string) (When, error) {
	s = strings.TrimRight(strings.TrimSpace(s), ".,")
	if s == "" {
		return When{}, errHint
	}
	if w, err := ParseWhen(s); err == nil {
		return w, nil
	}
	toks, ok := tokens(s)
	if !ok {
		return When{}, errHint
	}
	return readSpan(joinWinter(toks))
}

// joinWinter takes the second year from "winter 2018 to 2019" and "winter 2018/19".
func joinWinter(toks []token) []token {
	for i := 0; i+3 < len(toks); i++ {
		first, second := toks[i+1], toks[i+3]
		if toks[i].season() != 24 || first.digits != 4 || !toks[i+2].is("to", "-", "/") {
			continue
		}
		next := first.number + 1
		if second.digits == 4 && second.number == next || second.digits == 2 && second.number == next%100 {
			return append(toks[:i+2:i+2], toks[i+4:]...)
		}
	}
	return toks
}

// readSpan reads two dates with a joining word between them, or one date.
func readSpan(toks []token) (When, error) {
	c := cursor{toks: toks}
	about := c.skipAbout()
	between := c.take("between", "from")
	toks = c.rest()
	at := joinAt(toks, between)
	if at < 0 {
		if between {
			return When{}, errHint
		}
		p, err := readPoint(toks, about)
		if err != nil {
			return When{}, err
		}
		return p.when()
	}
	left, err := readPoint(toks[:at], about)
	if err != nil {
		return When{}, err
	}
	right, err := readPoint(toks[at+1:], about)
	if err != nil {
		return When{}, err
	}
	return left.until(right)
}

// joinAt finds the word or dash between two dates; -1 when there is none.
func joinAt(toks []token, between bool) int {
	for i, t := range toks {
		if t.is("to", "until", "till") || between && t.is("and") {
			return i
		}
		if t.is("-") && i > 0 && i+1 < len(toks) && dashJoins(toks, i) {
			return i
		}
	}
	return -1
}

// dashJoins tells "3 - 9 May 2018" and "2017-2018", which are two dates, from 12-03-2019 and mid-March, which are one.
func dashJoins(toks []token, i int) bool {
	before, after := toks[i-1], toks[i+1]
	switch {
	case toks[i].spaced && after.spaced:
		return true
	case before.digits == 4 && after.digits == 4:
		return true
	case before.month() > 0 && after.month() > 0:
		return true
	case before.digits > 0 && after.digits > 0:
		return i+2 < len(toks) && toks[i+2].month() > 0
	}
	return false
}

// point is what was said of one date; what was not said is zero.
type point struct {
	about        bool
	third        third
	day          int
	month        time.Month
	season       int
	year         int
	weekday      time.Weekday
	hasWeekday   bool
	hour, minute int
	timed        bool
}

// until joins two points; the first borrows the month and year that it leaves to the second.
func (p point) until(q point) (When, error) {
	if p.timed || q.timed {
		return When{}, errTimeSpan
	}
	if p.year == 0 && p.month == 0 && p.season == 0 {
		if (p.day > 0) != (q.day > 0) || (p.third > 0) != (q.third > 0) {
			return When{}, errHint // "mid" needs a "late", and "3" a "9 May"
		}
		p.month = q.month
	}
	if p.year == 0 {
		p.year = q.year
	}
	from, err := p.when()
	if err != nil {
		return When{}, err
	}
	to, err := q.when()
	if err != nil {
		return When{}, err
	}
	w, err := Between(from.from, to.to)
	if err != nil {
		return When{}, err
	}
	w.about = from.about || to.about
	return w, nil
}

// when is the date that a point names.
func (p point) when() (When, error) {
	switch {
	case p.year == 0:
		return When{}, errNoYear
	case !yearInRange(p.year):
		return When{}, errYearRange
	case p.third != thirdNotSet && (p.day > 0 || p.season > 0), p.hasWeekday && p.day == 0:
		return When{}, errHint
	case p.timed && (p.about || p.day == 0):
		return When{}, errTimeAbout
	case p.day > 0:
		return p.onDay()
	case p.season > 0:
		return seasonOf(p.year, p.season, p.about), nil
	case p.month > 0 && p.third != thirdNotSet:
		return thirdOfMonth(p.year, p.month, p.third), nil
	case p.month > 0:
		return monthOf(p.year, p.month, p.about), nil
	case p.third != thirdNotSet:
		return thirdOfYear(p.year, p.third), nil
	}
	return yearOf(p.year, p.about), nil
}

func (p point) onDay() (When, error) {
	d, err := NewDay(p.year, p.month, p.day)
	if err != nil {
		return When{}, err
	}
	if p.hasWeekday && d.Weekday() != p.weekday {
		return When{}, advise("Check the date and the day of the week: %s is a %s", d.Words(), d.Weekday())
	}
	if p.timed {
		return At(d, p.hour, p.minute)
	}
	return span(d, d, p.about), nil
}

package civil

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// The years a When may name. Nobody in a case was born before the first; no date is planned after the last.
const (
	firstYear = 1900
	lastYear  = 2200
)

// form is how exactly a date was said.
type form uint8

const (
	formNotSet form = iota
	formDay
	formClock
	formMonth
	formSeason
	formYear
	formSpan
)

// When is a date as somebody said it: a day, a day with a clock time, a month, a season, a year, or a span of days;
// except for a clock time, each may be "about". Its zero value is not set. Two of them are the same date, said
// equally exactly, when they are ==.
type When struct {
	form   form
	about  bool
	from   Day
	to     Day
	minute int16 // of the day, for formClock
}

// On is that one day.
func On(d Day) When { return When{form: formDay, from: d, to: d} }

// At is that day at a clock time in Europe/London: hour 0 to 23, minute 0 to 59. A time that the spring change of the
// clocks leaves out is accepted, because people write it; Instant says what it means.
func At(d Day, hour, minute int) (When, error) {
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 {
		return When{}, errTime
	}
	w := When{form: formClock, from: d, to: d, minute: int16(hour*60 + minute)}
	return w, w.check()
}

// Between is some time from the first day to the last, both included. Two equal days are that one day.
func Between(from, to Day) (When, error) {
	if to < from {
		return When{}, errBackwards
	}
	w := span(from, to, false)
	return w, w.check()
}

func span(from, to Day, about bool) When {
	f := formSpan
	if from == to {
		f = formDay
	}
	return When{form: f, about: about, from: from, to: to}
}

func monthOf(y int, m time.Month, about bool) When {
	return When{form: formMonth, about: about, from: dayFromDate(y, m, 1), to: dayFromDate(y, m, daysIn(y, m))}
}

// seasonOf takes the season's number in the written form: 21 spring to 24 winter.
func seasonOf(y, season int, about bool) When {
	first := time.Month(3 * (season - 20))
	return When{form: formSeason, about: about, from: dayFromDate(y, first, 1), to: dayFromDate(y, first+3, 0)}
}

func yearOf(y int, about bool) When {
	return When{form: formYear, about: about, from: dayFromDate(y, time.January, 1), to: dayFromDate(y, time.December, 31)}
}

// check refuses what the written form cannot carry.
func (w When) check() error {
	first, _, _ := w.from.Date()
	last, _, _ := w.to.Date()
	if w.form == formSeason {
		last = first // the last winter ends in the year after
	}
	if !yearInRange(first) || !yearInRange(last) {
		return errYearRange
	}
	return nil
}

func yearInRange(y int) bool { return y >= firstYear && y <= lastYear }

// IsZero says that no date is set.
func (w When) IsZero() bool { return w.form == formNotSet }

// Earliest is the first day it can mean; of no use when IsZero.
func (w When) Earliest() Day { return w.from }

// Latest is the last day it can mean; of no use when IsZero.
func (w When) Latest() Day { return w.to }

// Clock is the clock time in Europe/London, if one was said.
func (w When) Clock() (hour, minute int, ok bool) {
	return int(w.minute) / 60, int(w.minute) % 60, w.form == formClock
}

// Exact says that it is one day (with or without a clock time) and not "about".
func (w When) Exact() bool {
	return (w.form == formDay || w.form == formClock) && !w.about
}

// About says that the date was given as "about".
func (w When) About() bool { return w.about }

// Instant is the moment in UTC, if a clock time was said. A time that never was, because the clocks went forward over
// it, is later by what they skipped; a time that was twice, because they went back, is the first of the two.
func (w When) Instant() (time.Time, bool) {
	if w.form != formClock {
		return time.Time{}, false
	}
	wall := w.from.utc().Add(time.Duration(w.minute) * time.Minute)
	// The clocks change at most once in a day, so the offset is the one at its start or the one at its end. The
	// start's is tried first: it gives the first of two, and, when neither fits, moves forward by the gap.
	early := wall.Add(-offsetAt(w.from.Start()))
	late := wall.Add(-offsetAt(w.from.End()))
	if wall.Sub(early) != offsetAt(early) && wall.Sub(late) == offsetAt(late) {
		return late, true
	}
	return early, true
}

func offsetAt(t time.Time) time.Duration {
	_, seconds := t.In(London).Zone()
	return time.Duration(seconds) * time.Second
}

// Compare puts dates in order: negative when w comes before v. Not set comes first; then by earliest day, by clock
// time (none before any), by latest day, and by written form. It is 0 only for equal dates.
func (w When) Compare(v When) int {
	if w == v {
		return 0 // the written form is costly to make, and most entries of a day are alike
	}
	return cmp.Or(
		cmp.Compare(min(w.form, formDay), min(v.form, formDay)),
		cmp.Compare(w.from, v.from),
		cmp.Compare(w.clockRank(), v.clockRank()),
		cmp.Compare(w.to, v.to),
		strings.Compare(w.String(), v.String()),
	)
}

func (w When) clockRank() int {
	if w.form != formClock {
		return -1
	}
	return int(w.minute)
}

// String is the written form that is stored and exchanged, such as 2019-03-12, 2019-03-12T14:30, 2019-03, 2018-22
// (summer), 2018, 2018-05-03/2018-06-09, with ~ for about. ParseWhen reads it back. It is empty when not set.
func (w When) String() string {
	mark := ""
	if w.about {
		mark = "~"
	}
	y, m, _ := w.from.Date()
	switch w.form {
	case formDay:
		return w.from.String() + mark
	case formClock:
		return fmt.Sprintf("%sT%02d:%02d", w.from, w.minute/60, w.minute%60)
	case formMonth:
		return fmt.Sprintf("%04d-%02d%s", y, m, mark)
	case formSeason:
		return fmt.Sprintf("%04d-%d%s", y, 20+m/3, mark)
	case formYear:
		return fmt.Sprintf("%04d%s", y, mark)
	case formSpan:
		return w.from.String() + mark + "/" + w.to.String() + mark
	case formNotSet:
	}
	return ""
}

// MarshalText gives the written form; empty when not set. It refuses years before 1900 and after 2200.
func (w When) MarshalText() ([]byte, error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	return []byte(w.String()), nil
}

// UnmarshalText reads the written form; empty text is not set.
func (w *When) UnmarshalText(text []byte) error {
	v, err := ParseWhen(string(text))
	if err != nil {
		return err
	}
	*w = v
	return nil
}

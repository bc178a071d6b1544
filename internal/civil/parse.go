package civil

import (
	"fmt"
	"strings"
	"time"
)

// advice is an error worded for the person who typed the date: a sentence that may stand beside a form field or in an
// import's list of what to put right. It never repeats what was typed at length, so that a date of birth does not
// travel into a log.
type advice string

// Error is the sentence.
func (a advice) Error() string { return string(a) }

func advise(format string, args ...any) error { return advice(fmt.Sprintf(format, args...)) }

const (
	errNotWritten = advice("Write the date like 2019-03-12, 2019-03, 2018-22 (summer), 2018 or 2018-05-03/2018-06-09, with ~ after it for about")
	errYearRange  = advice("Write a year between 1900 and 2200")
	errBackwards  = advice("The first date is after the second: check both, and write the year with each")
	errTime       = advice("Write the time like 2.30pm or 14:30")
)

// ParseWhen reads the written form that String gives, and nothing looser; empty text is not set. The text must be
// exactly what String would give back.
func ParseWhen(s string) (When, error) {
	if s == "" {
		return When{}, nil
	}
	w, err := parseForm(s)
	if err == nil && w.String() != s {
		err = errNotWritten
	}
	if err != nil {
		return When{}, err
	}
	return w, nil
}

func parseForm(s string) (When, error) {
	from, to, isSpan := strings.Cut(s, "/")
	if isSpan {
		return parseSpan(from, to)
	}
	text, about := strings.CutSuffix(s, "~")
	date, clock, timed := strings.Cut(text, "T")
	if timed {
		return parseClock(date, clock, about)
	}
	switch len(text) {
	case len("2018"):
		return parseYear(text, about)
	case len("2018-05"):
		return parseMonth(text, about)
	default:
		d, err := ParseDay(text)
		if err != nil {
			return When{}, err
		}
		w := span(d, d, about)
		return w, w.check()
	}
}

func parseSpan(from, to string) (When, error) {
	from, about := strings.CutSuffix(from, "~")
	first, err := ParseDay(from)
	if err != nil {
		return When{}, err
	}
	last, err := ParseDay(strings.TrimSuffix(to, "~"))
	if err != nil {
		return When{}, err
	}
	w, err := Between(first, last)
	w.about = about
	return w, err
}

func parseClock(date, clock string, about bool) (When, error) {
	d, err := ParseDay(date)
	if err != nil {
		return When{}, err
	}
	hour, minute, _ := strings.Cut(clock, ":")
	h, okH := digits(hour)
	m, okM := digits(minute)
	if about || !okH || !okM {
		return When{}, errNotWritten
	}
	return At(d, h, m)
}

func parseMonth(s string, about bool) (When, error) {
	y, okY := digits(s[:4])
	n, okN := digits(s[5:])
	if !okY || !okN {
		return When{}, errNotWritten
	}
	var w When
	switch {
	case !yearInRange(y):
		return When{}, errYearRange
	case n >= 1 && n <= 12:
		w = monthOf(y, time.Month(n), about)
	case n >= 21 && n <= 24:
		w = seasonOf(y, n, about)
	default:
		return When{}, errNotWritten
	}
	return w, nil
}

func parseYear(s string, about bool) (When, error) {
	y, ok := digits(s)
	if !ok {
		return When{}, errNotWritten
	}
	if !yearInRange(y) {
		return When{}, errYearRange
	}
	return yearOf(y, about), nil
}

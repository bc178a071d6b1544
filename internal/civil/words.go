package civil

import (
	"fmt"
	"time"
)

// third is a part of a month or of a year, as in "early March 2019" or "late 2018".
type third uint8

const (
	thirdNotSet third = iota
	early
	mid
	late
)

// The days of a month and the months of a year at which each third ends; 0 stands for the end of the month.
var (
	thirdLastDay   = [...]int{early: 10, mid: 20, late: 0}
	thirdLastMonth = [...]time.Month{early: time.April, mid: time.August, late: time.December}
)

// thirdOfMonth is days 1 to 10, 11 to 20, or 21 to the end.
func thirdOfMonth(y int, m time.Month, t third) When {
	from := thirdLastDay[t-1] + 1
	to := thirdLastDay[t]
	if t == late {
		to = daysIn(y, m)
	}
	return span(dayFromDate(y, m, from), dayFromDate(y, m, to), true)
}

// thirdOfYear is January to April, May to August, or September to December.
func thirdOfYear(y int, t third) When {
	return span(dayFromDate(y, thirdLastMonth[t-1]+1, 1), dayFromDate(y, thirdLastMonth[t]+1, 0), true)
}

var (
	thirdWords  = [...]string{early: "early ", mid: "mid-", late: "late "}
	seasonWords = [...]string{21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
)

// Words is how a page says the date: "12 March 2019", "12 March 2019, 14:30", "March 2019", "about March 2019",
// "summer 2018", "winter 2018 to 2019", "2017", "early March 2019", "between 3 May and 9 June 2018". ReadWhen reads
// each of them back. It is empty when not set.
func (w When) Words() string {
	if w.form == formSpan {
		return w.spanWords()
	}
	about := ""
	if w.about {
		about = "about "
	}
	y, m, _ := w.from.Date()
	switch w.form {
	case formDay:
		return about + w.from.Words()
	case formClock:
		return fmt.Sprintf("%s, %02d:%02d", w.from.Words(), w.minute/60, w.minute%60)
	case formMonth:
		return fmt.Sprintf("%s%s %d", about, m, y)
	case formSeason:
		if m == time.December {
			return fmt.Sprintf("%swinter %d to %d", about, y, y+1)
		}
		return fmt.Sprintf("%s%s %d", about, seasonWords[20+m/3], y)
	case formYear:
		return fmt.Sprintf("%s%d", about, y)
	case formSpan, formNotSet:
	}
	return ""
}

func (w When) spanWords() string {
	y, m, d := w.from.Date()
	for t := early; w.about && t <= late; t++ {
		switch w {
		case thirdOfMonth(y, m, t):
			return fmt.Sprintf("%s%s %d", thirdWords[t], m, y)
		case thirdOfYear(y, t):
			return fmt.Sprintf("%s%d", thirdWords[t], y)
		}
	}
	from := w.from.Words()
	if y2, m2, _ := w.to.Date(); y == y2 && m == m2 {
		from = fmt.Sprint(d)
	} else if y == y2 {
		from = fmt.Sprintf("%d %s", d, m)
	}
	if w.about {
		return fmt.Sprintf("about %s to %s", from, w.to.Words())
	}
	return fmt.Sprintf("between %s and %s", from, w.to.Words())
}

package picture

import (
	"time"

	"waymark/internal/civil"
)

// Tick is a day that the picture names, and where it begins.
type Tick struct {
	At    float64
	Words string
}

// mostTicks is how many days are named: their words stand beside each other on a phone.
const mostTicks = 4

// weeks is up to how many days a picture names days of the week rather than months.
const weeks = 70

// ticks names round days: Mondays of a short picture, first days of months and years of a
// longer one.
func ticks(s scale) []Tick {
	var days []civil.Day
	words := civil.Day.Words
	if whole := s.to.Sub(s.from) + 1; whole <= weeks {
		days, words = mondays(s), dayAndMonth
	} else {
		days, words = firsts(s)
	}
	var out []Tick
	for _, d := range days {
		out = append(out, Tick{At: s.start(d), Words: words(d)})
	}
	return out
}

func mondays(s scale) []civil.Day {
	first := s.from
	for first.Weekday() != time.Monday {
		first = first.Add(1)
	}
	for step := 7; ; step += 7 {
		if s.to.Sub(first)/step < mostTicks {
			return every(s, first, func(d civil.Day) civil.Day { return d.Add(step) })
		}
	}
}

// firsts are first days of months, as many months apart as leave few enough of them.
func firsts(s scale) ([]civil.Day, func(civil.Day) string) {
	year, _, _ := s.from.Date()
	for _, months := range []int{1, 2, 3, 6} {
		if days := fromYear(s, year, months); len(days) <= mostTicks {
			return days, monthAndYear
		}
	}
	for years := 1; ; years++ {
		if days := fromYear(s, year-year%years, 12*years); len(days) <= mostTicks {
			return days, yearAlone
		}
	}
}

// fromYear counts in steps of months from the beginning of a year.
func fromYear(s scale, year, months int) []civil.Day {
	first, err := civil.NewDay(year, time.January, 1)
	if err != nil {
		return nil
	}
	return every(s, first, func(d civil.Day) civil.Day { return d.AddMonths(months) })
}

// every lists the days of a picture that one comes to by a step.
func every(s scale, first civil.Day, next func(civil.Day) civil.Day) []civil.Day {
	var out []civil.Day
	for d := first; d <= s.to; d = next(d) {
		if d >= s.from {
			out = append(out, d)
		}
	}
	return out
}

func short(m time.Month) string { return m.String()[:3] }

func dayAndMonth(d civil.Day) string {
	_, m, day := d.Date()
	return itoa(day) + " " + short(m)
}

func monthAndYear(d civil.Day) string {
	y, m, _ := d.Date()
	return short(m) + " " + itoa(y)
}

func yearAlone(d civil.Day) string {
	y, _, _ := d.Date()
	return itoa(y)
}

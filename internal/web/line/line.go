// Package line shows one line of a chronology: what happened, when, who wrote it, and
// every correction beside what it corrects.
package line

import (
	"time"

	"waymark/internal/chronology"
	"waymark/internal/civil"
)

func civilDay(t time.Time) string { return civil.DayOf(t).Words() }

// recordedLater says when an entry was written down, where that was not the day on
// which it happened.
func recordedLater(l chronology.Line) string {
	d := civil.DayOf(l.Recorded)
	if l.Happened.Exact() && l.Happened.Earliest() == d {
		return ""
	}
	return d.Words()
}

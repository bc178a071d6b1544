package store

import (
	"strings"
	"time"
)

// Moment is an instant as both engines store it: UTC text, to the microsecond, in one
// layout whose order is the order of time.
type Moment string

const layout = "2006-01-02T15:04:05.000000Z"

// Never is the end of what has no end.
var Never = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

// MomentOf writes an instant; what is below a microsecond is dropped. What lies past
// Never is Never, and what lies before the year 0 its beginning: longer or signed years
// would be out of order.
func MomentOf(t time.Time) Moment {
	t = t.UTC()
	switch {
	case t.After(Never):
		t = Never
	case t.Year() < 0:
		t = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return Moment(t.Format(layout))
}

// Time reads the instant; the zero time for a text that is none.
func (m Moment) Time() time.Time {
	t, err := time.Parse(layout, string(m))
	if err != nil {
		return time.Time{}
	}
	return t
}

// EndOf writes the end of an interval; the zero time has none.
func EndOf(t time.Time) Moment {
	if t.IsZero() {
		return MomentOf(Never)
	}
	return MomentOf(t)
}

// End reads the end of an interval; the zero time has none.
func (m Moment) End() time.Time {
	if t := m.Time(); !t.Equal(Never) {
		return t
	}
	return time.Time{}
}

// isNoTable says whether an engine complains that a table is missing.
func isNoTable(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "no such table") || strings.Contains(err.Error(), "SQLSTATE 42P01"))
}

// isNoColumn says whether an engine complains that a column is missing.
func isNoColumn(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "no such column") || strings.Contains(err.Error(), "SQLSTATE 42703"))
}

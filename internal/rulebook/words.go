package rulebook

import (
	"strconv"
	"strings"

	"waymark/internal/civil"
)

var numbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}

// Citation is the rule in a line for a page: how long, and where the first of its sources says so, such as "Five
// working days · Hope for the future (British Red Cross, July 2019), section 2.3".
func (r Rule) Citation() string {
	long := capital(r.HowLong())
	if len(r.Sources) == 0 {
		return long
	}
	return long + " · " + r.Sources[0].Words()
}

// Brief is the citation where there is little room: how long, and the name of the document or what stands behind it, such as
// "Five working days · Hope for the future, section 2.3" or "Every 28 days · our own standard".
func (r Rule) Brief() string {
	long := capital(r.HowLong())
	switch {
	case r.Weight == Standard:
		return long + " · our own standard"
	case r.Weight == Agreement:
		return long + " · agreed with them"
	case len(r.Sources) == 0:
		return long
	}
	out := long + " · " + r.Sources[0].Document
	if p := r.Sources[0].Paragraph; p != "" && len(p) <= shortest {
		out += ", " + p
	}
	return out
}

// shortest is how long a paragraph's name may be to stand in a brief citation.
const shortest = 20

// HowLong is what the rule counts, in words: "five working days", "at least 45 days", "the later of 45 days and
// 28 days", "every three months".
func (r Rule) HowLong() string {
	before := map[Sort]string{Minimum: "at least ", Window: "up to "}[r.Sort]
	if r.Sort == Review {
		return "every " + r.Every.Words()
	}
	if len(r.Due.Counts) == 1 && r.Due.Counts[0].N <= 0 { // up to a day that is known, or before it
		if r.Due.Counts[0].N == 0 && before != "" {
			return "until the day itself"
		}
		before = ""
	}
	var parts []string
	for _, c := range r.Due.Counts {
		parts = append(parts, c.Words())
	}
	if r.Due.Pick != "" {
		return before + "the " + string(r.Due.Pick) + " of " + strings.Join(parts, " and ")
	}
	return before + strings.Join(parts, " and ")
}

// Words is the count in words: "one day", "12 months", "28 days before", "18 years", "three months less one day", "on the day".
func (c Count) Words() string {
	if c.Plus != 0 {
		joined, days := " and ", c.Plus
		if days < 0 {
			joined, days = " less ", -days
		}
		return Count{N: c.N, Unit: Months}.Words() + joined + Count{N: days, Unit: Days}.Words()
	}
	if c.N == 0 && c.Unit == Days {
		return "on the day"
	}
	n, before := c.N, ""
	if n < 0 {
		n, before = -n, " before"
	}
	unit := strings.ReplaceAll(string(c.Unit), "_", " ")
	if c.Unit == Months && n > 12 && n%12 == 0 {
		n, unit = n/12, "years"
	}
	word := strconv.Itoa(n)
	if n < len(numbers) {
		word = numbers[n]
	}
	if n == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return word + " " + unit + before
}

// Words names the source for a page: "Hope for the future (British Red Cross, July 2019), section 2.3".
func (s Source) Words() string {
	var about []string
	for _, part := range []string{s.By, s.Version} {
		if part != "" {
			about = append(about, part)
		}
	}
	if w, err := civil.ParseWhen(s.Date); err == nil && !w.IsZero() {
		about = append(about, w.Words())
	}
	out := s.Document
	if len(about) > 0 {
		out += " (" + strings.Join(about, ", ") + ")"
	}
	if s.Paragraph != "" {
		out += ", " + s.Paragraph
	}
	return out
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

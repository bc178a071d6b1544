package civil

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// maxCalendar is the size in bytes past which a file is no calendar of bank holidays.
const maxCalendar = 1 << 20

// LoadCalendar reads an operator's calendar, of the same shape as the one in the program: version (a date), source,
// first-year, last-year, and under holidays for each of the three nations a list of date, name and perhaps note, in
// order. Every nation needs a holiday in every year, so that a list left half done cannot shorten anybody's time.
// Anything else is refused, and the error names the line.
func LoadCalendar(r io.Reader) (*Calendar, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxCalendar+1))
	if err != nil {
		return nil, fmt.Errorf("calendar: %w", err)
	}
	if len(data) > maxCalendar {
		return nil, errors.New("calendar: the file is longer than a calendar can be")
	}
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		var broken *yaml.LoadError
		if errors.As(err, &broken) && broken.Mark.Line > 0 {
			return nil, fmt.Errorf("calendar, line %d: %w", broken.Mark.Line, err)
		}
		return nil, fmt.Errorf("calendar: %w", err)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, errors.New("calendar, line 1: the file holds no calendar")
	}
	return loadTop(doc.Content[0])
}

// lineError names the line to put right.
func lineError(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("calendar, line %d: %s", n.Line, fmt.Sprintf(format, args...))
}

// fields takes a mapping apart; every key but the optional ones must be there, and no other.
func fields(n *yaml.Node, required []string, optional ...string) (map[string]*yaml.Node, error) {
	if n.Kind != yaml.MappingNode {
		return nil, lineError(n, "expected %s, each with its value", strings.Join(required, ", "))
	}
	allowed := slices.Concat(required, optional)
	got := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if !slices.Contains(allowed, key.Value) || key.Kind != yaml.ScalarNode {
			return nil, lineError(key, "unknown key %.40q; known are %s", key.Value, strings.Join(allowed, ", "))
		}
		if got[key.Value] != nil {
			return nil, lineError(key, "%s is there twice", key.Value)
		}
		got[key.Value] = value
	}
	for _, key := range required {
		if got[key] == nil {
			return nil, lineError(n, "%s is missing", key)
		}
	}
	return got, nil
}

// text takes a value that must be words and not empty.
func text(n *yaml.Node, what string) (string, error) {
	if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" || n.Tag == "!!null" {
		return "", lineError(n, "%s is missing", what)
	}
	return n.Value, nil
}

func loadTop(n *yaml.Node) (*Calendar, error) {
	top, err := fields(n, []string{"version", "source", "first-year", "last-year", "holidays"})
	if err != nil {
		return nil, err
	}
	c := &Calendar{holidays: map[Nation]map[Day]string{}}
	if c.version, err = text(top["version"], "version"); err != nil {
		return nil, err
	}
	if _, err := ParseDay(c.version); err != nil {
		return nil, lineError(top["version"], "version is the date of the edition, like 2026-11-22")
	}
	if _, err := text(top["source"], "source"); err != nil {
		return nil, err
	}
	first, err := loadYear(top["first-year"], "first-year")
	if err != nil {
		return nil, err
	}
	last, err := loadYear(top["last-year"], "last-year")
	if err != nil {
		return nil, err
	}
	if last < first {
		return nil, lineError(top["last-year"], "last-year is before first-year")
	}
	c.from, c.to = dayFromDate(first, time.January, 1), dayFromDate(last, time.December, 31)
	if err := c.loadNations(top["holidays"]); err != nil {
		return nil, err
	}
	c.close()
	return c, nil
}

func loadYear(n *yaml.Node, what string) (int, error) {
	y, ok := digits(n.Value)
	if n.Kind != yaml.ScalarNode || !ok || !yearInRange(y) {
		return 0, lineError(n, "%s is a year between %d and %d", what, firstYear, lastYear)
	}
	return y, nil
}

func (c *Calendar) loadNations(n *yaml.Node) error {
	var names []string
	for _, nation := range nations {
		names = append(names, string(nation))
	}
	lists, err := fields(n, names)
	if err != nil {
		return err
	}
	for _, nation := range nations {
		if err := c.loadHolidays(nation, lists[string(nation)]); err != nil {
			return err
		}
	}
	return nil
}

func (c *Calendar) loadHolidays(nation Nation, list *yaml.Node) error {
	if list.Kind != yaml.SequenceNode {
		return lineError(list, "%s needs a list of holidays", nation)
	}
	days := map[Day]string{}
	years := map[int]bool{}
	before := c.from.Add(-1)
	for _, item := range list.Content {
		d, name, err := loadHoliday(item)
		switch {
		case err != nil:
			return err
		case d < c.from || d > c.to:
			return lineError(item, "%s is outside the years of the calendar", d)
		case d == before:
			return lineError(item, "%s is there twice", d)
		case d < before:
			return lineError(item, "%s comes after %s; put the days in order", d, before)
		}
		y, _, _ := d.Date()
		days[d], years[y], before = name, true, d
	}
	first, _, _ := c.from.Date()
	last, _, _ := c.to.Date()
	for y := first; y <= last; y++ {
		if !years[y] {
			return lineError(list, "%s has no holiday in %d", nation, y)
		}
	}
	c.holidays[nation] = days
	return nil
}

func loadHoliday(n *yaml.Node) (Day, string, error) {
	f, err := fields(n, []string{"date", "name"}, "note")
	if err != nil {
		return 0, "", err
	}
	d, err := ParseDay(f["date"].Value)
	if err != nil || f["date"].Kind != yaml.ScalarNode {
		return 0, "", lineError(f["date"], "%.40q is not a date like 2026-12-25", f["date"].Value)
	}
	if f["note"] != nil {
		if _, err := text(f["note"], "note"); err != nil {
			return 0, "", err
		}
	}
	name, err := text(f["name"], "name")
	return d, name, err
}

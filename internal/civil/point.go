package civil

import "time"

// cursor walks over what was typed.
type cursor struct {
	toks []token
	i    int
}

// peek is the token n places ahead; past the end, an empty one.
func (c *cursor) peek(n int) token {
	if c.i+n >= len(c.toks) {
		return token{}
	}
	return c.toks[c.i+n]
}

func (c *cursor) rest() []token { return c.toks[c.i:] }

func (c *cursor) done() bool { return c.i >= len(c.toks) }

// take steps over the next token if it is one of the words.
func (c *cursor) take(words ...string) bool {
	if c.done() || !c.peek(0).is(words...) {
		return false
	}
	c.i++
	return true
}

func (c *cursor) skipFillers() {
	for c.peek(0).isFiller() {
		c.i++
	}
}

func (c *cursor) skipAbout() bool {
	c.skipFillers()
	if !c.peek(0).isAbout() {
		return false
	}
	c.i++
	c.take(".")
	c.skipFillers()
	return true
}

// readPoint reads one date, which may leave its month or year to the date that follows it.
func readPoint(toks []token, about bool) (point, error) {
	c := &cursor{toks: toks}
	p := point{about: about}
	if c.clockAhead() {
		if err := c.clock(&p); err != nil {
			return point{}, err
		}
		c.take(",")
	}
	c.before(&p)
	if err := c.date(&p); err != nil {
		return point{}, err
	}
	if c.skipAbout() {
		p.about = true
	}
	if c.done() {
		return p, nil
	}
	c.take(",")
	at := c.take("at", "@", "t")
	if c.skipAbout() {
		return point{}, errTimeAbout
	}
	// Four digits after a date are as likely a second year as a time, unless something says which.
	if p.timed || !at && !c.clockAhead() && (p.day == 0 || c.peek(0).digits == 4) {
		return point{}, errHint
	}
	if err := c.clock(&p); err != nil {
		return point{}, err
	}
	if !c.done() {
		return point{}, errHint
	}
	return p, nil
}

// before reads what may stand before a date: about, early, the day of the week.
func (c *cursor) before(p *point) {
	for {
		c.skipFillers()
		t := c.peek(0)
		day, isDay := t.weekday()
		switch {
		case t.isAbout():
			c.skipAbout()
			p.about = true
		case t.third() != thirdNotSet && p.third == thirdNotSet:
			c.i++
			c.take("-")
			p.third = t.third()
		case isDay && !p.hasWeekday:
			c.i++
			if !c.take(",") {
				c.take(".")
			}
			p.weekday, p.hasWeekday = day, true
		default:
			return
		}
	}
}

// date reads the date itself.
func (c *cursor) date(p *point) error {
	t := c.peek(0)
	switch {
	case t.month() > 0:
		return c.monthFirst(p)
	case t.season() > 0:
		c.i++
		p.season = t.season()
		c.skipFillers()
		return c.year(p)
	case t.digits == 4 && c.isMark(1) && c.peek(2).digits > 0:
		return c.numericYearFirst(p)
	case t.digits == 4:
		return c.year(p)
	case t.digits == 0 || t.digits > 2:
		if p.third != thirdNotSet && c.done() {
			return nil
		}
		return errHint
	case c.isMark(1) && c.peek(2).digits > 0:
		return c.numeric(p)
	}
	return c.dayFirst(p)
}

// isMark says that the token n places ahead may stand between the numbers of a date.
func (c *cursor) isMark(n int) bool { return c.peek(n).is("/", "-", ".") }

// dayFirst reads 12 March 2019, 12-Mar-2019, 12th of March, 12.
func (c *cursor) dayFirst(p *point) error {
	p.day = c.peek(0).number
	c.i++
	if p.day == 0 {
		return errHint
	}
	c.skipFillers()
	c.take("-", "/", ".")
	if m := c.peek(0).month(); m > 0 {
		p.month = m
		c.i++
		return c.year(p)
	}
	return nil
}

// monthFirst reads March 2019, March 12 2019, March.
func (c *cursor) monthFirst(p *point) error {
	p.month = c.peek(0).month()
	c.i++
	c.skipFillers()
	c.take(".")
	if t := c.peek(0); (t.digits == 1 || t.digits == 2) && t.number > 0 {
		p.day = t.number
		c.i++
	}
	return c.year(p)
}

// year reads a year if one comes next, and refuses one of two digits.
func (c *cursor) year(p *point) error {
	mark := c.i
	c.take("-", "/", ".", ",")
	c.skipFillers()
	t := c.peek(0)
	if t.digits == 4 {
		p.year = t.number
		c.i++
		return nil
	}
	if t.digits > 0 && !c.clockAhead() {
		return errNoYear
	}
	c.i = mark
	return nil
}

// numeric reads 12/3/2019, 12.3.2019, 12-3-2019, and 3/2019 for a month.
func (c *cursor) numeric(p *point) error {
	first, second, last := c.peek(0), c.peek(2), c.peek(4)
	if second.digits == 4 {
		c.i += 3
		p.year = second.number
		return p.setMonth(first.number)
	}
	if c.peek(3).text != c.peek(1).text || last.digits == 0 {
		return errHint
	}
	if last.digits != 4 {
		return errNoYear
	}
	c.i += 5
	p.day, p.year = first.number, last.number
	if p.day == 0 {
		return errHint
	}
	if p.day <= 12 && second.number > 12 {
		return errDayFirst
	}
	return p.setMonth(second.number)
}

// numericYearFirst reads 2019/3/12, 2019-3-12 and 2019-3.
func (c *cursor) numericYearFirst(p *point) error {
	p.year = c.peek(0).number
	month, day := c.peek(2), c.peek(4)
	c.i += 3
	if c.isMark(0) && day.digits > 0 {
		c.i += 2
		p.day = day.number
		if p.day == 0 {
			return errHint
		}
	}
	return p.setMonth(month.number)
}

func (p *point) setMonth(n int) error {
	if n < 1 || n > 12 {
		return errHint
	}
	p.month = time.Month(n)
	return nil
}

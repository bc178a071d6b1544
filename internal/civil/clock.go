package civil

// clockAhead says that what comes next can only be a clock time: 14:30, 2pm, 2.30pm, 1430 hrs, noon.
func (c *cursor) clockAhead() bool {
	t, u := c.peek(0), c.peek(1)
	if t.is("noon", "midday", "midnight") {
		return true
	}
	if t.digits == 0 || t.digits > 2 {
		return t.digits == 4 && u.is("hrs", "hours", "h")
	}
	return u.is(":", "am", "pm") || u.is(".") && c.peek(2).digits > 0 && c.peek(3).is("am", "pm")
}

// clock reads 14:30, 14.30, 1430 hrs, 2pm, 2.30 pm, noon.
func (c *cursor) clock(p *point) error {
	p.timed = true
	if c.take("midnight") {
		return errMidnight
	}
	if c.take("noon", "midday") {
		p.hour = 12
		return nil
	}
	hour := c.peek(0)
	if hour.digits == 0 {
		return errHint
	}
	c.i++
	if hour.digits == 4 {
		p.hour, p.minute = hour.number/100, hour.number%100
		c.take("hrs", "hours", "h")
		return p.clockInRange()
	}
	p.hour = hour.number
	minute := token{}
	if c.peek(0).is(":", ".") && c.peek(1).digits == 2 {
		minute = c.peek(1)
		c.i += 2
	}
	p.minute = minute.number
	switch {
	case c.peek(0).is("am", "pm"):
		if p.hour < 1 || p.hour > 12 {
			return errTime
		}
		p.hour %= 12
		if c.peek(0).is("pm") {
			p.hour += 12
		}
		c.i++
	case hour.digits != 2 || minute.digits == 0:
		return errMeridian
	}
	c.take("hrs", "hours", "h")
	return p.clockInRange()
}

func (p *point) clockInRange() error {
	if p.hour > 23 || p.minute > 59 {
		return errTime
	}
	return nil
}

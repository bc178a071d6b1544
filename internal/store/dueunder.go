package store

import (
	"context"
	"strings"
)

// DueUnder says which of what is due a list is of by the rules behind it, whoever must do
// it and whether or not anybody must.
type DueUnder struct {
	Rules []string
	// Passed keeps what nobody must do after its day too: whoever waits for a decision
	// waits on when the day that was only recommended has gone by.
	Passed bool
}

const (
	dueColumnsOf = `SELECT d.due_at AS due_at, d.chronology AS chronology, d.deadline AS deadline, d.from_at AS from_at FROM `
	underSQL     = ` AND {due} AND EXISTS (SELECT 1 FROM deadline x WHERE x.chronology = d.chronology AND x.id = d.deadline AND x.rule IN ({rules}))`
)

// walk goes through it, the earliest first. $4 and $5 bound the page, and the rules follow.
func (of DueUnder) walk(r Reader) string {
	const order = "\nORDER BY due_at, chronology, deadline LIMIT $4 OFFSET $5"
	may, either := mayAt, runsSQL
	if of.Passed {
		may, either = `d.must = FALSE`, `d.must IN (TRUE, FALSE)`
	}
	walk := dueColumnsOf + `due d WHERE ` + mustSQL + underSQL + "\nUNION ALL " + dueColumnsOf + `due d WHERE ` + may + underSQL + order
	if r.Beside {
		walk = dueColumnsOf + `{beside} b CROSS JOIN due d WHERE d.chronology = b.chronology AND ` + either + underSQL + order
	}
	return strings.ReplaceAll(walk, "{rules}", places(6, len(of.Rules)))
}

func (of DueUnder) args(most, skip int) []any {
	args := []any{most, skip}
	for _, rule := range of.Rules {
		args = append(args, rule)
	}
	return args
}

// DuesUnder lists some of what is due for a reader's people, the earliest first.
func (s *Store) DuesUnder(ctx context.Context, r Reader, of DueUnder, most, skip int) ([]Due, error) {
	if len(of.Rules) == 0 {
		return nil, nil
	}
	return s.dues(ctx, r, strings.ReplaceAll(duesSQL, "{walk}", of.walk(r)), of.args(most, skip))
}

// CountDuesUnder counts it with the list's own condition, as far as MostCounted.
func (s *Store) CountDuesUnder(ctx context.Context, r Reader, of DueUnder) (int, error) {
	if len(of.Rules) == 0 {
		return 0, nil
	}
	var n int
	query := strings.ReplaceAll(countWaitedSQL, "{walk}", of.walk(r))
	err := s.list(ctx, r, query, of.args(MostCounted+1, 0), func(scan func(...any) error) error { return scan(&n) })
	return n, err
}

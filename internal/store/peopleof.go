package store

import (
	"context"
	"strings"

	"waymark/internal/ident"
)

// PeopleOf narrows a list of people by what lies in clear: what is late and who must do it,
// under which rules a clock runs, and who walks beside them. The zero value narrows nothing.
type PeopleOf struct {
	Late   []string     // something is late that one of these must do
	Rules  []string     // a clock runs under one of these rules
	Worker ident.Worker // whom this worker of the organisation walks beside
	Alone  bool         // whom nobody of the organisation walks beside
	Newest bool         // those whose record was opened last first, not those with the nearest date
}

// all says whether nothing is narrowed, and the order is the list's own.
func (of PeopleOf) all() bool {
	return of.Late == nil && of.Rules == nil && of.Worker == "" && !of.Alone && !of.Newest
}

// walks says whether the people are found by going through what is due: those for whom
// nothing is are not among them, and the order is that of the index.
func (of PeopleOf) walks(r Reader) bool {
	return !r.Beside && !of.Newest && of.Worker == "" && (of.Late != nil || of.Rules != nil)
}

// What narrows people, of whoever lies in {of}: a row of what is due in the same case and
// interval is called {d}, {same} says that it is, and {n} are the arguments.
const (
	lateSQL = ` AND EXISTS (SELECT 1 FROM due {d} WHERE {d}.chronology = {of}.chronology AND {d}.must = TRUE AND {d}.due_at <= $2 AND {d}.owner IN ({n}) AND {same})`
	ruleSQL = ` AND EXISTS (SELECT 1 FROM due {d} JOIN deadline x ON x.chronology = {d}.chronology AND x.id = {d}.deadline
WHERE {d}.chronology = {of}.chronology AND ({d}.must = TRUE OR {d}.due_at > $2) AND x.rule IN ({n}) AND {same})`
	withSQL  = ` AND {of}.chronology IN (SELECT l.chronology FROM link l WHERE l.worker = {n} AND ` + besideNowSQL + `)`
	aloneSQL = ` AND NOT EXISTS (SELECT 1 FROM link l WHERE l.chronology = {of}.chronology AND ` + besideNowSQL + `)`

	sameOfPerson = `d.organisation = $1 AND d.from_at = s.from_at AND {opens d}`
	personNext   = personRow + `, COALESCE((SELECT MIN(d.due_at) FROM due d WHERE d.chronology = s.chronology AND ` + runsSQL + ` AND ` + sameOfPerson + `), $6) AS next
FROM {people} AND {rows} AND {opens}`
)

// narrow writes the conditions, with their arguments from a place on.
func (of PeopleOf) narrow(from int, words *strings.Replacer) (conditions string, args []any) {
	add := func(text string, more ...string) {
		conditions += words.Replace(strings.ReplaceAll(text, "{n}", places(from+len(args), len(more))))
		for _, m := range more {
			args = append(args, m)
		}
	}
	if of.Late != nil {
		add(lateSQL, of.Late...)
	}
	if of.Rules != nil {
		add(ruleSQL, of.Rules...)
	}
	if of.Worker != "" {
		add(withSQL, string(of.Worker))
	}
	if of.Alone {
		add(aloneSQL)
	}
	return conditions, args
}

var (
	ofPerson = strings.NewReplacer("{d}", "d", "{of}", "s", "{same}", sameOfPerson)
	ofDue    = strings.NewReplacer("{d}", "e", "{of}", "d", "{same}", "{same e}")
)

// query is the list of those people for a reader, with its arguments.
func (of PeopleOf) query(r Reader, most, skip int) (string, []any) {
	if of.walks(r) {
		bound, args := of.narrow(6, ofDue)
		if of.Late != nil {
			bound = ` AND d.due_at <= $2` + bound // what is late comes first
		}
		return walked(waitedSQL, r, firstSQL+bound), append([]any{most, skip}, args...)
	}
	bound, args := of.narrow(7, ofPerson)
	order := ` ORDER BY next, s.chronology`
	if of.Newest {
		order = ` ORDER BY s.chronology DESC`
	}
	return peopled(personNext, r) + bound + order + ` LIMIT $4 OFFSET $5`, append([]any{most, skip, MomentOf(Never)}, args...)
}

// PeopleLike lists those of a reader's people whom of describes.
func (s *Store) PeopleLike(ctx context.Context, r Reader, of PeopleOf, most, skip int) ([]PersonRow, error) {
	if of.all() {
		return s.People(ctx, r, most, skip)
	}
	query, args := of.query(r, most, skip)
	return s.people(ctx, r, query, args...)
}

// CountPeopleLike counts them with the same conditions, as far as MostCounted.
func (s *Store) CountPeopleLike(ctx context.Context, r Reader, of PeopleOf) (int, error) {
	if of.all() {
		return s.CountPeople(ctx, r)
	}
	var n int
	query, args := of.query(r, MostCounted+1, 0)
	err := s.list(ctx, r, `SELECT COUNT(*) FROM (`+query+`) c`, args, func(scan func(...any) error) error { return scan(&n) })
	return n, err
}

package store

import (
	"context"

	"waymark/internal/ident"
)

// project writes the computed rows that differ, and only those.
func project(ctx context.Context, tx *txn, p Put) error {
	id := p.Loaded.ID
	x := func(query string, args ...any) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
	if err := differ(p.Before.Access, p.After.Access, func(r Access) any { return [2]string{string(r.Entry), string(r.Organisation)} }, same,
		func(r Access) error {
			return x(`DELETE FROM access WHERE chronology = $1 AND entry = $2 AND organisation = $3`, string(id), string(r.Entry), string(r.Organisation))
		}, func(r Access) error {
			return x(`INSERT INTO access (chronology, entry, organisation, basis, labels, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				string(id), string(r.Entry), string(r.Organisation), r.Basis, int64(r.Labels), r.From, r.Until)
		}); err != nil {
		return err
	}
	if err := differ(p.Before.Links, p.After.Links, func(r Link) any { return [2]string{string(r.Entry), string(r.Worker)} }, same,
		func(r Link) error {
			return x(`DELETE FROM link WHERE chronology = $1 AND entry = $2 AND worker = $3`, string(id), string(r.Entry), string(r.Worker))
		}, func(r Link) error {
			return x(`INSERT INTO link (chronology, entry, worker, bond, organisation, from_at, until_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				string(id), string(r.Entry), string(r.Worker), r.Bond, string(r.Organisation), r.From, r.Until)
		}); err != nil {
		return err
	}
	if err := projectDeadlines(id, p.Opens, p.Before.Deadlines, p.After.Deadlines, x); err != nil {
		return err
	}
	return projectSummaries(id, p, x)
}

// projectDeadlines writes deadlines, and lays them out for the lists of those who read
// already; nobody does where the act opens the chronology.
func projectDeadlines(id ident.Chronology, opens bool, before, after []Deadline, x func(string, ...any) error) error {
	return differ(before, after, func(r Deadline) any { return r.ID }, Deadline.SameAs,
		func(r Deadline) error {
			if err := x(`DELETE FROM deadline WHERE chronology = $1 AND id = $2`, string(id), r.ID); err != nil {
				return err
			}
			return dropDue(id, r, x)
		}, func(r Deadline) error {
			if err := x(`INSERT INTO deadline (chronology, id, rule, start, running, must, due_at, owner, labels, print, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
				string(id), r.ID, r.Rule, string(r.Start), r.Running, r.Must, r.DueAt, r.Owner, int64(r.Labels), r.Print, r.Sealed); err != nil || opens {
				return err
			}
			return projectDue(id, r, x)
		})
}

func projectSummaries(id ident.Chronology, p Put, x func(string, ...any) error) error {
	return differ(p.Before.Summaries, p.After.Summaries, func(r Summary) any { return [2]any{r.Organisation, r.From} },
		Summary.SameAs,
		func(r Summary) error {
			if err := x(`DELETE FROM summary WHERE organisation = $1 AND chronology = $2 AND from_at = $3`, string(r.Organisation), string(id), r.From); err != nil {
				return err
			}
			return dropDueOf(id, r, x)
		}, func(r Summary) error {
			if err := x(`INSERT INTO summary (chronology, organisation, from_at, until_at, labels, bases, print, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
				string(id), string(r.Organisation), r.From, r.Until, int64(r.Labels), r.Bases, r.Print, r.Sealed); err != nil {
				return err
			}
			return projectDueOf(id, r, x)
		})
}

// SameAs says whether two rows say the same; sealed bytes differ at every sealing.
func (r Deadline) SameAs(o Deadline) bool {
	return r.ID == o.ID && r.Rule == o.Rule && r.Start == o.Start && r.Running == o.Running && r.Must == o.Must && r.DueAt == o.DueAt &&
		r.Owner == o.Owner && r.Labels == o.Labels && r.Print == o.Print
}

// SameAs says whether two rows say the same; sealed bytes differ at every sealing.
func (a Summary) SameAs(b Summary) bool {
	return a.Organisation == b.Organisation && a.From == b.From && a.Until == b.Until && a.Labels == b.Labels && a.Bases == b.Bases && a.Print == b.Print
}

func same[T comparable](a, b T) bool { return a == b }

// differ removes rows that are gone or changed, then adds those that are new or changed.
func differ[T any](before, after []T, key func(T) any, equal func(a, b T) bool, remove, add func(T) error) error {
	byKey := func(rows []T) func(T) bool {
		m := make(map[any]T, len(rows))
		for _, r := range rows {
			m[key(r)] = r
		}
		return func(r T) bool {
			o, ok := m[key(r)]
			return ok && equal(o, r)
		}
	}
	stays, lies := byKey(after), byKey(before)
	for _, r := range before {
		if !stays(r) {
			if err := remove(r); err != nil {
				return err
			}
		}
	}
	for _, r := range after {
		if !lies(r) {
			if err := add(r); err != nil {
				return err
			}
		}
	}
	return nil
}

package desk

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/store"
)

// directory remembers organisations and workers as they were last read; an opaque token
// from the store says when one has changed.
type directory struct {
	mu    sync.Mutex
	known map[ident.Chronology]remembered
}

type remembered struct {
	token string
	state organisation.State
}

// Names says who organisations and workers are.
type Names struct {
	states map[ident.Chronology]organisation.State
}

// Organisation gives an organisation's name.
func (n Names) Organisation(id ident.Organisation) string {
	if id == ident.Organisation(OperatorID) {
		return "outside every organisation"
	}
	return cmp.Or(n.states[ident.Chronology(id)].Name, "An organisation not known here")
}

// Worker gives a worker's name.
func (n Names) Worker(id ident.Worker) string {
	if id == OperatorID {
		return "Those who run Waymark"
	}
	return cmp.Or(n.states[ident.Chronology(id)].Name, "Somebody not known here")
}

// Organisations lists the organisations by name.
func (n Names) Organisations() []ident.Organisation {
	var out []ident.Organisation
	for id, s := range n.states {
		if s.Founded {
			out = append(out, ident.Organisation(id))
		}
	}
	slices.SortFunc(out, func(a, b ident.Organisation) int {
		return cmp.Or(cmp.Compare(n.Organisation(a), n.Organisation(b)), cmp.Compare(a, b))
	})
	return out
}

// Sort says what an organisation is.
func (n Names) Sort(id ident.Organisation) organisation.Sort {
	return n.states[ident.Chronology(id)].Sort
}

// Workers lists the workers of an organisation by name: people, and those who left left out.
func (n Names) Workers(of ident.Organisation) []ident.Worker {
	var out []ident.Worker
	for id, s := range n.states {
		if s.Joined && !s.Gone && s.For == of && s.Role != organisation.Program {
			out = append(out, ident.Worker(id))
		}
	}
	slices.SortFunc(out, func(a, b ident.Worker) int { return cmp.Or(cmp.Compare(n.Worker(a), n.Worker(b)), cmp.Compare(a, b)) })
	return out
}

// Program finds a program of an organisation by its name; "" if there is none.
func (n Names) Program(of ident.Organisation, name string) ident.Worker {
	for id, s := range n.states {
		if s.Joined && !s.Gone && s.For == of && s.Role == organisation.Program && s.Name == name {
			return ident.Worker(id)
		}
	}
	return ""
}

// At is where a worker works; "" for nobody known here, or who left.
func (n Names) At(id ident.Worker) ident.Organisation {
	s := n.states[ident.Chronology(id)]
	if !s.Joined || s.Gone {
		return ""
	}
	return s.For
}

// OperatorID stands as the author of what those who run Waymark set up by command.
const OperatorID ident.Worker = "00000000000000000000000000"

// Operator is those who run Waymark: they open organisations and workers and see no
// case.
func Operator() policy.Actor {
	return policy.Actor{Worker: OperatorID, Organisation: ident.Organisation(OperatorID), Remit: policy.Elsewhere, Role: policy.Operator, Purpose: policy.Oversight}
}

// RemitOf is what an organisation of a sort is there for, as the policies ask it; "" for
// what is no sort, and then they answer nothing.
func RemitOf(s organisation.Sort) policy.Remit {
	switch {
	case !s.Valid():
		return ""
	case s == organisation.EnforcementAuthority:
		return policy.Enforcing
	case s.Supports():
		return policy.Supporting
	}
	return policy.Elsewhere
}

// Names reads who organisations and workers are; only those that changed are opened.
func (d *Desk) Names(ctx context.Context) (Names, error) {
	out := Names{states: map[ident.Chronology]organisation.State{}}
	for _, sort := range []store.Sort{store.Organisation, store.Worker} {
		tokens, err := d.store.OfSort(ctx, sort)
		if err != nil {
			return Names{}, err
		}
		for id, token := range tokens {
			s, err := d.remember(ctx, id, token)
			if err != nil {
				return Names{}, err
			}
			out.states[id] = s
		}
	}
	return out, nil
}

func (d *Desk) remember(ctx context.Context, id ident.Chronology, token string) (organisation.State, error) {
	d.names.mu.Lock()
	r, ok := d.names.known[id]
	d.names.mu.Unlock()
	if ok && r.token == token {
		return r.state, nil
	}
	f, err := d.load(ctx, id)
	if err != nil {
		return organisation.State{}, err
	}
	entries, err := f.open(ctx, label.Of(label.General), nil)
	if err != nil {
		return organisation.State{}, err
	}
	state := casefile.Put(d.kinds, id, entries, chronology.At{}).Organisation
	d.names.mu.Lock()
	defer d.names.mu.Unlock()
	if d.names.known == nil {
		d.names.known = map[ident.Chronology]remembered{}
	}
	d.names.known[id] = remembered{token: token, state: state}
	return state, nil
}

// world is what acts may ask of organisations, workers and roles; no case is in it yet.
func (d *Desk) world(ctx context.Context) casefile.World {
	state := func(id string) organisation.State {
		names, err := d.Names(ctx)
		if err != nil {
			return organisation.State{}
		}
		return names.states[ident.Chronology(id)]
	}
	return casefile.World{
		Cases:         map[ident.Chronology]casefile.Case{},
		Organisations: func(id ident.Organisation) bool { return state(string(id)).Founded },
		Sorts:         func(id ident.Organisation) organisation.Sort { return state(string(id)).Sort },
		Workers: func(of ident.Organisation, id ident.Worker) bool {
			s := state(string(id))
			return s.Joined && !s.Gone && s.For == of && s.Role != organisation.Program
		},
		Roles: knownRole,
	}
}

func knownRole(r string) bool {
	_, err := policy.ParseRole(r)
	return err == nil
}

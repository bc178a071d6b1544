package policy

import (
	"slices"
	"sync"

	"waymark/internal/label"
)

// memo remembers answers. The policies do not change while Waymark runs and look at
// nothing but the question, so the same question has the same answer; a list asks few
// different ones very often. Where a policy looks at one worker or one case in particular
// nothing is remembered, and an alarm never is.
type memo struct {
	mu    sync.RWMutex
	opens map[point]label.Set
	acts  map[point]Decision
}

// point is everything of a question that an answer can depend on.
type point struct {
	action  string
	remit   Remit
	role    Role
	purpose Purpose
	held    label.Set
	linked  bool
	keeper  bool
	bases   [mostGrounds]label.Set // by their place among grounds

	// What a program's token was given for.
	given, named bool
	scope        label.Set
}

// mostGrounds is how many grounds a point has room for: all that there are, and some.
const mostGrounds = 16

// mostRemembered bounds how many answers are kept; then it begins anew.
const mostRemembered = 1 << 13

func newMemo() *memo { return &memo{opens: map[point]label.Set{}, acts: map[point]Decision{}} }

// at is the point of a question; of one outside any case, s is nil.
func at(a Actor, s *Situation, action string) point {
	p := point{action: action, remit: a.Remit, role: a.Role, purpose: a.Purpose, given: a.Token.gave(action)}
	if a.Token != nil && action == open {
		p.scope = a.Token.Labels
	}
	if s != nil {
		p.held, p.linked, p.keeper = s.Held, s.Linked, s.Keeper
		p.named = a.Token.named(s.Chronology)
		for b, ls := range s.Bases {
			if i := slices.Index(grounds, b); i >= 0 {
				p.bases[i] = ls
			}
		}
	}
	return p
}

// decide gives the answer at a point, asking only where it is not remembered.
func (m *memo) decide(p point, ask func() Decision) Decision {
	if m == nil {
		return ask()
	}
	m.mu.RLock()
	d, ok := m.acts[p]
	m.mu.RUnlock()
	if !ok {
		if d = ask(); d.Alarm != nil {
			return d
		}
		m.mu.Lock()
		keep(m.acts, p, d)
		m.mu.Unlock()
	}
	d.Because = slices.Clone(d.Because)
	return d
}

// open is decide for what may be opened.
func (m *memo) open(p point, ask func() (label.Set, []Alarm)) (label.Set, []Alarm) {
	if m == nil {
		return ask()
	}
	m.mu.RLock()
	labels, ok := m.opens[p]
	m.mu.RUnlock()
	if ok {
		return labels, nil
	}
	labels, alarms := ask()
	if len(alarms) > 0 {
		return labels, alarms
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	keep(m.opens, p, labels)
	return labels, nil
}

func keep[T any](answers map[point]T, p point, answer T) {
	if len(answers) >= mostRemembered {
		clear(answers)
	}
	answers[p] = answer
}

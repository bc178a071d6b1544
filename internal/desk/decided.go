package desk

import (
	"slices"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/decision"
	"waymark/internal/ident"
	"waymark/internal/referral"
)

// A referral gives an authority sight of the record so that it can decide. Once it has
// decided, that duty is done, and what it holds from then on it holds on a duty that was
// carried out: the policies say what is left of it, and inside immigration enforcement
// that is next to nothing. Where reconsideration is asked for, the duty is there again.

// accessOf folds the access and the links that lines give.
func (d *Desk) accessOf(lines []chronology.Line) ([]chronology.Access, []chronology.Link) {
	access, links := d.kinds.AccessOf(lines)
	turns := turnsOf(lines)
	var out []chronology.Access
	for _, a := range access {
		of, sent := turns.referral(a)
		if a.Basis != chronology.StatutoryDuty || !sent {
			out = append(out, a)
			continue
		}
		out = append(out, carriedOut(a, turns.of[of])...)
	}
	return out, links
}

// turn is where a duty to decide was carried out, or began anew.
type turn struct {
	entry ident.Entry
	at    time.Time
	done  bool
}

type turns struct {
	of   map[ident.Entry][]turn             // by referral, as they were recorded
	sent map[ident.Entry]ident.Entry        // the referral by its own id and by those of its corrections
	last map[ident.Organisation]ident.Entry // the latest referral to an organisation
}

func turnsOf(lines []chronology.Line) turns {
	t := turns{of: map[ident.Entry][]turn{}, sent: map[ident.Entry]ident.Entry{}, last: map[ident.Organisation]ident.Entry{}}
	for _, l := range lines {
		switch b := l.Body.(type) {
		case *referral.Sent:
			t.sent[l.ID] = l.ID
			for _, c := range l.Corrections {
				t.sent[c.ID] = l.ID
			}
			t.last[b.To.Or("")] = l.ID
		case *decision.Made:
			done := b.Stage.Or("") == decision.ConclusiveGrounds || b.Outcome.Or("") == decision.Negative
			t.add(l, b.Referral.Or(""), done)
		case *decision.Asked:
			t.add(l, b.Referral.Or(""), false)
		}
	}
	for _, all := range t.of {
		slices.SortStableFunc(all, func(a, b turn) int { return a.at.Compare(b.at) })
	}
	return t
}

func (t turns) add(l chronology.Line, of ident.Entry, done bool) {
	if l.Corrects == nil && !l.Struck {
		t.of[of] = append(t.of[of], turn{l.ID, l.Recorded, done})
	}
}

// referral is the one that gave an access. Where its ending was taken back, the access
// names that, and it is the latest referral there.
func (t turns) referral(a chronology.Access) (ident.Entry, bool) {
	if of, ok := t.sent[a.Entry]; ok {
		return of, true
	}
	of, ok := t.last[a.To]
	return of, ok
}

// carriedOut cuts an access where the duty that it rests on was carried out, or began
// anew. Each piece names what it began with.
func carriedOut(a chronology.Access, turns []turn) []chronology.Access {
	out := []chronology.Access{a}
	for _, t := range turns {
		last := &out[len(out)-1]
		basis := chronology.StatutoryDuty
		if t.done {
			basis = chronology.DutyDone
		}
		if !last.Until.IsZero() && !t.at.Before(last.Until) || last.Basis == basis {
			continue
		}
		if !t.at.After(last.From) {
			last.Basis = basis
			continue
		}
		next := *last
		next.Entry, next.Basis, next.From = t.entry, basis, t.at
		last.Until = t.at
		out = append(out, next)
	}
	return out
}

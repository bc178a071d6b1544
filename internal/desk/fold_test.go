package desk

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/store"
	"waymark/internal/support"
)

func sharedWith(org ident.Organisation, why answer.Of[answer.Text]) consent.Share {
	return consent.Share{Happened: civil.On(civil.DayOf(noon)), Body: consent.Shared{To: answer.Given(org), Labels: answer.Given(label.Of(label.General, label.Identity)), Basis: answer.Given(chronology.Consent), Why: why}}
}

// anAct draws something that somebody may try to do on a case as it stands.
func (h *house) anAct(t *rapid.T, on ident.Chronology) casefile.Act {
	c := h.view(h.tom, on).Case
	line := rapid.SampledFrom(c.Lines).Draw(t, "line")
	back := civil.On(civil.DayOf(h.set.Now()).Add(-rapid.IntRange(0, 60).Draw(t, "days ago")))
	ref, _ := c.Referral.Latest()
	worker := rapid.SampledFrom([]policy.Actor{h.nadia, h.sam, h.ruth}).Draw(t, "worker")
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0:
		return casefile.Allocate(on, support.Allocate{Happened: back, Body: support.Allocated{Worker: answer.Given(worker.Worker)}})
	case 1:
		if len(c.Support.Beside) > 0 {
			return casefile.Release(on, support.Release{Happened: back, Body: support.Released{Allocation: answer.Given(c.Support.Beside[0].Allocation)}})
		}
		return h.supported(on, "outreach")
	case 2:
		s := sharedWith(rapid.SampledFrom([]ident.Organisation{h.other, h.sca}).Draw(t, "to"), words("Why."))
		s.Body.Labels = answer.Given(rapid.SampledFrom([]label.Set{label.Of(label.General), label.Of(label.General, label.Identity), consent.CanBeShared}).Draw(t, "labels"))
		if rapid.Bool().Draw(t, "ends") {
			s.Body.Until = answer.Given(civil.On(civil.DayOf(h.set.Now()).Add(rapid.IntRange(0, 5).Draw(t, "in days"))))
		}
		return casefile.Share(on, s)
	case 3:
		if len(c.Consent.Running) > 0 {
			return casefile.EndSharing(on, consent.End{Happened: back, Body: consent.Ended{Sharing: answer.Given(c.Consent.Running[0].Entry)}})
		}
		return h.supported(on, "safehouse")
	case 4:
		return casefile.Correct(on, casefile.Correction{Of: line.ID, Fields: []string{chronology.Whole}, Body: emptyLike(h, line), Why: words("Not here.")}, casefile.LineTopic(line.ID)(c))
	case 5:
		return casefile.Correct(on, casefile.Correction{Of: line.ID, Fields: []string{chronology.Date}, Happened: back, Body: emptyLike(h, line), Why: words("Another day.")}, casefile.LineTopic(line.ID)(c))
	case 6:
		return h.described(on, person.Described{ChosenName: answer.Given(rapid.StringMatching(`[A-Z][a-z]{2,8}`).Draw(t, "name"))})
	case 7:
		b := contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(rapid.SampledFrom([]contact.Reached{"yes", "no-answer"}).Draw(t, "reached"))}
		return casefile.RecordContact(on, contact.Record{Happened: back, Body: b})
	case 8:
		return h.decided(on, ref.ID, rapid.SampledFrom([]decision.Outcome{decision.Positive, decision.Negative}).Draw(t, "outcome"), "Because.")
	case 9:
		out := decision.Outcome("positive")
		if n := len(c.Decision.Made); n > 0 {
			out = c.Decision.Made[n-1].Body.(*decision.Made).Outcome.Or(out)
		}
		return casefile.TellDecision(on, decision.Tell{Happened: back, Body: decision.Told{Referral: answer.Given(ref.ID), Stage: answer.Given(decision.ReasonableGrounds), Outcome: answer.Given(out), Reasons: answer.Given(decision.Reasons("given"))}})
	case 10:
		return h.left(on, "Leave.")
	default:
		return h.supported(on, "asylum-accommodation")
	}
}

func emptyLike(h *house, l chronology.Line) any {
	k, _ := h.kinds.Find(l.Kind)
	return k.NewBody()
}

// Rows are what a fresh fold of the entries gives, whatever was done and in which order.
func TestRowsAreAFreshFold(t *testing.T) { onBoth(t, rowsAreAFreshFold) }

func rowsAreAFreshFold(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	done, refused := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		on := h.met("Somebody")
		h.refer(on)
		for range rapid.IntRange(1, 8).Draw(rt, "acts") {
			h.set.Advance(time.Duration(rapid.IntRange(1, 40).Draw(rt, "hours")) * time.Hour)
			act := h.anAct(rt, on)
			by := h.tom
			if act.Name == "decision.make" {
				by = h.grace
			}
			switch _, err := h.Do(ctx, by, h.NewAct(), act); errs.KindOf(err) {
			case errs.Internal:
				if err != nil {
					rt.Fatalf("%s: %v", act.Name, err)
				}
				done[act.Name]++
			case errs.Unavailable:
				rt.Fatalf("%s: %v", act.Name, err)
			case errs.Invalid, errs.Denied, errs.NotFound, errs.Conflict, errs.Stale:
				refused++
			}
			h.checkRows(rt, on)
		}
	})
	if len(done) < 10 || refused == 0 {
		t.Errorf("done were %v, and %d were refused: too little to tell", done, refused)
	}
}

func (h *house) checkRows(t *rapid.T, on ident.Chronology) {
	f, err := h.load(ctx, on)
	if err != nil {
		t.Fatal(err)
	}
	fresh := &rested{file: f}
	if fresh.entries, err = f.open(ctx, label.Everything(), nil); err != nil {
		t.Fatal(err)
	}
	want, err := h.project(ctx, fresh)
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.store.Rows(ctx, on)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "access", got.Access, want.Access, func(a, b store.Access) bool { return a == b })
	same(t, "links", got.Links, want.Links, func(a, b store.Link) bool { return a == b })
	same(t, "deadlines", got.Deadlines, want.Deadlines, store.Deadline.SameAs)
	same(t, "summaries", got.Summaries, want.Summaries, store.Summary.SameAs)
}

func same[T any](t *rapid.T, what string, got, want []T, equal func(a, b T) bool) {
	missing := slices.ContainsFunc(want, func(w T) bool {
		return !slices.ContainsFunc(got, func(g T) bool { return equal(g, w) })
	})
	if missing || len(got) != len(want) {
		t.Fatalf("%s lie there as %s\nwant %s", what, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
	}
}

// The seconds of an organisation's access are cut at every edge: at any moment one row
// holds, with what holds then.
func TestIntervalsCoverAccess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var access []chronology.Access
		at := func(name string) time.Time {
			return noon.Add(time.Duration(rapid.IntRange(0, 8).Draw(t, name)) * time.Hour)
		}
		for range rapid.IntRange(0, 5).Draw(t, "accesses") {
			a := chronology.Access{
				To: rapid.SampledFrom([]ident.Organisation{"o", "p"}).Draw(t, "to"), Labels: rapid.SampledFrom([]label.Set{label.Of(label.General), label.Of(label.Health, label.Legal)}).Draw(t, "labels"),
				Basis: rapid.SampledFrom([]chronology.Basis{chronology.Consent, chronology.Keeper}).Draw(t, "basis"), From: at("from"),
			}
			if rapid.Bool().Draw(t, "ends") {
				a.Until = at("until")
			}
			access = append(access, a)
		}
		rows := intervals(access)
		begins := map[string]bool{} // a row is known by its reader and its beginning
		for _, r := range rows {
			key := string(r.org) + r.from.String()
			if begins[key] || (!r.until.IsZero() && !r.from.Before(r.until)) {
				t.Fatalf("two rows of one beginning, or one that ends before it: %+v", rows)
			}
			begins[key] = true
		}
		for _, org := range []ident.Organisation{"o", "p", "q"} {
			for half := range 20 {
				now := noon.Add(time.Duration(half) * 30 * time.Minute)
				var holding []interval
				for _, r := range rows {
					if r.org == org && !now.Before(r.from) && (r.until.IsZero() || now.Before(r.until)) {
						holding = append(holding, r)
					}
				}
				want := chronology.Held(access, org, now)
				switch {
				case want.Empty() && len(holding) == 0:
				case len(holding) != 1 || holding[0].labels != want || len(holding[0].bases) == 0:
					t.Fatalf("%s at %v: %+v, want one row with %s", org, now, holding, want)
				}
			}
		}
	})
}

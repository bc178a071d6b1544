package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/chronology"
	"waymark/internal/label"
)

func TestBasesReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Bases{}
		for _, c := range rapid.SliceOf(rapid.SampledFrom(chronology.Basis("").Codes())).Draw(t, "bases") {
			b.Add(c.Value, label.Set(rapid.Uint32().Draw(t, "covers")).Only(label.Everything()))
		}
		got := ParseBases(b.String())
		if got.String() != b.String() || got.Held() != b.Held() || !slices.Equal(got.All(), b.All()) {
			t.Fatalf("%v is read back as %v", b, got)
		}
		for _, l := range label.All() {
			if !slices.Equal(got.Of(l), b.Of(l)) {
				t.Fatalf("%s lies on %v, is read back on %v", l, b.Of(l), got.Of(l))
			}
		}
	})
}

// A text that Waymark did not write gives no bases, so that nothing is held on them.
func TestBrokenBasesHoldNothing(t *testing.T) {
	if got := ParseBases("consent=2;own=4"); got.Held() != label.Of(label.General, label.Identity) {
		t.Fatalf("control: %v", got)
	}
	for _, text := range []string{"", "own", "consent, own", "own=", "own=x", "own=-1", "own=1", "own=4294967296", "own=2;", "consent=2;own"} {
		if got := ParseBases(text); len(got) > 0 || !got.Held().Empty() {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// The firewall, in words: a case owner under a duty reads immigration where the person
// agreed to that. That they agreed to something else, or that a contract covers it, opens
// nothing; nor does a contract open what the duty does not cover.
func TestConsentToOneThingOpensNoOther(t *testing.T) {
	e := shipped(t)
	owner := Actor{Worker: "worker", Organisation: "authority", Remit: Elsewhere, Role: CaseOwner, Purpose: Deciding}
	general, immigration, account := label.Of(label.General), label.Of(label.Immigration), label.Of(label.Account)
	for name, x := range map[string]struct {
		actor Actor
		bases Bases
		want  label.Set
	}{
		"agreed-to-it":        {owner, Bases{"statutory duty": general, "consent": immigration}, general.With(immigration)},
		"agreed-to-another":   {owner, Bases{"statutory duty": general.With(immigration), "consent": general}, general},
		"held-by-contract":    {owner, Bases{"statutory duty": general, "consent": general, "contract": immigration}, general},
		"account-by-contract": {owner, Bases{"statutory duty": general, "contract": account}, general},
		"account-by-consent":  {owner, Bases{"statutory duty": general, "consent": account}, general.With(account)},
		"no-duty":             {owner, Bases{"consent": general.With(immigration)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := Situation{Chronology: "chronology", Held: x.bases.Held(), Bases: x.bases}
			if got, alarms := e.Open(x.actor, s); got != x.want || len(alarms) > 0 {
				t.Errorf("opens %s with %v, want %s", got, alarms, x.want)
			}
		})
	}
}

// A referral gives an authority sight of the record, so only the keeper sends one.
func TestOnlyTheKeeperRefers(t *testing.T) {
	e := shipped(t)
	kept := aCase
	if d := e.May(aManager, kept, "referral.send"); !d.Allowed {
		t.Fatalf("control: the keeper: %+v", d)
	}
	kept.Keeper = false
	worker := aManager
	worker.Role = SupportWorker
	for _, a := range []Actor{aManager, worker} {
		if d := e.May(a, kept, "referral.send"); d.Allowed || !slices.Equal(d.Because, []string{"only-the-keeper-refers"}) {
			t.Errorf("%s: %+v", a.Role, d)
		}
	}
}

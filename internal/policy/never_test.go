package policy

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	policyfiles "waymark/policy"

	"waymark/internal/label"
)

func TestShippedPoliciesBreachNothing(t *testing.T) {
	for _, b := range shipped(t).Breaches() {
		t.Error(b)
	}
}

// The detector has teeth: with every door open, each line of the table is breached.
func TestEveryLineOfTheTableCanBeBreached(t *testing.T) {
	found := map[string]bool{}
	for _, b := range unchecked(t, everybody).Breaches() {
		found[b.Never] = true
	}
	for _, n := range Nevers() {
		if !found[n.ID] {
			t.Errorf("%s is never breached, even when everything is allowed", n.ID)
		}
		if n.Words == "" {
			t.Errorf("%s says nothing to a reader", n.ID)
		}
	}
}

func TestWithoutTheFirewallTheTableIsBreached(t *testing.T) {
	weak := fstest.MapFS{}
	for _, name := range []string{"roles.cedar", "sharing.cedar"} {
		text, err := fs.ReadFile(policyfiles.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		weak[name] = &fstest.MapFile{Data: text}
	}
	e, err := Load(weak)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, b := range e.Breaches() {
		found[b.Never]++
	}
	for _, id := range []string{"address-for-a-decision", "legal-advice-for-a-decision", "immigration-for-a-decision"} {
		if found[id] == 0 {
			t.Errorf("nobody noticed that the firewall is gone: %s is not breached", id)
		}
	}
	if len(disagreements(e, 1)) == 0 {
		t.Error("the oracle did not notice that the firewall is gone")
	}
}

// without is e less one policy.
func without(e *Engine, id string) *Engine {
	out := &Engine{}
	for _, p := range e.set {
		if p.ID != id {
			out.set = append(out.set, p)
		}
	}
	out.index()
	return out
}

// secondNets are forbids behind another net: what they forbid, nothing permits or
// the code never asks. TestSecondNets holds them by themselves.
var secondNets = []string{"operator-never-cases", "only-what-is-held", "only-purposes-on-the-list"}

// Taking any one policy away is noticed: the oracle is not looser than the policies.
func TestEveryPolicyMatters(t *testing.T) {
	e := shipped(t)
	for _, p := range e.Policies() {
		t.Run(p.ID, func(t *testing.T) {
			second := strings.Contains(strings.Join(secondNets, " "), p.ID)
			if noticed := len(disagreements(without(e, p.ID), 1)) > 0; noticed == second {
				t.Errorf("taken away: noticed %t, a second net %t", noticed, second)
			}
		})
	}
}

// Behind a permit as wide as can be, each second net still holds.
func TestSecondNets(t *testing.T) {
	e := shipped(t)
	net := func(id string) *Engine {
		out := &Engine{set: unchecked(t, everybody).set}
		for _, p := range e.set {
			if p.ID == id {
				out.set = append(out.set, p)
			}
		}
		out.index()
		return out
	}
	some := aCase
	some.Held = label.Of(label.General)
	operator, enforcer := aManager, aManager
	operator.Role, enforcer.Purpose = Operator, "immigration enforcement"
	for id, x := range map[string]struct{ holds, lets question }{
		"operator-never-cases":      {about(operator, aCase).acting("case.see"), about(aManager, aCase).acting("case.see")},
		"only-what-is-held":         {about(aManager, some).opening(label.Health, nil), about(aManager, some).opening(label.General, nil)},
		"only-purposes-on-the-list": {outside(enforcer).acting("today.see"), outside(aManager).acting("today.see")},
	} {
		t.Run(id, func(t *testing.T) {
			if d := net(id).ask(x.holds); d.Allowed || d.Alarm != nil || strings.Join(d.Because, " ") != id {
				t.Errorf("%+v, want refused by %s", d, id)
			}
			if d := net(id).ask(x.lets); !d.Allowed {
				t.Errorf("control: %+v, want allowed", d)
			}
		})
	}
	if len(secondNets) != 3 {
		t.Errorf("%d second nets, three are tried here", len(secondNets))
	}
}

package policy

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	cedar "github.com/cedar-policy/cedar-go"

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
	e, found := unchecked(t, everybody), map[string]bool{}
	lines, situations := Nevers(), everySituation()
	for _, a := range everyActor() {
		for _, s := range situations {
			if len(found) == len(lines) {
				break
			}
			opened, done, _ := e.everything(a, s)
			for _, n := range lines {
				if !found[n.ID] && len(n.breaches(a, s, opened, done)) > 0 {
					found[n.ID] = true
				}
			}
		}
	}
	for _, n := range lines {
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
	files, err := list(policyfiles.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(policyfiles.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		if name != "firewall.cedar" {
			weak[name] = &fstest.MapFile{Data: text}
		}
	}
	e, err := Load(weak)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, b := range e.Breaches() {
		found[b.Never]++
	}
	for _, id := range []string{"immigration-for-a-decision", "inside-enforcement-others", "inside-enforcement-labels", "inside-enforcement-grounds", "inside-enforcement-decided"} {
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
	return changed(e, id, nil)
}

// changed is e with one policy in another's place; nil for none.
func changed(e *Engine, id string, other *cedar.Policy) *Engine {
	out := &Engine{}
	for _, p := range e.set {
		if p.ID != id {
			out.set = append(out.set, p)
		} else if other != nil {
			out.set = append(out.set, load(p.Policy, other))
		}
	}
	out.index()
	return out
}

// rolesIn are the roles that a policy names: whom a change of it is seen at first.
func rolesIn(p *cedar.Policy) []Role {
	text := string(p.MarshalCedar())
	return slices.DeleteFunc(Roles(), func(r Role) bool { return !strings.Contains(text, fmt.Sprintf("%q", r)) })
}

// secondNets are forbids behind another net: what they forbid, nothing permits or
// the code never asks. TestSecondNets holds them by themselves.
var secondNets = []string{
	"operator-never-cases", "analyst-never-cases", "only-what-is-held", "only-purposes-on-the-list", "no-address-for-a-decision", "no-legal-advice-for-a-decision",
	"no-legal-advice-for-oversight-from-outside", "no-immigration-for-an-investigation",
}

// noticed says whether the oracle differs on anything that a policy with this scope could
// decide on. It asks about the roles named first.
func noticed(e *Engine, speaks scope, first []Role) bool {
	actors, situations := everyActor(), everySituation()
	slices.SortStableFunc(actors, func(a, b Actor) int {
		return later(slices.Contains(first, a.Role)) - later(slices.Contains(first, b.Role))
	})
	for _, a := range actors {
		for _, s := range situations {
			if speaks.speaksOf(open) {
				if got, _ := e.openEach(about(a, s), s); got != oracleOpen(a, s) {
					return true
				}
			}
			within, without, may := about(a, s), outside(a), oracleDoes(a, s)
			for _, action := range everyAction {
				q := within
				if isOutsideAction(action) {
					q = without
				}
				if action != open && speaks.speaksOf(action) && e.ask(q.acting(action)).Allowed != slices.Contains(may, action) {
					return true
				}
			}
		}
	}
	return false
}

// Taking any one policy away is noticed: the oracle is not looser than the policies.
func TestEveryPolicyMatters(t *testing.T) {
	e := shipped(t)
	for _, p := range e.set {
		t.Run(p.ID, func(t *testing.T) {
			if slices.Contains(secondNets, p.ID) {
				return
			}
			first := rolesIn(p.policy)
			if len(first) == 0 {
				first = []Role{CaseOwner} // the firewall is mostly about who decides
			}
			if !noticed(without(e, p.ID), p.scope, first) {
				t.Error("nobody notices when it is taken away")
			}
		})
	}
}

// Making any one permit wider is noticed: by every action at once, and by each of its
// conditions left out in turn.
func TestEveryConditionMatters(t *testing.T) {
	e := shipped(t)
	for _, p := range e.set {
		if p.Effect != "permit" {
			continue
		}
		t.Run(p.ID, func(t *testing.T) {
			wider := widened(t, p.policy)
			if len(wider) < 2 {
				t.Errorf("only %d ways to make it wider", len(wider))
			}
			for name, w := range wider {
				first := rolesIn(p.policy)
				if strings.Contains(name, `"role"`) {
					first = nil // it is others who notice
				}
				if !noticed(changed(e, p.ID, w), actionScope(w), first) {
					t.Errorf("nobody notices it without %s", name)
				}
			}
		})
	}
}

// widened are the ways to make a permit wider: for any action that is asked as its own are,
// and without each of its conditions.
func widened(t *testing.T, p *cedar.Policy) map[string]*cedar.Policy {
	t.Helper()
	text, err := p.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	read := func(change func(form map[string]any)) *cedar.Policy {
		var form map[string]any
		if err := json.Unmarshal(text, &form); err != nil {
			t.Fatal(err)
		}
		change(form)
		other, err := json.Marshal(form)
		if err != nil {
			t.Fatal(err)
		}
		out := &cedar.Policy{}
		if err := out.UnmarshalJSON(other); err != nil {
			t.Fatalf("%v: %s", err, other)
		}
		return out
	}
	out := map[string]*cedar.Policy{}
	if scope := actionScope(p); !scope.speaksOf(open) {
		action := "today.see"
		if scope.speaksOf("case.see") || scope.speaksOf("case.history") || scope.speaksOf("access.give") || scope.speaksOf("access.conflict") {
			action = aboutCase
		}
		out["its actions"] = read(func(form map[string]any) {
			if action == aboutCase {
				form["action"] = map[string]any{"op": "in", "entity": map[string]any{"type": "Action", "id": aboutCase}}
				return
			}
			var every []any
			for _, a := range outsideActions {
				every = append(every, map[string]any{"type": "Action", "id": a})
			}
			form["action"] = map[string]any{"op": "in", "entities": every}
		})
	}
	conditions := func(form map[string]any) []any { return form["conditions"].([]any) }
	var form map[string]any
	if err := json.Unmarshal(text, &form); err != nil {
		t.Fatal(err)
	}
	for i := range conditions(form) {
		body := func(form map[string]any) map[string]any { return conditions(form)[i].(map[string]any) }
		if body(form)["kind"] == "unless" {
			out["what it is closed to"] = read(func(form map[string]any) { body(form)["body"] = map[string]any{"Value": false} })
			continue
		}
		for n, part := range conjuncts(body(form)["body"]) {
			words, err := json.Marshal(part)
			if err != nil {
				t.Fatal(err)
			}
			out[string(words)] = read(func(form map[string]any) {
				parts := conjuncts(body(form)["body"])
				parts[n] = map[string]any{"Value": true}
				all := parts[0]
				for _, p := range parts[1:] {
					all = map[string]any{"&&": map[string]any{"left": all, "right": p}}
				}
				body(form)["body"] = all
			})
		}
	}
	return out
}

// conjuncts are the parts of a condition that all must hold; of one with alternatives, the
// parts of the first are not looked into.
func conjuncts(x any) []any {
	if and, ok := x.(map[string]any)["&&"].(map[string]any); ok {
		return append(conjuncts(and["left"]), conjuncts(and["right"])...)
	}
	return []any{x}
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
	like := func(change func(*Actor)) Actor {
		a := aManager
		change(&a)
		return a
	}
	role := func(r Role) Actor { return like(func(a *Actor) { a.Role = r }) }
	purpose := func(p Purpose) Actor { return like(func(a *Actor) { a.Purpose = p }) }
	labelled := func(a Actor, l label.Label) question { return about(a, aCase).opening(l, []string{"statutory duty"}) }
	nets := map[string]struct{ holds, lets question }{
		"operator-never-cases":                       {about(role(Operator), aCase).acting("case.see"), about(aManager, aCase).acting("case.see")},
		"analyst-never-cases":                        {about(role(Analyst), aCase).acting("case.see"), about(aManager, aCase).acting("case.see")},
		"only-what-is-held":                          {about(aManager, some).opening(label.Health, nil), about(aManager, some).opening(label.General, nil)},
		"only-purposes-on-the-list":                  {outside(purpose("immigration enforcement")).acting("today.see"), outside(aManager).acting("today.see")},
		"no-address-for-a-decision":                  {labelled(purpose(Deciding), label.Address), labelled(purpose(Support), label.Address)},
		"no-legal-advice-for-a-decision":             {labelled(purpose(Deciding), label.Legal), labelled(purpose(Support), label.Legal)},
		"no-legal-advice-for-oversight-from-outside": {labelled(purpose(Inspection), label.Legal), labelled(purpose(Inspection), label.Health)},
		"no-immigration-for-an-investigation":        {labelled(purpose(Investigation), label.Immigration), labelled(purpose(Advice), label.Immigration)},
	}
	for id, x := range nets {
		t.Run(id, func(t *testing.T) {
			if d := net(id).ask(x.holds); d.Allowed || d.Alarm != nil || strings.Join(d.Because, " ") != id {
				t.Errorf("%+v, want refused by %s", d, id)
			}
			if d := net(id).ask(x.lets); !d.Allowed {
				t.Errorf("control: %+v, want allowed", d)
			}
		})
	}
	if got := slices.Sorted(maps.Keys(nets)); !slices.Equal(got, slices.Sorted(slices.Values(secondNets))) {
		t.Errorf("tried are %v, second nets %v", got, secondNets)
	}
}

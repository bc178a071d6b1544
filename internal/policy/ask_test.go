package policy

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"waymark/internal/label"
)

// unchecked loads a policy text without looking at what it says, as if a fault had
// got past Load.
func unchecked(t testing.TB, text string) *Engine {
	t.Helper()
	e, err := read(fstest.MapFS{"made-up.cedar": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

const everybody = `
@id("everybody") @because("A permit as wide as can be.")
permit (principal, action, resource);
`

const enforcement = `
@id("not-for-enforcement") @because("Reads an attribute that no actor has.")
forbid (principal, action, resource) when { principal.agency == "immigration-enforcement" };
`

var (
	aManager  = Actor{Worker: "worker", Organisation: "organisation", Remit: Supporting, Role: Manager, Purpose: Support}
	aOperator = Actor{Remit: Elsewhere, Role: Operator, Purpose: Oversight}
	aCase     = Situation{Chronology: "chronology", Held: label.Everything(), Linked: true, Keeper: true, Bases: Over(label.Everything(), "own")}
)

// The engine underneath leaves out a forbid that errs and says allow. The control
// shows that it does; were it ever to stop, our care would be needless, not wrong.
func TestAnErringPolicyRefusesAndAlarms(t *testing.T) {
	e := unchecked(t, everybody+enforcement)

	q := about(aManager, aCase).acting("case.see")
	if raw, found := cedar.Authorize(e.set, &q, q.request()); raw != cedar.Allow || len(found.Errors) != 1 {
		t.Fatalf("control: the engine underneath says %v with %v; it should err and allow", raw, found.Errors)
	}

	d := e.May(aManager, aCase, "case.see")
	if d.Allowed || d.Alarm == nil {
		t.Fatalf("May = %+v, want a refusal with an alarm", d)
	}
	if d.Alarm.Action != "case.see" || len(d.Alarm.Policies) != 1 || d.Alarm.Policies[0] != "not-for-enforcement" {
		t.Errorf("alarm %+v does not name action and policy", *d.Alarm)
	}
	if d := e.See(aManager, "today.see"); d.Allowed || d.Alarm == nil {
		t.Errorf("See = %+v, want a refusal with an alarm", d)
	}
	opened, alarms := e.Open(aManager, aCase)
	if !opened.Empty() || len(alarms) != 1 {
		t.Errorf("Open = %s with %d alarms, want nothing and one alarm for all labels", opened, len(alarms))
	}
}

// A policy that errs refuses even when a sound forbid would have refused as well: the
// alarm is not lost behind it. And an erring permit refuses beside a sound one.
func TestAnAlarmIsNeverLost(t *testing.T) {
	sound := `@id("nobody") @because("Nobody.") forbid (principal, action, resource);`
	erring := `@id("agents") @because("Errs.") permit (principal, action, resource) when { principal.agency == "x" };`
	for name, text := range map[string]string{"beside-a-forbid": everybody + enforcement + sound, "erring-permit": everybody + erring} {
		t.Run(name, func(t *testing.T) {
			if d := unchecked(t, text).May(aManager, aCase, "case.see"); d.Allowed || d.Alarm == nil {
				t.Errorf("May = %+v, want a refusal with an alarm", d)
			}
		})
	}
}

// A policy that errs for one label alone closes that label alone.
func TestOneErringLabelClosesOneLabel(t *testing.T) {
	e := unchecked(t, everybody+`
@id("health-errs") @because("Errs for health.")
forbid (principal, action == Action::"open", resource) when { context.label == "health" && context.ward == "x" };`)
	opened, alarms := e.Open(aManager, aCase)
	if want := label.Everything().Without(label.Of(label.Health)); opened != want || len(alarms) != 1 {
		t.Errorf("Open = %s with %v, want all but health and one alarm", opened, alarms)
	}
}

func TestAnAlarmBearsNobodysData(t *testing.T) {
	a, s := aManager, aCase
	a.Worker, a.Organisation, s.Chronology = "amina-the-worker", `the "house" in Leeds`, "miriam-the-person"
	e := unchecked(t, everybody+`
@id("a") @because("Errs.") forbid (principal, action, resource) when { principal.agency == "x" };
@id("b") @because("Errs.") forbid (principal, action, resource) when { resource.agency == "x" };
@id("c") @because("Errs.") forbid (principal, action, resource) when { principal.organisation.agency == "x" };`)
	for _, p := range e.set[:3] {
		alone := &Engine{set: policies{p}}
		alone.index()
		d := alone.May(a, s, "case.see")
		if d.Alarm == nil {
			t.Fatalf("%s raised no alarm", p.ID)
		}
		if !strings.Contains(d.Alarm.Error, "agency") {
			t.Errorf("%s: alarm %q does not say what was missing", p.ID, d.Alarm.Error)
		}
		for _, secret := range []string{"amina", "Leeds", "miriam"} {
			if strings.Contains(d.Alarm.Error, secret) {
				t.Errorf("%s: alarm %q gives away %s", p.ID, d.Alarm.Error, secret)
			}
		}
	}
}

func TestQuestionsThatAreWrongAreRefusedWithAnAlarm(t *testing.T) {
	with := func(change func(*Actor, *Situation)) (Actor, Situation) {
		a, s := aManager, aCase
		change(&a, &s)
		return a, s
	}
	e := unchecked(t, everybody) // only the question can be at fault
	if d := e.May(aManager, aCase, "case.see"); !d.Allowed {
		t.Fatalf("control: May = %+v, want allowed", d)
	}
	changes := map[string]func(*Actor, *Situation){
		"no-worker":       func(a *Actor, _ *Situation) { a.Worker = "" },
		"no-organisation": func(a *Actor, _ *Situation) { a.Organisation = "" },
		"no-chronology":   func(_ *Actor, s *Situation) { s.Chronology = "" },
		"no-label":        func(_ *Actor, s *Situation) { s.Held |= 1 },
		"another-label":   func(_ *Actor, s *Situation) { s.Held |= 1 << 31 },
		"misspelt-role":   func(a *Actor, _ *Situation) { a.Role = "manger" },
	}
	for _, text := range lookAlikes("manager") {
		changes[fmt.Sprintf("role %q", text)] = func(a *Actor, _ *Situation) { a.Role = Role(text) }
	}
	for _, text := range lookAlikes("statutory duty") {
		changes[fmt.Sprintf("ground %q", text)] = func(_ *Actor, s *Situation) { s.Bases = Over(label.Everything(), "own", text) }
	}
	for _, text := range lookAlikes("support") {
		changes[fmt.Sprintf("purpose %q", text)] = func(a *Actor, _ *Situation) { a.Purpose = Purpose(text) }
		changes[fmt.Sprintf("remit %q", text)] = func(a *Actor, _ *Situation) { a.Remit = Remit(text) }
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			a, s := with(change)
			if opened, alarms := e.Open(a, s); !opened.Empty() || len(alarms) != 1 {
				t.Errorf("Open = %s with %v", opened, alarms)
			}
			if d := e.May(a, s, "case.see"); d.Allowed || d.Alarm == nil {
				t.Errorf("May = %+v", d)
			}
		})
	}
	for name, d := range map[string]Decision{
		"may-unknown":    e.May(aManager, aCase, "case.destroy"),
		"may-open":       e.May(aManager, aCase, "open"),
		"may-group":      e.May(aManager, aCase, "about-a-case"),
		"see-unknown":    e.See(aManager, "tomorrow.see"),
		"see-a-case":     e.See(aManager, "case.see"),
		"see-open":       e.See(aManager, "open"),
		"see-no-role":    e.See(Actor{Remit: Supporting, Purpose: Support}, "today.see"),
		"see-no-purpose": e.See(Actor{Remit: Supporting, Role: Manager}, "today.see"),
		"see-no-remit":   e.See(Actor{Role: Manager, Purpose: Support}, "today.see"),
	} {
		t.Run(name, func(t *testing.T) {
			if d.Allowed || d.Alarm == nil {
				t.Errorf("%+v, want a refusal with an alarm", d)
			}
		})
	}
}

func TestADecisionSaysWhy(t *testing.T) {
	e := shipped(t)
	if d := e.See(aOperator, "organisation.found"); !d.Allowed || strings.Join(d.Because, " ") != "operator-runs-the-house" {
		t.Errorf("See = %+v", d)
	}
	s := aCase
	s.Keeper = false
	if d := e.May(aManager, s, "consent.share"); d.Allowed || d.Alarm != nil || strings.Join(d.Because, " ") != "only-the-keeper-shares" {
		t.Errorf("May = %+v", d)
	}
	if d := e.May(aManager, aCase, "decision.make"); d.Allowed || d.Alarm != nil || len(d.Because) != 0 {
		t.Errorf("May = %+v, want refused for want of a permit", d)
	}
	s.Held = 0
	if d := e.May(aManager, s, "consent.share"); strings.Join(d.Because, " ") != "no-access-no-act only-the-keeper-shares" {
		t.Errorf("May = %+v, want both reasons in order", d)
	}
	if d := e.May(aManager, Situation{}, "today.see"); !d.Allowed {
		t.Errorf("May of an action outside any case = %+v, want it asked as See asks it", d)
	}
}

func TestOpenOnlyNarrows(t *testing.T) {
	e := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a, s := drawActor(t), drawSituation(t)
		opened, alarms := e.Open(a, s)
		if !s.Held.Covers(opened) {
			t.Fatalf("opened %s of %s", opened, s.Held)
		}
		if want := oracleOpen(a, s); opened != want {
			t.Fatalf("opened %s, the oracle says %s", opened, want)
		}
		if len(alarms) > 0 {
			return // nothing was answered
		}
		fewer := s
		fewer.Held = s.Held.Only(label.Set(rapid.Uint32().Draw(t, "kept")))
		if less, _ := e.Open(a, fewer); !opened.Covers(less) {
			t.Fatalf("with %s held opens %s, with more, %s, opens %s", fewer.Held, less, s.Held, opened)
		}
		fewer.Bases = nil
		if less, _ := e.Open(a, fewer); !opened.Covers(less) {
			t.Fatalf("without bases opens %s, with them %s", less, opened)
		}
		action := rapid.SampledFrom(e.Actions()).Draw(t, "action")
		if action != open && e.May(a, s, action).Allowed != oracleMay(a, s, action) {
			t.Fatalf("%s: the oracle says %t", action, oracleMay(a, s, action))
		}
	})
}

// damage drops, misspells, or empties one attribute of a record.
func damage(t *rapid.T, what string, record types.RecordMap) {
	name := rapid.SampledFrom([]types.String{"organisation", "remit", "role", "purpose", "keeper", "label", "held", "linked", "bases", "grounds"}).Draw(t, what)
	value, there := record[name]
	if !there {
		return
	}
	delete(record, name)
	switch rapid.IntRange(0, 5).Draw(t, "how") {
	case 0: // missing
	case 1:
		record[name+"s"] = value
	case 2:
		record[name] = types.String("")
	case 3:
		record[name] = types.Long(0)
	case 4:
		record[name] = types.NewSet()
	case 5:
		record[name] = types.Record{}
	}
}

// An attribute that is missing, misspelt, empty or of another type never opens more.
func TestDamagedQuestionsNeverOpenMore(t *testing.T) {
	e := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a, s := drawActor(t), drawSituation(t)
		if amiss(a, &s) != "" {
			return // it is not asked at all
		}
		l := rapid.SampledFrom(label.All()).Draw(t, "label")
		action := rapid.SampledFrom(e.Actions()).Draw(t, "action")
		q, want := outside(a).acting(action), oracleMay(a, s, action)
		switch {
		case action == open:
			q, want = about(a, s).opening(l, s.Bases.Of(l)), oracleOpen(a, s).Has(l)
		case isCaseAction(action):
			q = about(a, s).acting(action)
		}
		for range rapid.IntRange(1, 3).Draw(t, "times") {
			for what, record := range map[string]*types.Entity{"worker": &q.worker, "resource": &q.resource} {
				m := record.Attributes.Map()
				damage(t, what, m)
				record.Attributes = types.NewRecord(m)
			}
			damage(t, "context", q.context)
		}
		d := e.ask(q)
		if d.Allowed && !want {
			t.Fatalf("%s %s allowed because of %v", action, l, d.Because)
		}
		if d.Allowed && d.Alarm != nil {
			t.Fatal("allowed and alarmed")
		}
	})
}

// The control for the test above: the engine underneath, asked the same damaged
// questions, does open more than the oracle.
func TestTheEngineUnderneathOpensMoreWhenDamaged(t *testing.T) {
	e := shipped(t)
	a := Actor{Worker: "worker", Organisation: "organisation", Remit: Enforcing, Role: CaseOwner, Purpose: Deciding}
	s := aCase
	s.Bases = Over(label.Everything(), "duty done")
	if opened, _ := e.Open(a, s); opened != label.Of(label.General) {
		t.Fatalf("control: inside immigration enforcement a decided case opens %s", opened)
	}
	q := about(a, s).opening(label.Account, []string{"duty done"})
	m := q.worker.Attributes.Map()
	delete(m, "remit")
	q.worker.Attributes = types.NewRecord(m)
	if raw, _ := cedar.Authorize(e.set, &q, q.request()); raw != cedar.Allow {
		t.Errorf("the engine underneath says %v without the remit; the firewall should have erred and been left out", raw)
	}
	if d := e.ask(q); d.Allowed || d.Alarm == nil {
		t.Errorf("ask = %+v, want a refusal with an alarm", d)
	}
}

// Asking only the policies that speak of an action gives the answer of all of them.
func TestTheIndexLeavesOutNothing(t *testing.T) {
	e := unchecked(t, everybody+enforcement+`
@id("group") @because("A group.") forbid (principal, action in Action::"about-a-case", resource) when { context.linked };
@id("group-in-a-list") @because("A group in a list.") forbid (principal, action in [Action::"today.see", Action::"about-a-case"], resource) when { principal.role == "operator" };
@id("a-list") @because("A list.") forbid (principal, action in [Action::"case.see", Action::"import.run"], resource);
@id("role-first") @because("A role first.") permit (principal, action, resource) when { principal.role == "driver" && principal.purpose == "support" };
@id("roles-first") @because("Roles first.") forbid (principal, action, resource) when { ["driver", "analyst"].contains(principal.role) && principal.agency == "x" };
@id("either-first") @because("One or another.") permit (principal, action, resource) when { principal.role == "driver" || (principal.role == "analyst" && principal.purpose == "support") };
@id("either-or-other") @because("One or something else.") permit (principal, action, resource) when { principal.role == "driver" || principal.purpose == "support" };
@id("role-second") @because("A role second.") forbid (principal, action, resource) when { principal.agency == "x" && principal.role == "driver" };
@id("unless-first") @because("Turned round.") forbid (principal, action, resource) unless { principal.role == "driver" };
@id("not-first") @because("Not.") forbid (principal, action, resource) when { !(principal.role == "driver") };
@id("one") @because("One.") permit (principal, action == Action::"import.run", resource);`)
	shipped := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a, s := drawActor(t), drawSituation(t)
		action := rapid.SampledFrom(e.Actions()).Draw(t, "action")
		q := outside(a).acting(action)
		if action == open {
			l := rapid.SampledFrom(label.All()).Draw(t, "label")
			q = about(a, s).opening(l, s.Bases.Of(l))
		} else if isCaseAction(action) {
			q = about(a, s).acting(action)
		}
		for _, e := range []*Engine{e, shipped} {
			some, someFound := cedar.Authorize(e.concerned(q), &q, q.request())
			all, allFound := cedar.Authorize(e.set, &q, q.request())
			if diff := cmp.Diff(allFound, someFound); some != all || diff != "" {
				t.Fatalf("%s: %v of all, %v of some\n%s", action, all, some, diff)
			}
		}
	})
}

func BenchmarkOpenAnew(b *testing.B) {
	e := shipped(b)
	for b.Loop() {
		if opened, _ := e.openEach(about(aManager, aCase), aCase); opened != label.Everything() {
			b.Fatal(opened)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	e := shipped(b)
	for b.Loop() {
		if opened, _ := e.Open(aManager, aCase); opened != label.Everything() {
			b.Fatal(opened)
		}
	}
}

func BenchmarkMay(b *testing.B) {
	e := shipped(b)
	for b.Loop() {
		if d := e.May(aManager, aCase, "contact.record"); !d.Allowed {
			b.Fatal(d)
		}
	}
}

package policy

import (
	"strings"
	"testing"
	"testing/fstest"

	policyfiles "waymark/policy"
)

func one(text string) fstest.MapFS { return fstest.MapFS{"own.cedar": {Data: []byte(text)}} }

const named = `@id("own-rule") @because("A reason.") `

func TestLoadRefuses(t *testing.T) {
	for name, x := range map[string]struct{ text, says string }{
		"not-a-policy":        {"\n\npermit everybody;", "own.cedar:3:"},
		"open-quote":          {"// one\n" + `permit (principal == Worker::"x`, "own.cedar:2:"},
		"no-policy":           {"// nothing here\n", "no policy found"},
		"no-id":               {"\n" + `@because("A reason.") permit (principal, action, resource);`, "own.cedar:2: a policy without an @id"},
		"empty-id":            {`@id("") @because("A reason.") permit (principal, action, resource);`, "without an @id"},
		"id-with-a-space":     {`@id("own rule") @because("A reason.") permit (principal, action, resource);`, "without an @id"},
		"no-because":          {`@id("own-rule") permit (principal, action, resource);`, "own.cedar:1: own-rule has no @because"},
		"double-id":           {named + "permit (principal, action, resource);\n" + named + "forbid (principal, action, resource);", `own.cedar:2: the @id "own-rule" is already used at own.cedar:1`},
		"two-ids":             {`@id("a") @id("b") @because("A reason.") permit (principal, action, resource);`, "own.cedar:1:"},
		"unknown-action":      {"\n\n" + named + `permit (principal, action == Action::"case.destroy", resource);`, `own.cedar:3: own-rule: unrecognized action`},
		"unknown-among-known": {named + `permit (principal, action in [Action::"open", Action::"opne"], resource);`, "opne"},
		"action-in-condition": {named + `forbid (principal, action, resource) when { action == Action::"opne" };`, "opne"},
		"unknown-type":        {named + `permit (principal is User, action, resource);`, "User"},
		"unknown-attribute":   {named + `forbid (principal, action, resource) when { principal.agency == "x" };`, "agency"},
		"unknown-has":         {named + `forbid (principal, action, resource) when { principal has agency };`, "agency"},
		"misspelt-context":    {named + `forbid (principal, action == Action::"open", resource) when { context.lable == "health" };`, "lable"},
		"label-outside-open":  {named + `forbid (principal, action == Action::"case.see", resource) when { context.label == "health" };`, "label"},
		"unknown-label":       {named + `forbid (principal, action == Action::"open", resource) when { context.label == "immigraton" };`, `"immigraton" is not a label`},
		"unknown-label-set":   {named + `forbid (principal, action == Action::"open", resource) when { ["legal", "adress"].contains(context.label) };`, `"adress" is not a label`},
		"unknown-held":        {named + `forbid (principal, action == Action::"open", resource) unless { context.held.contains("Health") };`, `"Health" is not a label`},
		"unknown-role":        {named + `forbid (principal, action, resource) when { principal.role != "manger" };`, `"manger" is not a role`},
		"unknown-purpose":     {named + `permit (principal, action, resource) when { principal.purpose == "immigration enforcement" };`, `is not a purpose`},
		"unknown-basis":       {named + `forbid (principal, action == Action::"open", resource) unless { context.bases.containsAny(["consnt"]) };`, `"consnt" is not a basis`},
		"empty-text":          {named + `forbid (principal, action, resource) when { principal.role == "" };`, `"" is not a role`},
		"nested":              {named + `forbid (principal, action, resource) when { !(true && (principal.role == "operator" || principal.role == "oprator")) };`, `"oprator" is not a role`},
		"text-alone":          {named + `forbid (principal, action, resource) when { (if true then "health" else "legal") == principal.role };`, "is compared with nothing"},
		"unlike-types":        {named + `forbid (principal, action == Action::"open", resource) when { context.linked == "yes" };`, "not compatible"},
		"pattern":             {named + `forbid (principal, action, resource) when { principal.role like "man*" };`, `"like" has no place`},
		"network-address":     {named + `forbid (principal, action, resource) when { ip("127.0.0.1").isLoopback() };`, "has no place"},
		"arithmetic":          {named + `forbid (principal, action, resource) when { 1 + 1 == 2 };`, `"+" has no place`},
		"record":              {named + `forbid (principal, action, resource) when { {x: principal.role}.x == "manager" };`, `"Record" has no place`},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Load(one(x.text)); err == nil || !strings.Contains(err.Error(), x.says) {
				t.Errorf("Load says %v, want %q in it", err, x.says)
			}
		})
	}
}

func TestLoadSaysAllThatIsWrong(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"a.cedar":      {Data: []byte("permit nobody;")},
		"more/b.cedar": {Data: []byte("\npermit (principal, action, resource);")},
		"notes.txt":    {Data: []byte("not a policy")},
	})
	if err == nil || !strings.Contains(err.Error(), "a.cedar:1:") || !strings.Contains(err.Error(), "more/b.cedar:2:") {
		t.Errorf("Load says %v, want both files", err)
	}
	if strings.Contains(err.Error(), "notes.txt") {
		t.Errorf("Load read a file that is no policy file: %v", err)
	}
}

// An @id is one for all files together.
func TestAnIDIsUsedOnceInAllFiles(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"a.cedar": {Data: []byte(named + "permit (principal, action, resource);")},
		"b.cedar": {Data: []byte(named + "permit (principal, action, resource);")},
	})
	if err == nil || !strings.Contains(err.Error(), `b.cedar:1: the @id "own-rule" is already used at a.cedar:1`) {
		t.Errorf("Load says %v", err)
	}
}

func TestPoliciesCanBeRead(t *testing.T) {
	e := shipped(t)
	effects := map[string]int{}
	for _, p := range e.Policies() {
		effects[p.Effect]++
		if p.ID == "" || !strings.HasSuffix(p.Because, ".") || !strings.Contains(p.File, ".cedar:") {
			t.Errorf("%+v cannot be shown to a reader", p)
		}
	}
	if effects["permit"] == 0 || effects["forbid"] == 0 || len(effects) != 2 {
		t.Errorf("effects %v", effects)
	}
	e.Policies()[0].ID = "changed"
	if e.Policies()[0].ID == "changed" {
		t.Error("a caller can change the engine's own list")
	}
}

func TestTheDigestFollowsTheText(t *testing.T) {
	same, err := Load(policyfiles.Files)
	if err != nil {
		t.Fatal(err)
	}
	if e := shipped(t); e.Digest() != same.Digest() || len(e.Digest()) != 64 {
		t.Errorf("digests %q and %q", e.Digest(), same.Digest())
	}
	a := unchecked(t, everybody)
	if b := unchecked(t, everybody+" "); a.Digest() == b.Digest() {
		t.Error("another text has the same digest")
	}
}

// What Load lets through never errs when it is asked, and never opens what is not
// held: that is what the checks at the start are for.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"roles.cedar", "sharing.cedar", "firewall.cedar"} {
		text, err := policyfiles.Files.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(everybody)
	f.Add(named + `forbid (principal, action == Action::"open", resource) when { if context.linked then resource.keeper else ["own"].containsAll(["own"]) };`)
	f.Add(named + `permit (principal is Worker in Worker::"x", action in Action::"about-a-case", resource) when { principal has role && context.bases.containsAny(["own", "consent"]) };`)
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Load(one(text))
		if err != nil {
			return
		}
		for _, s := range []Situation{aCase, {Chronology: "chronology"}} {
			for _, action := range e.Actions() {
				if action == open {
					continue
				}
				if d := e.May(aManager, s, action); d.Alarm != nil {
					t.Fatalf("%s alarms: %+v", action, *d.Alarm)
				}
			}
			if opened, alarms := e.Open(aManager, s); len(alarms) > 0 || !s.Held.Covers(opened) {
				t.Fatalf("Open = %s with %v", opened, alarms)
			}
		}
	})
}

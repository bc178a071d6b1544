package policy_test

import (
	"fmt"

	policyfiles "waymark/policy"

	"waymark/internal/label"
	"waymark/internal/policy"
)

// A support worker and a case owner look at the same case. Each organisation holds
// some of it; policy leaves each of them their own part.
func Example() {
	engine, err := policy.Load(policyfiles.Files)
	if err != nil {
		fmt.Println(err)
		return
	}
	worker := policy.Actor{Worker: "w1", Organisation: "harbour", Remit: policy.Supporting, Role: policy.SupportWorker, Purpose: policy.Support}
	kept := policy.Situation{Chronology: "c1", Held: label.Of(label.General, label.Health, label.Staffing), Linked: true, Keeper: true, Bases: policy.Over(label.Everything(), "own")}
	opened, _ := engine.Open(worker, kept)
	fmt.Println("support worker opens", opened)

	owner := policy.Actor{Worker: "w2", Organisation: "authority", Remit: policy.Elsewhere, Role: policy.CaseOwner, Purpose: policy.Deciding}
	referred := policy.Situation{Chronology: "c1", Held: label.Of(label.General, label.Account, label.Immigration), Bases: policy.Over(label.Everything(), "statutory duty")}
	opened, _ = engine.Open(owner, referred)
	fmt.Println("case owner opens", opened)

	d := engine.May(owner, referred, "decision.make")
	fmt.Println("may decide:", d.Allowed, d.Because)
	d = engine.May(worker, kept, "decision.make")
	fmt.Println("may decide:", d.Allowed, d.Because)

	// Output:
	// support worker opens general+health
	// case owner opens general+account
	// may decide: true [case-owner-acts]
	// may decide: false []
}

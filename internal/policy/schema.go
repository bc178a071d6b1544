package policy

import (
	"fmt"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
)

// The types of thing a policy speaks of.
const (
	typeWorker       = "Worker"
	typeOrganisation = "Organisation"
	typeChronology   = "Chronology"
	typeAction       = "Action"
)

// schemaText is what may be asked, in the engine's own schema language: every
// attribute that a question carries, and no other. It is made from the table of
// actions, so the two cannot part.
func schemaText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "entity %s;\n", typeOrganisation)
	fmt.Fprintf(&b, "entity %s { organisation: %s, remit: String, role: String, purpose: String };\n", typeWorker, typeOrganisation)
	fmt.Fprintf(&b, "entity %s { keeper: Bool };\n", typeChronology)
	fmt.Fprintf(&b, "action %q;\n", aboutCase)
	const situation = "held: Set<String>, linked: Bool, bases: Set<String>, grounds: Set<String>, given: Bool, named: Bool"
	for _, a := range caseActions {
		context := situation
		if a == open {
			context = "label: String, " + situation
		}
		fmt.Fprintf(&b, "action %q in [%q] appliesTo { principal: %s, resource: %s, context: { %s } };\n",
			a, aboutCase, typeWorker, typeChronology, context)
	}
	for _, a := range outsideActions {
		fmt.Fprintf(&b, "action %q appliesTo { principal: %s, resource: %s, context: { given: Bool } };\n",
			a, typeWorker, typeOrganisation)
	}
	return b.String()
}

// checker finds policies that speak of an unknown action or attribute, or compare
// unlike with unlike.
type checker struct{ v *validate.Validator }

func newChecker() (checker, error) {
	var s schema.Schema
	if err := s.UnmarshalCedar([]byte(schemaText())); err != nil {
		return checker{}, fmt.Errorf("policy schema: %w", err)
	}
	r, err := s.Resolve()
	if err != nil {
		return checker{}, fmt.Errorf("policy schema: %w", err)
	}
	return checker{validate.New(r, validate.WithStrict())}, nil
}

func (c checker) check(p *cedar.Policy) error {
	return c.v.Policy("", (*ast.Policy)(p.AST()))
}

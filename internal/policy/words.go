package policy

import (
	"encoding/json"
	"fmt"
	"slices"

	cedar "github.com/cedar-policy/cedar-go"

	"waymark/internal/chronology"
	"waymark/internal/label"
)

// codes lists, for each attribute that holds a coded text, the texts it can hold. A
// policy may compare it with these only: a misspelt label in a forbid would
// otherwise be a forbid that never bites.
func codes() map[string][]string {
	labels := make([]string, 0, label.Everything().Len())
	for _, l := range label.All() {
		labels = append(labels, l.String())
	}
	out := map[string][]string{"label": labels, "held": labels, "remit": nil, "role": nil, "purpose": nil, "bases": nil, "grounds": nil}
	for _, r := range Remits() {
		out["remit"] = append(out["remit"], string(r))
	}
	for _, r := range Roles() {
		out["role"] = append(out["role"], string(r))
	}
	for _, p := range Purposes() {
		out["purpose"] = append(out["purpose"], string(p))
	}
	for _, c := range chronology.Basis("").Codes() {
		out["bases"] = append(out["bases"], c.Value)
	}
	out["grounds"] = out["bases"]
	return out
}

// attributes are all there are. Naming another, even to ask whether it is there, is
// an error.
var attributes = []string{"organisation", "remit", "role", "purpose", "keeper", "label", "held", "linked", "bases", "grounds", "given", "named"}

// comparing are the operators under which a coded text may stand; joining are the
// others. What is in neither (arithmetic, patterns, dates, network addresses) has no
// place in a policy that people should be able to read.
var (
	comparing = []string{"==", "!=", "contains", "containsAll", "containsAny"}
	joining   = []string{"&&", "||", "!", "in", "is", "isEmpty", "if-then-else"}
)

// checkWords walks the conditions of a policy, in the JSON form that the policy
// language documents, and names the first word that Waymark does not know.
func checkWords(p *cedar.Policy, codes map[string][]string) error {
	text, err := p.MarshalJSON()
	if err != nil {
		return err
	}
	var form struct {
		Conditions []struct {
			Body json.RawMessage `json:"body"`
		} `json:"conditions"`
	}
	if err := json.Unmarshal(text, &form); err != nil {
		return err
	}
	for _, c := range form.Conditions {
		n, err := parseNode(c.Body)
		if err != nil {
			return err
		}
		if err := n.check(codes); err != nil {
			return err
		}
	}
	return nil
}

// node is one operator of a condition with what stands under it.
type node struct {
	op    string
	attr  string  // for "." and "has"
	text  *string // for a text value
	under []node
}

func parseNode(raw json.RawMessage) (node, error) {
	var form map[string]json.RawMessage
	if err := json.Unmarshal(raw, &form); err != nil || len(form) != 1 {
		return node{}, fmt.Errorf("a condition that Waymark cannot read")
	}
	for op, arg := range form {
		return parseOperator(op, arg)
	}
	return node{}, nil
}

func parseOperator(op string, arg json.RawMessage) (node, error) {
	n := node{op: op}
	var under []json.RawMessage
	switch {
	case op == "Var":
	case op == "Value":
		// What is not a text (true, false, an entity) the schema has checked.
		var text string
		if json.Unmarshal(arg, &text) == nil {
			n.text = &text
		}
	case op == "Set":
		if err := json.Unmarshal(arg, &under); err != nil {
			return n, err
		}
	case op == "." || op == "has":
		var a struct {
			Left json.RawMessage `json:"left"`
			Attr string          `json:"attr"`
		}
		if err := json.Unmarshal(arg, &a); err != nil {
			return n, err
		}
		n.attr, under = a.Attr, []json.RawMessage{a.Left}
	case slices.Contains(comparing, op) || slices.Contains(joining, op):
		var parts map[string]json.RawMessage
		if err := json.Unmarshal(arg, &parts); err != nil {
			return n, err
		}
		for name, part := range parts {
			if name != "entity_type" {
				under = append(under, part)
			}
		}
	default:
		return n, fmt.Errorf("%q has no place in a policy here", op)
	}
	for _, u := range under {
		below, err := parseNode(u)
		if err != nil {
			return n, err
		}
		n.under = append(n.under, below)
	}
	return n, nil
}

func (n node) check(codes map[string][]string) error {
	if n.attr != "" && !slices.Contains(attributes, n.attr) {
		return fmt.Errorf("there is no attribute %q", n.attr)
	}
	if slices.Contains(comparing, n.op) {
		attr, texts := n.compared()
		for _, t := range texts {
			if known, coded := codes[attr]; !coded {
				return fmt.Errorf("%q is compared with nothing that holds a coded text", t)
			} else if !slices.Contains(known, t) {
				return fmt.Errorf("%q is not a %s that Waymark knows", t, singular(attr))
			}
		}
	} else if n.text != nil {
		return fmt.Errorf("%q is compared with nothing", *n.text)
	}
	for _, u := range n.under {
		if slices.Contains(comparing, n.op) && u.literal() {
			continue
		}
		if err := u.check(codes); err != nil {
			return err
		}
	}
	return nil
}

// compared gives the attribute on one side of a comparison and the texts on the other.
func (n node) compared() (attr string, texts []string) {
	for _, u := range n.under {
		switch u.op {
		case ".":
			attr = u.attr
		case "Value":
			if u.text != nil {
				texts = append(texts, *u.text)
			}
		case "Set":
			for _, v := range u.under {
				if v.text != nil {
					texts = append(texts, *v.text)
				}
			}
		}
	}
	return attr, texts
}

// literal says whether n is a text, or a set of texts: what compared has looked at.
func (n node) literal() bool {
	if n.op == "Set" {
		return !slices.ContainsFunc(n.under, func(v node) bool { return v.op != "Value" })
	}
	return n.op == "Value"
}

func singular(attr string) string {
	switch attr {
	case "held":
		return "label"
	case "bases", "grounds":
		return "basis"
	}
	return attr
}

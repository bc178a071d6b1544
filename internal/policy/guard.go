package policy

import (
	"encoding/json"
	"slices"

	cedar "github.com/cedar-policy/cedar-go"
)

// Most policies begin by saying whose they are: when { principal.role == "driver" && ... }.
// What stands first is looked at first, and where it does not hold the rest is not looked
// at. So a policy that begins with other roles than the actor's need not be asked: it
// would say nothing, and could not err either.

// guard gives the roles that a policy begins with; nil where it begins otherwise.
func guard(p *cedar.Policy) []Role {
	var form struct {
		Conditions []struct {
			Kind string          `json:"kind"`
			Body json.RawMessage `json:"body"`
		} `json:"conditions"`
	}
	text, err := p.MarshalJSON()
	if err != nil || json.Unmarshal(text, &form) != nil || len(form.Conditions) == 0 || form.Conditions[0].Kind != "when" {
		return nil
	}
	return rolesFirst(form.Conditions[0].Body)
}

// sides is an operator with two sides.
type sides struct {
	Left  json.RawMessage `json:"left"`
	Right json.RawMessage `json:"right"`
}

func rolesFirst(body json.RawMessage) []Role {
	var op struct {
		And      *sides `json:"&&"`
		Or       *sides `json:"||"`
		Equal    *sides `json:"=="`
		Contains *sides `json:"contains"`
	}
	switch err := json.Unmarshal(body, &op); {
	case err != nil:
		return nil
	case op.And != nil:
		return rolesFirst(op.And.Left)
	case op.Or != nil:
		// Both ways begin with a role, or nothing is known.
		left, right := rolesFirst(op.Or.Left), rolesFirst(op.Or.Right)
		if left == nil || right == nil {
			return nil
		}
		return append(left, right...)
	case op.Equal != nil && isRole(op.Equal.Left):
		return texts(op.Equal.Right)
	case op.Contains != nil && isRole(op.Contains.Right):
		return texts(op.Contains.Left)
	}
	return nil
}

// isRole says whether an expression is principal.role.
func isRole(raw json.RawMessage) bool {
	var attr struct {
		Of struct {
			Left struct{ Var string }
			Attr string `json:"attr"`
		} `json:"."`
	}
	return json.Unmarshal(raw, &attr) == nil && attr.Of.Left.Var == "principal" && attr.Of.Attr == "role"
}

// texts are those of a value or of a set of values; nil for what is neither.
func texts(raw json.RawMessage) []Role {
	var v struct {
		Value *Role
		Set   []struct{ Value *Role }
	}
	if json.Unmarshal(raw, &v) != nil {
		return nil
	}
	if v.Value != nil {
		return []Role{*v.Value}
	}
	var out []Role
	for _, one := range v.Set {
		if one.Value == nil {
			return nil
		}
		out = append(out, *one.Value)
	}
	return out
}

// personal says whether a policy looks at who in particular asks, or about whom, so that
// its answer is not the same for two workers or two cases of which all else is the same.
func personal(p *cedar.Policy) bool {
	var form struct {
		Principal  scope           `json:"principal"`
		Resource   scope           `json:"resource"`
		Conditions json.RawMessage `json:"conditions"`
	}
	text, err := p.MarshalJSON()
	if err != nil || json.Unmarshal(text, &form) != nil {
		return true
	}
	for _, s := range []scope{form.Principal, form.Resource} {
		if s.Op != "All" {
			return true
		}
	}
	var conditions any
	return json.Unmarshal(form.Conditions, &conditions) != nil || names(conditions, false)
}

// names says whether a condition speaks of somebody in particular: of an entity that it
// names, of the worker or the case as such and not of an attribute, or of an attribute
// that is itself an entity. below is set under what reads an attribute.
func names(x any, below bool) bool {
	switch x := x.(type) {
	case []any:
		return slices.ContainsFunc(x, func(v any) bool { return names(v, false) })
	case map[string]any:
		for op, arg := range x {
			value, entity := arg.(map[string]any)
			switch op {
			case "Var":
				if !below && arg != "action" && arg != "context" {
					return true
				}
			case "Value":
				if entity {
					return true
				}
			case ".", "has":
				if !entity || value["attr"] == "organisation" || names(value["left"], true) {
					return true
				}
			default:
				if names(arg, false) {
					return true
				}
			}
		}
	}
	return false
}

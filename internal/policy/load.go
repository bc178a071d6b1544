package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"
)

// Policy is what a page, a record or a lawyer wants to know of one policy.
type Policy struct {
	ID      string // from @id; stays the same when files are rearranged
	Because string // from @because: the reason in plain words
	Source  string // from @source: law or guidance; may be empty
	Effect  string // "permit" or "forbid"
	File    string // file name and line, such as "roles.cedar:18"
}

// Engine holds the loaded policies. It does not change after Load and is safe for
// concurrent use.
type Engine struct {
	set      policies
	byAction map[string]policies // those of set that speak of the action
	byRole   map[asked]policies  // those of byAction that could say something to the role
	policies []Policy
	answers  *memo
	digest   string
}

// policies are kept sorted by id, so that the same question always gives the same
// answer in the same words.
type policies []loaded

type loaded struct {
	Policy
	policy   *cedar.Policy
	scope    scope
	whose    []Role // the roles that it begins with; nil: anybody's
	personal bool   // it looks at one worker or one case in particular
}

func load(p Policy, policy *cedar.Policy) loaded {
	return loaded{Policy: p, policy: policy, scope: actionScope(policy), whose: guard(policy), personal: personal(policy)}
}

// All lets the engine underneath go through the policies.
func (ps policies) All() iter.Seq2[cedar.PolicyID, *cedar.Policy] {
	return func(yield func(cedar.PolicyID, *cedar.Policy) bool) {
		for _, p := range ps {
			if !yield(cedar.PolicyID(p.ID), p.policy) {
				return
			}
		}
	}
}

// Load reads every *.cedar file of fsys, in all its folders. It refuses a file that
// cannot be parsed, a policy without @id or @because, an @id used twice, and a
// policy that speaks of an action, attribute, label, role, purpose or basis that
// Waymark does not know. The error names file and line and lists all that it found.
func Load(fsys fs.FS) (*Engine, error) {
	e, err := read(fsys)
	if err != nil {
		return nil, err
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	return e, nil
}

// read parses the files and gives each policy its id, but does not look at what the
// policies say.
func read(fsys fs.FS) (*Engine, error) {
	files, err := list(fsys)
	if err != nil {
		return nil, err
	}
	e, sum := &Engine{}, sha256.New()
	var wrong []error
	for _, name := range files {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("policy files: %w", err)
		}
		sum.Write(fmt.Appendf(nil, "%s %d\n%s\n", name, len(text), text))
		ps, err := parse(name, text)
		if err != nil {
			wrong = append(wrong, err)
		}
		e.set = append(e.set, ps...)
	}
	slices.SortStableFunc(e.set, func(a, b loaded) int { return cmp.Compare(a.ID, b.ID) })
	for i, p := range e.set {
		if i > 0 && e.set[i-1].ID == p.ID {
			wrong = append(wrong, fmt.Errorf("%s: the @id %q is already used at %s", p.File, p.ID, e.set[i-1].File))
		}
		e.policies = append(e.policies, p.Policy)
	}
	if len(wrong) == 0 && len(e.set) == 0 {
		wrong = append(wrong, errors.New("policy files: no policy found, so everything would be refused"))
	}
	e.index()
	e.digest = hex.EncodeToString(sum.Sum(nil))
	return e, errors.Join(wrong...)
}

func list(fsys fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(name) == ".cedar" {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("policy files: %w", err)
	}
	return files, nil
}

// position is how the parser says where it stopped.
var position = regexp.MustCompile(`<input>:(\d+):\d+`)

func parse(name string, text []byte) (policies, error) {
	list, err := cedar.NewPolicyListFromBytes(name, text)
	if err != nil {
		line := "1"
		if m := position.FindStringSubmatch(err.Error()); m != nil {
			line = m[1]
		}
		return nil, fmt.Errorf("%s:%s: %w", name, line, err)
	}
	var out policies
	var wrong []error
	for _, p := range list {
		at := fmt.Sprintf("%s:%d", name, p.Position().Line)
		notes := p.Annotations()
		id, because := string(notes["id"]), strings.TrimSpace(string(notes["because"]))
		switch {
		case !idForm.MatchString(id):
			wrong = append(wrong, fmt.Errorf("%s: a policy without an @id in small letters and hyphens", at))
			continue
		case because == "":
			wrong = append(wrong, fmt.Errorf("%s: %s has no @because", at, id))
		}
		effect := "forbid"
		if p.Effect() == cedar.Permit {
			effect = "permit"
		}
		out = append(out, load(Policy{ID: id, Because: because, Source: string(notes["source"]), Effect: effect, File: at}, p))
	}
	return out, errors.Join(wrong...)
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// check refuses policies that say a word Waymark does not know.
func (e *Engine) check() error {
	c, err := newChecker()
	if err != nil {
		return err
	}
	known := codes()
	var wrong []error
	for _, p := range e.set {
		if err := errors.Join(c.check(p.policy), checkWords(p.policy, known)); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %s: %w", p.File, p.ID, err))
		}
	}
	return errors.Join(wrong...)
}

// asked is an action and the role that asks for it.
type asked struct {
	action string
	role   Role
}

// index lays out, for each action, the policies that speak of it, and of those again the
// ones that could say something to a role. To ask the others as well gives the same
// answer, and most of the time would go into hearing them say that it is not theirs.
func (e *Engine) index() {
	e.byAction, e.byRole, e.answers = map[string]policies{}, map[asked]policies{}, newMemo()
	actions, roles := e.Actions(), Roles()
	for _, p := range e.set {
		if p.personal {
			e.answers = nil
		}
		for _, action := range actions {
			if !p.scope.speaksOf(action) {
				continue
			}
			e.byAction[action] = append(e.byAction[action], p)
			for _, r := range roles {
				if p.whose == nil || slices.Contains(p.whose, r) {
					e.byRole[asked{action, r}] = append(e.byRole[asked{action, r}], p)
				}
			}
		}
	}
}

// concerned gives the policies that could say something to a question. Where its role is none
// that is known, that is every one that speaks of the action.
func (e *Engine) concerned(q question) policies {
	action := string(q.action.UID.ID)
	if role, ok := q.worker.Attributes.Get("role"); ok {
		if text, ok := role.(types.String); ok && Role(text).Valid() {
			return e.byRole[asked{action, Role(text)}]
		}
	}
	return e.byAction[action]
}

// Policies lists the loaded policies, sorted by id.
func (e *Engine) Policies() []Policy { return slices.Clone(e.policies) }

// Digest is the SHA-256, in hex, of every policy file's name and text: two engines
// with the same digest answer alike.
func (e *Engine) Digest() string { return e.digest }

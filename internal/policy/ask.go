package policy

import (
	"regexp"
	"slices"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"waymark/internal/chronology"
	"waymark/internal/label"
)

// Decision is the answer to one question.
type Decision struct {
	Allowed bool
	Because []string // the @id of the policies that decided, sorted; none when nothing permits
	Alarm   *Alarm   // something is wrong with the policies or the question; never with Allowed
}

// Alarm says that a question could not be answered properly, and was refused. It
// bears no person's data, so it may stand in a log.
type Alarm struct {
	Action   string
	Policies []string // the @id of the policies that erred; none when the question was wrong
	Error    string
}

// Open gives the labels of s.Held that a may open now, asking once for each, and the
// alarms raised on the way. Nothing outside s.Held is ever in the answer.
func (e *Engine) Open(a Actor, s Situation) (label.Set, []Alarm) {
	if wrong := amiss(a, &s); wrong != "" {
		return 0, []Alarm{{Action: open, Error: wrong}}
	}
	return e.answers.open(at(a, &s, open), func() (label.Set, []Alarm) { return e.openEach(about(a, s), s) })
}

// openEach asks once for each label that is held.
func (e *Engine) openEach(q question, s Situation) (may label.Set, alarms []Alarm) {
	for _, l := range s.Held.List() {
		d := e.ask(q.opening(l, s.Bases.Of(l)))
		if d.Allowed {
			may = may.With(label.Of(l))
		}
		if d.Alarm != nil && !slices.ContainsFunc(alarms, d.Alarm.same) {
			alarms = append(alarms, *d.Alarm)
		}
	}
	return may.Only(s.Held), alarms
}

// May says whether a may do action in the case that s describes. An action that is
// not about one case is asked as See asks it. An unknown action is refused with an
// alarm, and so is "open", which only Open asks.
func (e *Engine) May(a Actor, s Situation, action string) Decision {
	switch {
	case isOutsideAction(action):
		return e.See(a, action)
	case action == open:
		return refuse(action, "asked without a label")
	case !isCaseAction(action):
		return refuse(unknownAction, "there is no such action")
	}
	if wrong := amiss(a, &s); wrong != "" {
		return refuse(action, wrong)
	}
	return e.answers.decide(at(a, &s, action), func() Decision { return e.ask(about(a, s).acting(action)) })
}

// See says whether a may do an action that is not about one case, such as
// "today.see". An action about a case is refused with an alarm.
func (e *Engine) See(a Actor, action string) Decision {
	switch {
	case isCaseAction(action):
		return refuse(action, "asked without a case")
	case !isOutsideAction(action):
		return refuse(unknownAction, "there is no such action")
	}
	if wrong := amiss(a, nil); wrong != "" {
		return refuse(action, wrong)
	}
	return e.answers.decide(at(a, nil, action), func() Decision { return e.ask(outside(a).acting(action)) })
}

// unknownAction stands in an alarm for a name that came from nobody knows where.
const unknownAction = "unknown"

func refuse(action, why string) Decision {
	return Decision{Alarm: &Alarm{Action: action, Error: why}}
}

func (a *Alarm) same(b Alarm) bool {
	return a.Action == b.Action && a.Error == b.Error && slices.Equal(a.Policies, b.Policies)
}

// amiss names what is missing for a question to be asked at all. The closed list of
// purposes is held here as well as in the files, so that no file can add to it.
func amiss(a Actor, s *Situation) string {
	switch {
	case !a.Role.Valid():
		return "the actor has no role that Waymark knows"
	case !a.Purpose.Valid():
		return "the actor has no purpose that Waymark knows"
	case !a.Remit.Valid():
		return "the actor's organisation has no remit that Waymark knows"
	case a.Role.Machine() != (a.Token != nil):
		return "a program acts with a token, and nobody else does"
	case s == nil:
		return ""
	case a.Worker == "" || a.Organisation == "":
		return "asked about a case for nobody"
	case s.Chronology == "":
		return "asked about no case"
	case !label.Everything().Covers(s.Held):
		return "asked with a label that Waymark does not know"
	case !s.Bases.known():
		return "asked with a ground that Waymark does not know"
	}
	return ""
}

func (b Bases) known() bool {
	for name, ls := range b {
		if !ls.Empty() && !slices.Contains(grounds, name) {
			return false
		}
	}
	return true
}

// grounds are all that access can be held on.
var grounds = groundsOf(chronology.Basis("").Codes())

func groundsOf(codes []chronology.Code) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = c.Value
	}
	return out
}

// question is everything that the policies may look at.
type question struct {
	worker, organisation, resource, action types.Entity
	token                                  *Token
	context                                types.RecordMap
	made                                   *types.Record // context, where it is made once for many questions
}

func actor(a Actor) question {
	organisation := types.NewEntityUID(typeOrganisation, types.String(a.Organisation))
	return question{
		token:        a.Token,
		organisation: types.Entity{UID: organisation},
		worker: types.Entity{
			UID: types.NewEntityUID(typeWorker, types.String(a.Worker)),
			Attributes: types.NewRecord(types.RecordMap{
				"organisation": organisation,
				"remit":        types.String(a.Remit),
				"role":         types.String(a.Role),
				"purpose":      types.String(a.Purpose),
			}),
		},
	}
}

// outside asks about the actor's organisation.
func outside(a Actor) question {
	q := actor(a)
	q.resource = q.organisation
	q.context = types.RecordMap{"given": types.False}
	return q
}

// about asks about one case.
func about(a Actor, s Situation) question {
	q := actor(a)
	q.resource = types.Entity{
		UID:        types.NewEntityUID(typeChronology, types.String(s.Chronology)),
		Attributes: types.NewRecord(types.RecordMap{"keeper": types.Boolean(s.Keeper)}),
	}
	held := make([]types.Value, 0, s.Held.Len())
	for _, l := range s.Held.List() {
		held = append(held, types.String(l.String()))
	}
	all := set(s.Bases.All())
	q.context = types.RecordMap{
		"held":    types.NewSet(held...),
		"linked":  types.Boolean(s.Linked),
		"bases":   all,
		"grounds": all,
		"given":   types.False,
		"named":   types.Boolean(a.Token.named(s.Chronology)),
	}
	return q
}

// opening asks to open l, which these bases cover. The context is q's own, used again for
// the next label.
func (q question) opening(l label.Label, bases []string) question {
	q.context["label"] = types.String(l.String())
	q.context["bases"] = set(bases)
	q.context["given"] = types.Boolean(q.token.opens(l))
	return q.acting(open)
}

func set(texts []string) types.Set {
	out := make([]types.Value, 0, len(texts))
	for _, t := range texts {
		out = append(out, types.String(t))
	}
	return types.NewSet(out...)
}

var caseGroup = types.NewEntityUIDSet(types.NewEntityUID(typeAction, aboutCase))

func (q question) acting(action string) question {
	q.action = types.Entity{UID: types.NewEntityUID(typeAction, types.String(action))}
	if isCaseAction(action) {
		q.action.Parents = caseGroup
	}
	if q.token != nil && action != open { // the context is another for each action
		q.context["given"] = types.Boolean(q.token.gave(action))
		q.made = nil
	}
	return q
}

// Get finds what a policy names; the engine underneath asks for it.
func (q *question) Get(id types.EntityUID) (types.Entity, bool) {
	for _, e := range [...]*types.Entity{&q.worker, &q.resource, &q.action, &q.organisation} {
		if e.UID == id {
			return *e, true
		}
	}
	return types.Entity{}, false
}

func (q *question) request() cedar.Request {
	if q.made == nil {
		made := types.NewRecord(q.context)
		q.made = &made
	}
	return cedar.Request{
		Principal: q.worker.UID,
		Action:    q.action.UID,
		Resource:  q.resource.UID,
		Context:   *q.made,
	}
}

// ask puts one question. Any policy that errs is a refusal and an alarm: the engine
// underneath would leave it out, and a forbid left out is an open door.
func (e *Engine) ask(q question) Decision {
	answer, found := cedar.Authorize(e.concerned(q), &q, q.request())
	if len(found.Errors) > 0 {
		alarm := &Alarm{Action: string(q.action.UID.ID), Error: plain(found.Errors[0].Message)}
		for _, err := range found.Errors {
			alarm.Policies = append(alarm.Policies, string(err.PolicyID))
		}
		return Decision{Because: alarm.Policies, Alarm: alarm}
	}
	d := Decision{Allowed: answer == cedar.Allow}
	for _, r := range found.Reasons {
		d.Because = append(d.Because, string(r.PolicyID))
	}
	return d
}

// entityID is how the engine underneath writes an entity in an error.
var entityID = regexp.MustCompile(`(\w+)::"(?:[^"\\]|\\.)*"`)

// plain takes ids out of an error, so that it may stand in a log.
func plain(message string) string { return entityID.ReplaceAllString(message, "$1") }

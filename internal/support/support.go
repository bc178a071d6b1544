// Package support is support as it runs: where somebody lives or is visited, who walks
// beside them, what was asked of other services, when it ended. Setting and reasons
// follow the words of the support contract's public descriptions; no contract or
// provider is named in the code (docs/glossary.md).
package support

import (
	"slices"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Started is the beginning of support in one setting.
type Started struct {
	Setting answer.Of[Setting]     `json:"setting,omitzero" label:"general" words:"Setting" need:"yes"`
	Note    answer.Of[answer.Text] `json:"note,omitzero" label:"health" words:"Note"`
}

// Setting is where support is given; never an address.
type Setting string

// Codes lists the settings.
func (Setting) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "place-of-safety", Words: "Place of safety, before a referral"}, {Value: "safehouse", Words: "Safehouse"}, {Value: "outreach", Words: "Outreach"},
		{Value: "asylum-accommodation", Words: "Outreach, in asylum accommodation"}, {Value: "own-home", Words: "Outreach, in their own home"},
	}
}

// Ended is the end of support.
type Ended struct {
	Reason answer.Of[Reason]      `json:"reason,omitzero" label:"general" words:"Why it ended" need:"yes"`
	Note   answer.Of[answer.Text] `json:"note,omitzero" label:"health" words:"How they are, and what follows"`
}

// Reason is why support ended.
type Reason string

// Codes lists the reasons.
func (Reason) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "moved-on", Words: "Moved on"}, {Value: "person-left", Words: "They chose to leave"}, {Value: "transferred", Words: "Went over to another service"},
		{Value: "asked-to-leave", Words: "Asked to leave"}, {Value: "other", Words: "Other"},
	}
}

// Assessed is an assessment of recovery needs, which says how long support goes on.
type Assessed struct {
	Result answer.Of[Result]      `json:"result,omitzero" label:"general" words:"Result" need:"yes"`
	Until  answer.Of[civil.When]  `json:"until,omitzero" label:"general" words:"Support agreed until"`
	Note   answer.Of[answer.Text] `json:"note,omitzero" label:"health" words:"What they need, and what it did to them to be asked again"`
}

// Result is what an assessment led to.
type Result string

// Codes lists the results.
func (Result) Codes() []chronology.Code {
	return []chronology.Code{{Value: "goes-on", Words: "Support goes on"}, {Value: "reduced", Words: "Support is reduced"}, {Value: "ends", Words: "Support ends"}}
}

// Onward is asking another service for help.
type Onward struct {
	Service answer.Of[string]      `json:"service,omitzero" label:"health" words:"Service" need:"yes"`
	Step    answer.Of[Step]        `json:"step,omitzero" label:"health" words:"Where it stands" need:"yes"`
	Note    answer.Of[answer.Text] `json:"note,omitzero" label:"health" words:"Note"`
}

// Step is how far an onward referral has come.
type Step string

// Codes lists the steps.
func (Step) Codes() []chronology.Code {
	return []chronology.Code{{Value: "asked", Words: "Asked"}, {Value: "accepted", Words: "Accepted"}, {Value: "refused", Words: "Refused"}, {Value: "started", Words: "Started"}, {Value: "ended", Words: "Ended"}}
}

// Allocated puts a worker beside the person.
type Allocated struct {
	Worker answer.Of[ident.Worker] `json:"worker,omitzero" label:"general" words:"Worker" need:"yes"`
	As     answer.Of[As]           `json:"as,omitzero" label:"general" words:"As"`
	Until  answer.Of[civil.When]   `json:"until,omitzero" label:"general" words:"Until"`
}

// As is what somebody walks beside the person as.
type As string

// Codes lists what one can be.
func (As) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "key-worker", Words: "Key worker"}, {Value: "covering", Words: "Covering for a colleague"}, {Value: "night", Words: "On at night"}, {Value: "driving", Words: "Driving"},
		{Value: "volunteering", Words: "Volunteering"}, {Value: "advising", Words: "Advising"}, {Value: "investigating", Words: "Investigating"}, {Value: "deciding", Words: "Deciding"}, {Value: "inspecting", Words: "Inspecting"},
	}
}

// Released ends an allocation.
type Released struct {
	Allocation answer.Of[ident.Entry] `json:"allocation,omitzero" label:"general" words:"Allocation" need:"yes"`
	Why        answer.Of[answer.Text] `json:"why,omitzero" label:"staffing" words:"Why"`
}

// Fixed says what no correction changes: whoever left comes back by being allocated anew.
func (*Released) Fixed() map[string]string {
	const instead = "What was ended stays ended. Allocate the worker anew"
	return map[string]string{"allocation": instead, chronology.Whole: instead}
}

// Kinds lists this room's kinds of entry.
func Kinds() []chronology.Kind {
	return append([]chronology.Kind{
		chronology.Define(chronology.Kind{
			Name: "support.started", Version: 1, Words: "Support began", Exists: label.General, Free: label.Health,
			Marks: []chronology.MarkSpec{{Name: "setting", Label: label.General, Codes: Setting("").Codes()}},
		}, func(b *Started) chronology.Published {
			var p chronology.Published
			p.Coded("setting", label.General, string(b.Setting.Or("")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "support.ended", Version: 1, Words: "Support ended", Exists: label.General, Free: label.Health,
			Marks: []chronology.MarkSpec{{Name: "reason", Label: label.General, Codes: Reason("").Codes()}},
		}, func(b *Ended) chronology.Published {
			var p chronology.Published
			p.Coded("reason", label.General, string(b.Reason.Or("")))
			return p
		}, nil),
		chronology.Define(chronology.Kind{
			Name: "support.assessed", Version: 1, Words: "Recovery Needs Assessment", Exists: label.Health, Free: label.Health,
			Marks: []chronology.MarkSpec{{Name: "result", Label: label.General, Codes: Result("").Codes()}, {Name: "end", Label: label.General, Codes: ends}, {Name: "until", Label: label.General, Date: true}},
		}, func(b *Assessed) chronology.Published {
			var p chronology.Published
			p.Coded("result", label.General, string(b.Result.Or("")))
			until := b.Until.Or(civil.When{})
			p.Coded("end", label.General, end(until))
			p.Dated("until", label.General, until)
			return p
		}, nil),
		chronology.Define[Onward](chronology.Kind{Name: "support.onward", Version: 1, Words: "Another service asked", Exists: label.Health, Free: label.Health}, nil, nil),
		chronology.Define(chronology.Kind{Name: "support.allocated", Version: 1, Words: "Worker allocated", Told: chronology.ToKeepers, Exists: label.General, Free: label.Staffing},
			nil, func(b *Allocated) chronology.Gives {
				if w, ok := b.Worker.Get(); ok {
					tie := chronology.Tie{Worker: w, Bond: chronology.Beside}
					if until, ok := b.Until.Get(); ok {
						tie.Until = until.Latest().End()
					}
					return chronology.Gives{Ties: []chronology.Tie{tie}}
				}
				return chronology.Gives{}
			}),
		chronology.Define(chronology.Kind{Name: "support.released", Version: 1, Words: "Allocation ended", Told: chronology.ToKeepers, Exists: label.General, Free: label.Staffing},
			nil, func(b *Released) chronology.Gives {
				if e, ok := b.Allocation.Get(); ok {
					return chronology.Gives{Ends: []ident.Entry{e}}
				}
				return chronology.Gives{}
			}),
	}, watched()...)
}

// State is support as it stands.
type State struct {
	Keeper   ident.Organisation // who keeps the record; said before anything is folded
	Courses  []Course           // each organisation's own, the one it wrote on last at the end
	Beside   []Beside
	Assessed int

	released []release // a release may be dated before what it ends
}

// Course is support as one organisation gives it. Nobody begins or ends another's.
type Course struct {
	For     ident.Organisation
	Running bool
	Setting answer.Of[Setting]
	Since   civil.When
	EndedOn civil.When
	Reason  answer.Of[Reason]
}

// Of is the course of one organisation; one that never began if it has none.
func (s State) Of(org ident.Organisation) Course {
	for _, c := range s.Courses {
		if c.For == org {
			return c
		}
	}
	return Course{For: org}
}

// Now is the course that stands first: that of whoever keeps the record, or, where they
// have none, the one written on last.
func (s State) Now() Course {
	own := s.Of(s.Keeper)
	if n := len(s.Courses); n > 0 && own.Since.IsZero() && own.EndedOn.IsZero() {
		return s.Courses[n-1]
	}
	return own
}

// Others are the courses that run beside the one that stands first.
func (s State) Others() []Course {
	now := s.Now()
	var out []Course
	for _, c := range s.Courses {
		if c.For != now.For && c.Running {
			out = append(out, c)
		}
	}
	return out
}

// course changes an organisation's own course.
func (s *State) course(org ident.Organisation, change func(*Course)) {
	c := s.Of(org)
	change(&c)
	s.Courses = append(slices.DeleteFunc(slices.Clone(s.Courses), func(x Course) bool { return x.For == org }), c)
}

// Beside is one worker allocated and not released.
type Beside struct {
	Allocation ident.Entry
	Worker     ident.Worker
	For        ident.Organisation
	Since      civil.When
	As         answer.Of[As]
	Until      answer.Of[civil.When]
}

// Runs says whether it has not come to its end.
func (b Beside) Runs(now time.Time) bool {
	until, ok := b.Until.Get()
	return !ok || now.Before(until.Latest().End())
}

// release is one ending of an allocation, and by whom: it counts for what their own
// organisation allocated, and for everything if they keep the record.
type release struct {
	of ident.Entry
	by ident.Organisation
}

func (s *State) releases(r release, b Beside) bool {
	return r.of == b.Allocation && (r.by == b.For || r.by == s.Keeper)
}

// Fold takes one line into the state.
func (s *State) Fold(l chronology.Line) {
	switch b := l.Body.(type) {
	case *Started:
		s.course(l.For, func(c *Course) { c.Running, c.Setting, c.Since = true, b.Setting, l.Happened })
	case *Ended:
		s.course(l.For, func(c *Course) { c.Running, c.EndedOn, c.Reason = false, l.Happened, b.Reason })
	case *Assessed:
		s.Assessed++
	case *Allocated:
		x := Beside{Allocation: l.ID, Worker: b.Worker.Or(""), For: l.For, Since: l.Happened, As: b.As, Until: b.Until}
		// What an import says of access was said elsewhere: it puts nobody beside anybody here.
		if x.Worker != "" && l.Origin == "" && !slices.ContainsFunc(s.released, func(r release) bool { return s.releases(r, x) }) {
			s.Beside = append(s.Beside, x)
		}
	case *Released:
		if l.Origin != "" { // nor does it end what runs here
			return
		}
		r := release{of: b.Allocation.Or(""), by: l.For}
		s.released = append(s.released, r)
		s.Beside = slices.DeleteFunc(s.Beside, func(x Beside) bool { return s.releases(r, x) })
	}
}

// Entry is an act that writes one entry of this room as it was given.
type Entry struct {
	Happened civil.When
	Body     any // *Started, *Assessed, *NeedsAssessed or *Onward
}

// Decide writes it; other entries of this room have acts of their own.
func (a Entry) Decide(_ State, on ident.Chronology, _ chronology.Moment) ([]chronology.New, error) {
	switch a.Body.(type) {
	case *Started, *Assessed, *NeedsAssessed, *Onward:
	default:
		return nil, &errs.Error{Kind: errs.Invalid, Message: "Check what is typed", Fields: []errs.Field{{Name: "kind", Message: "Choose what to write: support began, an assessment, or another service asked"}}}
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: a.Body}}, nil
}

// End is the act of ending support.
type End struct {
	Happened civil.When
	Body     Ended
}

// Decide writes the end; there must be support to end, of one's own organisation.
func (a End) Decide(s State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	own := s.Of(m.For)
	c.If(!own.Running, "reason", "Your organisation has no support running here")
	c.If(own.Running && a.Happened.Latest() < own.Since.Earliest(), chronology.Date, "Support began later than this. Write the day on which it ended")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Allocate is the act of putting a worker beside the person.
type Allocate struct {
	Happened civil.When
	Body     Allocated
}

// Decide writes it, once for each worker. An organisation puts only its own workers
// beside somebody: works says who they are.
func (a Allocate) Decide(s State, works func(ident.Worker) bool, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	w := a.Body.Worker.Or("")
	c.If(w == "", "worker", "Choose who walks beside them")
	c.If(w != "" && !works(w), "worker", "Choose a worker of your own organisation")
	c.If(slices.ContainsFunc(s.Beside, func(x Beside) bool { return x.Worker == w && x.For == m.For && x.Runs(m.Now) }), "worker", "This worker walks beside them already")
	if until, ok := a.Body.Until.Get(); ok {
		c.If(until.Latest() < m.Today, "until", "The end lies before the beginning: choose today or later")
	}
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Release is the act of ending an allocation.
type Release struct {
	Happened civil.When
	Body     Released
}

// Decide writes it; the allocation must run, and be one's own organisation's: nobody
// takes the sight of a case from another organisation's workers.
func (a Release) Decide(s State, on ident.Chronology, m chronology.Moment) ([]chronology.New, error) {
	var c errs.Checks
	c.Rests(label.Of(label.General))
	c.If(!slices.ContainsFunc(s.Beside, func(x Beside) bool { return x.Allocation == a.Body.Allocation.Or("") && x.For == m.For }), "allocation", "This allocation has ended, or is another's")
	return []chronology.New{{On: on, Happened: a.Happened, Body: &a.Body}}, c.Err()
}

// Package correct is the page on which an entry is put right. Nothing is rubbed out:
// what was changed on the page becomes a correction that stands beside the entry.
package correct

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/person"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/line"
	"waymark/internal/web/recorded"
	"waymark/internal/web/route"
)

// Routes lists the routes of putting right.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET /cases/{case}/entries/{entry}/correct", Action: "entry.correct", Serve: show},
		{Pattern: "POST /cases/{case}/entries/{entry}/correct", Action: "entry.correct", Serve: take, Draft: kept},
		{Pattern: "GET " + route.TeamPath + "/{case}/entries/{entry}/correct", Action: "entry.correct", Serve: show},
		{Pattern: "POST " + route.TeamPath + "/{case}/entries/{entry}/correct", Action: "entry.correct", Serve: take, Draft: kept},
	}
}

var kept = route.Draft{Form: "correct", Name: "Putting an entry right"}

// second is what the number of the form that takes an entry back is called in the address.
const second = "whole"

// editing is an entry being put right by one reader.
type editing struct {
	view desk.View
	line chronology.Line
	kind chronology.Kind
	page correcting
}

func open(q *route.Request) (editing, error) {
	v, err := q.View("entry.correct")
	if err != nil {
		return editing{}, err
	}
	id, err := q.Entry()
	if err != nil {
		return editing{}, err
	}
	l, ok := v.Case.Line(id)
	if !ok || l.Corrects != nil {
		return editing{}, errs.New(errs.NotFound, "There is nothing here that you can open")
	}
	switch {
	case !v.May("entry.correct"):
		return editing{}, errs.New(errs.Denied, "You cannot do this here. Ask a manager of the team")
	case l.For != q.Signed.Actor.Organisation:
		return editing{}, errs.New(errs.Denied, "Another organisation recorded this. If you know otherwise, record it as an entry of your own: both will stand")
	}
	k, _ := q.Desk.Kinds().Find(l.Kind)
	e := editing{view: v, line: l, kind: k}
	if _, sent := e.before(q); l.Struck && !sent {
		return editing{}, errs.New(errs.Denied, "This entry was taken back already")
	}
	e.page = correcting{
		action: route.Path(v, "entries", string(id), "correct"), back: route.EntryPath(v, id),
		name: v.Case.Called(), saw: casefile.LineTopic(id)(v.Case), mayWhole: v.May("entry.take-back") && !staysWhole(l),
		shown:  line.Shown{Line: l, Kinds: q.Desk.Kinds(), Names: v.Names},
		asking: form.Asking{Kind: k, Only: correctable(v, l, k)},
	}
	return e, nil
}

// staysWhole says whether an entry cannot be taken back: it opened the record, or ended
// what somebody could see.
func staysWhole(l chronology.Line) bool {
	if fixed, ok := l.Body.(chronology.Fixed); ok && fixed.Fixed()[chronology.Whole] != "" {
		return true
	}
	_, opens := l.Body.(*person.Met)
	return opens
}

// correctable names the fields that a form can change: those the reader may read, less
// those that name another entry, organisation or worker, or that others rest on. What those say wrongly is
// taken back and written anew.
func correctable(v desk.View, l chronology.Line, k chronology.Kind) []string {
	var out []string
	for _, f := range k.Fields() {
		if fixed, ok := l.Body.(chronology.Fixed); ok && fixed.Fixed()[f.Name] != "" {
			continue
		}
		if slices.Contains([]string{"entry", "organisation", "worker", "labels"}, f.Type) {
			continue
		}
		if v.Labels.Covers(l.LabelsOf(f)) {
			out = append(out, f.Name)
		}
	}
	return out
}

// standing is the entry as the form would show it unchanged.
func (e editing) standing(kinds chronology.Kinds) url.Values {
	typed := form.Write(kinds, e.line.Body)
	typed.Set(chronology.Date, e.line.Happened.Words())
	return typed
}

func show(q *route.Request) error {
	e, err := open(q)
	if err != nil {
		return err
	}
	if e.page.sheet, err = form.Open(q); err != nil {
		return err
	}
	if e.page.sheet.Typed.Get("do") == second { // what was begun is the other form
		return q.See(form.Other(q, e.page.sheet, second))
	}
	if e.page.whole, err = form.OpenBeside(q, e.page.sheet, second); err != nil {
		return err
	}
	if to := cmp.Or(e.page.whole.Moved(), e.page.sheet.Moved()); to != "" {
		return q.See(to)
	}
	if saw := e.page.sheet.Typed.Get("saw"); saw != "" {
		e.page.saw = saw
	}
	e.page.open = e.page.whole.Begun
	return e.answer(q, http.StatusOK)
}

// answer shows the page. A form of it that was not opened or sent is a new one.
func (e editing) answer(q *route.Request, status int) error {
	p := e.page
	for _, s := range []*form.Sheet{&p.sheet, &p.whole} {
		if s.ID == "" {
			fresh, err := form.Fresh(q)
			if err != nil {
				return err
			}
			*s = fresh
		}
	}
	if len(p.sheet.Typed) == 0 {
		p.sheet.Typed = e.standing(q.Desk.Kinds())
	}
	p.asking.Typed, p.asking.Problems = p.sheet.Typed, p.problems
	return q.Show(status, frame.Options{Title: "Put an entry right", BackHref: p.back, BackText: p.name}, page(p))
}

func take(q *route.Request) error {
	e, err := open(q)
	if err != nil {
		return err
	}
	if q.PostFormValue("do") == "begin" {
		return e.begin(q)
	}
	if was, sent := e.before(q); sent {
		return e.again(q, was)
	}
	sheet, ok, err := form.Received(q, e.page.back, func(status int, s form.Sheet, wrong govuk.Problems) error {
		e.holds(s)
		e.page.problems = wrong
		return e.answer(q, status)
	})
	if !ok {
		return err
	}
	e.holds(sheet)
	if e.page.open {
		return e.takeBack(q)
	}
	x, wrong := e.changes(q)
	if len(wrong) > 0 {
		return e.refuse(q, wrong)
	}
	return e.do(q, x)
}

// holds puts a form that was sent where it stands on the page.
func (e *editing) holds(s form.Sheet) {
	if e.page.open = s.Typed.Get("do") == second; e.page.open {
		e.page.whole = s
	} else {
		e.page.sheet = s
	}
}

// sent is the form of the page that was sent.
func (e *editing) sent() *form.Sheet {
	if e.page.open {
		return &e.page.whole
	}
	return &e.page.sheet
}

// begin comes from the page "already recorded": the form opens with those words in it, and
// they are kept from then on.
func (e editing) begin(q *route.Request) error {
	s, err := form.Fresh(q)
	if err != nil {
		return err
	}
	s.Typed = form.Bare(q.PostForm)
	s.Typed.Del("do")
	if !s.Typed.Has(chronology.Date) {
		s.Typed.Set(chronology.Date, e.line.Happened.Words())
	}
	if err := s.Keep(q); err != nil {
		return err
	}
	return q.See(s.GoOn())
}

// before finds the correction that this form made when it was sent before.
func (e editing) before(q *route.Request) (chronology.Entry, bool) {
	for _, c := range e.line.Corrections {
		if string(c.Act) == q.PostFormValue("draft") && c.By == q.Signed.Actor.Worker {
			return c, true
		}
	}
	return chronology.Entry{}, false
}

// again answers a form that was sent before: with the same words it leads where it led,
// and with others the page shows both. What it changed stands already, so what it would
// change now says nothing.
func (e editing) again(q *route.Request, was chronology.Entry) error {
	typed, because := e.standing(q.Desk.Kinds()), "because"
	if slices.Contains(was.Corrects.Fields, chronology.Whole) {
		typed, because = url.Values{}, "because-whole"
	} else {
		corrected := form.Write(q.Desk.Kinds(), was.Body)
		corrected.Set(chronology.Date, was.Happened.Words())
		for _, name := range was.Corrects.Fields {
			typed[name] = corrected[name]
		}
	}
	why, _ := was.Corrects.Why.Get()
	typed.Set(because, string(why))
	same := true
	for _, name := range append([]string{chronology.Date, because}, e.page.asking.Names()...) {
		same = same && (because == "because-whole" && name != because || norm(typed[name]) == norm(q.PostForm[name]))
	}
	if same {
		return q.See(e.page.back)
	}
	return recorded.Show(q, e.view, q.PostForm, e.kind, &errs.Error{Kind: errs.Conflict, Detail: desk.Recorded{
		Done: desk.Done{Act: was.Act, On: e.view.Case.ID, Entries: []ident.Entry{was.ID}}, At: was.Recorded,
	}})
}

// changes finds what differs on the form from what stands, and makes a correction of it.
func (e *editing) changes(q *route.Request) (casefile.Correction, []errs.Field) {
	typed, was := e.page.sheet.Typed, e.standing(q.Desk.Kinds())
	x := casefile.Correction{Of: e.line.ID, Happened: e.line.Happened}
	var wrong []errs.Field
	if norm(typed[chronology.Date]) != norm(was[chronology.Date]) {
		x.Fields = append(x.Fields, chronology.Date)
		x.Happened, wrong = form.ReadWhen(typed)
	}
	for _, name := range e.page.asking.Names() {
		if norm(typed[name]) != norm(was[name]) {
			x.Fields = append(x.Fields, name)
		}
	}
	body, wrongBody := form.Read(e.kind, typed, x.Fields)
	wrong = append(wrong, wrongBody...)
	x.Body = body
	because := strings.TrimSpace(q.PostFormValue("because"))
	x.Why = answer.Given(answer.Text(because))
	if len(x.Fields) == 0 {
		wrong = append(wrong, errs.Field{Name: chronology.Date, Message: "Nothing is changed yet. Change what was wrong"})
	}
	if because == "" {
		wrong = append(wrong, errs.Field{Name: "because", Message: "Say why, so that whoever reads both understands"})
	}
	return x, wrong
}

// norm makes two typed answers comparable: order of ticks and line ends do not matter.
func norm(typed []string) string {
	var kept []string
	for _, s := range typed {
		if s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")); s != "" {
			kept = append(kept, s)
		}
	}
	slices.Sort(kept)
	return strings.Join(kept, "\x00")
}

func (e editing) takeBack(q *route.Request) error {
	because := strings.TrimSpace(q.PostFormValue("because-whole"))
	if because == "" {
		return e.refuse(q, []errs.Field{{Name: "because-whole", Message: "Say why, so that whoever reads it understands"}})
	}
	x := casefile.Correction{Of: e.line.ID, Fields: []string{chronology.Whole}, Body: e.kind.NewBody(), Why: answer.Given(answer.Text(because))}
	return e.do(q, x)
}

func (e editing) do(q *route.Request, x casefile.Correction) error {
	saw, correct := q.PostFormValue("saw"), casefile.Correct
	if e.view.Case.RunBy() != "" {
		correct = casefile.CorrectTeam
	}
	_, err := q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(e.sent().ID), correct(e.view.Case.ID, x, saw))
	switch errs.KindOf(err) {
	case errs.Invalid:
		wrong := form.Wrong(err)
		for i := range wrong {
			if e.page.open {
				wrong[i].Name = "because-whole" // the only thing that is asked there
			}
		}
		return e.refuse(q, wrong)
	case errs.Stale:
		e.page.stale = true
		if err := e.sent().Keep(q); err != nil {
			return err
		}
		return e.answer(q, http.StatusConflict)
	case errs.Conflict:
		return recorded.Show(q, e.view, e.sent().Typed, e.kind, err)
	case errs.Internal, errs.Denied, errs.NotFound, errs.Unavailable:
	}
	if err != nil {
		return err
	}
	return q.See(route.EntryPath(e.view, x.Of))
}

func (e editing) refuse(q *route.Request, wrong []errs.Field) error {
	order := append(append([]string{chronology.Date}, e.page.asking.Names()...), "because", "because-whole")
	e.page.problems = form.Order(wrong, order)
	if err := e.sent().Keep(q); err != nil {
		return err
	}
	return e.answer(q, http.StatusUnprocessableEntity)
}

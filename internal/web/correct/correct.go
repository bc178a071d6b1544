// Package correct is the page on which an entry is put right. Nothing is rubbed out:
// what was changed on the page becomes a correction that stands beside the entry.
package correct

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/desk"
	"waymark/internal/errs"
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
		{Pattern: "POST /cases/{case}/entries/{entry}/correct", Action: "entry.correct", Serve: take},
		{Pattern: "GET " + route.TeamPath + "/{case}/entries/{entry}/correct", Action: "entry.correct", Serve: show},
		{Pattern: "POST " + route.TeamPath + "/{case}/entries/{entry}/correct", Action: "entry.correct", Serve: take},
	}
}

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
	e.page.typed = e.standing(q.Desk.Kinds())
	return e.answer(q, http.StatusOK)
}

func (e editing) answer(q *route.Request, status int) error {
	p := e.page
	for _, id := range []*string{&p.draft, &p.whole} {
		if ident.Check(*id) != nil {
			*id = string(q.Desk.NewForm(q.Signed.Actor))
		}
	}
	p.asking.Typed, p.asking.Problems = p.typed, p.problems
	return q.Show(status, frame.Options{Title: "Put an entry right", BackHref: p.back, BackText: p.name}, page(p))
}

func take(q *route.Request) error {
	e, err := open(q)
	if err != nil {
		return err
	}
	e.page.typed = q.PostForm
	switch q.PostFormValue("do") {
	case "begin": // from the page "already recorded": the form opens with those words in it
		if !e.page.typed.Has(chronology.Date) {
			e.page.typed.Set(chronology.Date, e.line.Happened.Words())
		}
		return e.answer(q, http.StatusOK)
	}
	if was, sent := e.before(q); sent {
		return e.again(q, was)
	}
	if q.PostFormValue("do") == "whole" {
		return e.takeBack(q)
	}
	e.page.draft = q.PostFormValue("draft")
	x, wrong := e.changes(q)
	if len(wrong) > 0 {
		return e.refuse(q, wrong)
	}
	return e.do(q, x, e.page.draft)
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
	typed, was := e.page.typed, e.standing(q.Desk.Kinds())
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
	e.page.whole, e.page.open = q.PostFormValue("draft"), true
	typed := e.standing(q.Desk.Kinds())
	maps.Copy(typed, q.PostForm)
	e.page.typed = typed
	because := strings.TrimSpace(q.PostFormValue("because-whole"))
	if because == "" {
		return e.refuse(q, []errs.Field{{Name: "because-whole", Message: "Say why, so that whoever reads it understands"}})
	}
	x := casefile.Correction{Of: e.line.ID, Fields: []string{chronology.Whole}, Body: e.kind.NewBody(), Why: answer.Given(answer.Text(because))}
	return e.do(q, x, e.page.whole)
}

func (e editing) do(q *route.Request, x casefile.Correction, id string) error {
	saw, correct := q.PostFormValue("saw"), casefile.Correct
	if e.view.Case.RunBy() != "" {
		correct = casefile.CorrectTeam
	}
	_, err := q.Desk.Do(q.Context(), q.Signed.Actor, ident.Act(id), correct(e.view.Case.ID, x, saw))
	switch errs.KindOf(err) {
	case errs.Invalid:
		wrong := form.Wrong(err)
		for i := range wrong {
			if slices.Contains(x.Fields, chronology.Whole) {
				wrong[i].Name = "because-whole" // the only thing that is asked there
			}
		}
		return e.refuse(q, wrong)
	case errs.Stale:
		e.page.stale = true
		return e.answer(q, http.StatusConflict)
	case errs.Conflict:
		return recorded.Show(q, e.view, e.page.typed, e.kind, err)
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
	return e.answer(q, http.StatusUnprocessableEntity)
}

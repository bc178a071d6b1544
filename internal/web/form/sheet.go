package form

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/govuk"
	"waymark/internal/ident"
	"waymark/internal/web/route"
)

// Sheet is one form as it lies before somebody: its number, what is typed in it, and what is
// kept of it on the server. A page that shows a form opens a sheet, fills it, and puts
// Hidden, Later and Status into the form; the page's route says under which name its drafts
// are kept.
type Sheet struct {
	ID    string // of the draft, the form and the act
	Typed url.Values
	Begun bool // something was kept, and stands in Typed
	// Recorded says that this form was recorded before: there is nothing of it to go on with.
	Recorded bool
	// Twice says that the form stands open elsewhere with other words, which are Other's.
	Twice bool
	Other desk.Draft

	place string
	by    string
	page  string // which showing of it this is
	seen  string
	count int
	at    string
	to    string // where a form goes on that has no number yet
	bound string
	on    ident.Chronology
}

// sheetOf is the form that a request is about, by its address.
func sheetOf(q *route.Request) (Sheet, error) {
	s := Sheet{place: q.URL.Path, Typed: url.Values{}}
	rt, on, ok := q.Site.Form(s.place)
	if !ok {
		return s, notHere()
	}
	if s.bound, s.on = rt.Bound(), on; on == "" {
		s.on = desk.DraftsOn(q.Signed.Actor)
	}
	return s, nil
}

// Open is the form under the number that its address names. A form without a number has
// none yet: see Moved. NotFound is for a number of somebody else, or of another form.
func Open(q *route.Request) (Sheet, error) { return open(q, route.DraftID, q.URL) }

// OpenBeside is Open for the second form of a page, whose number has another name in the
// address. Where both have none yet, one address names both.
func OpenBeside(q *route.Request, first Sheet, named string) (Sheet, error) {
	from, err := url.Parse(first.to)
	if err != nil || first.to == "" {
		from = q.URL
	}
	return open(q, named, from)
}

// Other is where a page shows a form as its second one, beside a first that is new.
func Other(q *route.Request, s Sheet, named string) string {
	first, more := Sheet{place: s.place}, q.Request.URL.Query()
	more.Set(named, s.ID)
	first.move(q, route.DraftID, &url.URL{RawQuery: more.Encode()})
	return first.to
}

func open(q *route.Request, named string, from *url.URL) (Sheet, error) {
	s, err := sheetOf(q)
	if err != nil {
		return s, err
	}
	id := ident.Act(q.FormValue(named))
	if id == "" {
		s.move(q, named, from)
		return s, nil
	}
	s.ID = string(id)
	d, err := q.Desk.Draft(q.Context(), q.Signed.Actor, id)
	switch {
	case err == nil && (d.On != s.on || d.Route != s.bound || d.Place != s.place && d.Place != ""):
		return s, notHere()
	case err == nil:
		s.Begun, s.Typed, s.seen, s.at = true, d.Values, d.Version, d.At
		err = s.beside(q)
	case errs.KindOf(err) == errs.NotFound && ident.Check(s.ID) == nil:
		switch s.Recorded, err = q.Desk.WasSent(q.Context(), q.Signed.Actor, id); {
		case s.Recorded:
			s.move(q, named, from)
		case err == nil && q.FormValue("by") != string(q.Signed.Actor.Worker):
			return s, notHere()
		}
	}
	if err != nil {
		return s, err
	}
	return s, s.prove(q)
}

// Fresh is a form under a new number, with nothing typed in it yet: for a page that shows one
// after a button beside it was pressed.
func Fresh(q *route.Request) (Sheet, error) {
	s, err := sheetOf(q)
	if err != nil {
		return s, err
	}
	s.ID = string(q.Desk.NewForm(q.Signed.Actor))
	return s, s.prove(q)
}

// beside finds the words of the other page, where this form was set apart from them.
func (s *Sheet) beside(q *route.Request) error {
	other := ident.Act(q.FormValue("beside"))
	if other == "" {
		return nil
	}
	d, err := q.Desk.Draft(q.Context(), q.Signed.Actor, other)
	if errs.KindOf(err) == errs.NotFound {
		return nil // recorded or thrown away meanwhile
	}
	s.Twice, s.Other = err == nil && d.On == s.on && d.Place == s.place && d.ID != ident.Act(s.ID), d
	return err
}

func notHere() error { return errs.New(errs.NotFound, "There is nothing here that you can open") }

// move says where the form goes on under a number of its own, which going back and loading
// again find.
func (s *Sheet) move(q *route.Request, named string, from *url.URL) {
	more := from.Query()
	more.Set(named, string(q.Desk.NewForm(q.Signed.Actor)))
	more.Set("by", string(q.Signed.Actor.Worker))
	s.to = s.place + "?" + more.Encode()
}

// Moved is where a form goes on that was asked for without a number, or under one that was
// recorded; "" if it lies here.
func (s Sheet) Moved() string { return s.to }

// prove gives the form what it bears so that its words are kept for whom it is shown to.
func (s *Sheet) prove(q *route.Request) (err error) {
	if ident.Check(s.page) != nil {
		s.page = string(q.Desk.NewForm(q.Signed.Actor))
	}
	s.by, err = q.Desk.Proof(q.Signed.Actor.Worker, ident.Act(s.ID), s.place)
	return err
}

// Received is the form as it came, and sees to what is the same for every form: it is kept for
// later and leads back; it has lost its number; or it stands open elsewhere with other words,
// which would go with the act. Then ok is false and the form was answered: again shows it.
func Received(q *route.Request, back string, again func(status int, s Sheet, wrong govuk.Problems) error) (s Sheet, ok bool, err error) {
	s, lost, err := sent(q)
	if err != nil {
		return s, false, err
	}
	unseen, err := s.unseen(q)
	switch {
	case err != nil:
		return s, false, err
	case lost:
		if err := s.Keep(q); err != nil {
			return s, false, err
		}
		return s, false, again(http.StatusUnprocessableEntity, s, Problems(errs.New(errs.Invalid, "This form had lost its number. Nothing you typed is lost: read it through and send it again"), nil))
	case s.Typed.Get(route.DraftLater) != "":
		return s, false, s.later(q, back)
	case unseen:
		return s, false, again(http.StatusConflict, s, nil)
	}
	return s, true, nil
}

func sent(q *route.Request) (s Sheet, lost bool, err error) {
	if s, err = sheetOf(q); err != nil {
		return s, false, err
	}
	s.Typed, s.ID, s.page, s.seen, s.at = q.PostForm, q.PostFormValue(route.DraftID), q.PostFormValue(route.DraftPage), q.PostFormValue(route.DraftSeen), q.PostFormValue(route.DraftAt)
	if s.count, err = strconv.Atoi(q.PostFormValue(route.DraftCount)); err != nil {
		s.count = 0
	}
	if lost = ident.Check(s.ID) != nil; lost {
		s.ID = string(q.Desk.NewForm(q.Signed.Actor))
	}
	return s, lost, s.prove(q)
}

// draft is the form as the desk keeps it.
func (s Sheet) draft() desk.Draft {
	return desk.Draft{
		ID: ident.Act(s.ID), Route: s.bound, On: s.on, Place: s.place, Values: Bare(s.Typed), At: s.at,
		Page: ident.Act(s.page), Count: s.count, Base: s.seen,
	}
}

// Bare is what was typed, without what only steers the form. What somebody saw of a topic
// goes with it, so that a form is as stale later as it was.
func Bare(typed url.Values) url.Values {
	out := url.Values{}
	for name, all := range typed {
		if !route.Steers(name) || name == "saw" || name == "do" {
			out[name] = all
		}
	}
	return out
}

// Keep keeps what is typed. What is too long to keep stands on the page all the same. Where
// the form stands open elsewhere with other words, it goes on under another number.
func (s *Sheet) Keep(q *route.Request) error {
	kept, err := q.Desk.SaveDraft(q.Context(), q.Signed.Actor, s.draft())
	if errs.KindOf(err) == errs.Invalid {
		return nil
	}
	if err != nil {
		return err
	}
	return s.goOn(q, kept)
}

func (s *Sheet) goOn(q *route.Request, kept desk.Kept) error {
	if !kept.Apart {
		return nil
	}
	s.ID, s.Twice, s.Other, s.page, s.seen = string(kept.ID), true, kept.Other, "", ""
	d, err := q.Desk.Draft(q.Context(), q.Signed.Actor, kept.ID)
	if err != nil {
		return err
	}
	s.seen = d.Version
	return s.prove(q)
}

// unseen says whether the form stands open elsewhere with words that were not seen here. They
// would go with the act, so it is not done yet: the words here are kept beside them.
func (s *Sheet) unseen(q *route.Request) (bool, error) {
	_, unseen, err := q.Desk.Beside(q.Context(), q.Signed.Actor, s.draft())
	if err != nil || !unseen {
		return false, err
	}
	return true, s.Keep(q)
}

// later answers whoever keeps the form for later: they go back, or are shown that it stands
// open elsewhere with other words.
func (s *Sheet) later(q *route.Request, back string) error {
	if err := s.Keep(q); err != nil {
		return err
	}
	if s.Twice {
		return q.See(s.GoOn() + "&" + url.Values{"beside": {string(s.Other.ID)}}.Encode())
	}
	return q.See(back)
}

// Path is where a draft is gone on with.
func Path(d desk.Draft) string {
	return d.Place + "?" + url.Values{route.DraftID: {string(d.ID)}}.Encode()
}

// GoOn is where the form is gone on with once it is kept.
func (s Sheet) GoOn() string { return Path(desk.Draft{ID: ident.Act(s.ID), Place: s.place}) }

// Attributes stand on the form: where it is kept while somebody types, and where the cursor
// stood.
func (s Sheet) Attributes() templ.Attributes {
	out := templ.Attributes{"data-draft-url": "/drafts/" + s.ID}
	if s.Begun && s.at != "" {
		out["data-draft-at"] = s.at
	}
	return out
}

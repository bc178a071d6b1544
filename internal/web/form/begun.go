package form

import (
	"slices"
	"strconv"
	"strings"

	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/ident"
	"waymark/internal/web/route"
)

// Saved answers what a page sends while somebody types, as JSON.
type Saved struct {
	Draft    string              `json:"draft"`              // the number that the form goes on under
	By       string              `json:"by"`                 // its proof
	Page     string              `json:"page"`               // which showing of it this is from now on
	Signed   bool                `json:"signed"`             // whoever it was shown to is signed in
	Recorded bool                `json:"recorded,omitempty"` // it was recorded meanwhile
	Beside   string              `json:"beside,omitempty"`   // the number that other words lie under
	Other    map[string][]string `json:"other,omitempty"`    // those words, where they differ
}

// Take keeps what a page sends while somebody types, for whom its form was shown to. What is
// no form of ours, or comes without its proof, is not here. It gives whose it is.
func Take(q *route.Request, id string) (Saved, ident.Worker, error) {
	s := Sheet{place: q.PostFormValue(route.DraftPlace), ID: id, Typed: q.PostForm, page: q.PostFormValue(route.DraftPage), seen: q.PostFormValue(route.DraftSeen), at: q.PostFormValue(route.DraftAt)}
	rt, on, ok := q.Site.Form(s.place)
	if !ok {
		return Saved{}, "", notHere()
	}
	s.bound, s.on = rt.Bound(), on
	if n, err := strconv.Atoi(q.PostFormValue(route.DraftCount)); err == nil {
		s.count = n
	}
	proof := q.PostFormValue(route.DraftBy)
	kept, actor, err := q.Desk.KeepFor(q.Context(), proof, s.draft())
	if err != nil {
		return Saved{}, "", err
	}
	out := Saved{Draft: string(kept.ID), By: proof, Page: s.page, Recorded: kept.Recorded}
	if !kept.Apart {
		return out, actor.Worker, nil
	}
	out.Beside, out.Other, out.Page = string(kept.Other.ID), Differ(kept.Other.Values, Bare(s.Typed)), string(q.Desk.NewForm(actor))
	out.By, err = q.Desk.Proof(actor.Worker, kept.ID, s.place)
	return out, actor.Worker, err
}

// Differ is what one page of a form holds that another does not.
func Differ(of, from map[string][]string) map[string][]string {
	out := map[string][]string{}
	for name, all := range of {
		if !route.Steers(name) && !slices.EqualFunc(all, from[name], func(a, b string) bool { return unix(a) == unix(b) }) && strings.Join(all, "") != "" {
			out[name] = all
		}
	}
	return out
}

func unix(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// Begun is a draft as a page leads on to it.
type Begun struct {
	desk.Draft
	Name string // of the form
	Href string
	When string
}

// OfDraft says what a draft is of; false for one of a form that is not there any more.
func OfDraft(q *route.Request, d desk.Draft) (Begun, bool) {
	rt, _, ok := q.Site.Form(d.Place)
	if !ok || rt.Bound() != d.Route {
		return Begun{}, false
	}
	at := d.Saved.In(civil.London)
	return Begun{Draft: d, Name: rt.Draft.Name, Href: Path(d), When: civil.DayOf(d.Saved).Words() + " at " + at.Format("15:04")}, true
}

// About lists what somebody began about a case and has not recorded, newest first.
func About(q *route.Request, on ident.Chronology) ([]Begun, error) {
	drafts, err := q.Desk.Drafts(q.Context(), q.Signed.Actor, on)
	var out []Begun
	for _, d := range drafts {
		if b, ok := OfDraft(q, d); ok {
			out = append(out, b)
		}
	}
	return out, err
}

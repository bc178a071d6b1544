// Package drafts keeps what is typed while it is typed.
package drafts

import (
	"net/http"
	"net/url"
	"strings"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/web/route"
)

// Routes lists the routes of drafts.
func Routes() []route.Route {
	return []route.Route{{Pattern: "POST /drafts/{draft}", Action: route.SignedIn, Serve: save}}
}

// places says which route a form's own path belongs to. The page that saves a draft is
// told by the browser; a form that is none of these keeps nothing.
var places = []struct{ suffix, action string }{
	{"/contacts/new", "contact.record"},
	{"/safe-way", "contact.safe-way"},
}

// save keeps a draft. It answers 204, or says no more than that it was not kept.
func save(q *route.Request) error {
	on, action, ok := place(q.PostFormValue("place"))
	if !ok {
		return errs.New(errs.NotFound, "There is nothing here that you can open")
	}
	values := url.Values{}
	for name, v := range q.PostForm {
		if name != "place" {
			values[name] = v
		}
	}
	if _, err := q.Desk.SaveDraft(q.Context(), q.Signed.Actor, desk.Draft{ID: ident.Act(q.PathValue("draft")), Route: action, On: on, Values: values}); err != nil {
		return err
	}
	q.WriteHeader(http.StatusNoContent)
	return nil
}

func place(path string) (ident.Chronology, string, bool) {
	rest, ok := strings.CutPrefix(path, "/cases/")
	if !ok {
		return "", "", false
	}
	for _, p := range places {
		if id, ok := strings.CutSuffix(rest, p.suffix); ok && ident.Check(id) == nil {
			return ident.Chronology(id), p.action, true
		}
	}
	return "", "", false
}

// Package drafts keeps what is typed while it is typed.
package drafts

import (
	"net/http"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/web/act"
	"waymark/internal/web/route"
)

// Routes lists the routes of drafts of these pages.
func Routes(pages []act.Page) []route.Route {
	k := keeper{pages: pages}
	return []route.Route{{Pattern: "POST /drafts/{draft}", Action: route.SignedIn, Serve: k.save}}
}

type keeper struct{ pages []act.Page }

// save keeps a draft. The browser says which form it is of; what is none of ours is not
// kept. It answers 204, or says no more than that it was not kept.
func (k keeper) save(q *route.Request) error {
	on, page, ok := act.Place(k.pages, q.PostFormValue("place"))
	if !ok {
		return errs.New(errs.NotFound, "There is nothing here that you can open")
	}
	if _, err := q.Desk.SaveDraft(q.Context(), q.Signed.Actor, desk.Draft{ID: ident.Act(q.PathValue("draft")), Route: page.Route(), On: on, Values: q.PostForm}); err != nil {
		return err
	}
	q.WriteHeader(http.StatusNoContent)
	return nil
}

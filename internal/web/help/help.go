// Package help is the pages that anybody may read, signed in or not: how to use the pages,
// how far they can be used by everybody, and, for whoever has just installed Waymark, what
// it is and what to try. They show nobody's data.
package help

import (
	"net/http"

	"waymark/internal/demo"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of help; the sign-ins of a demo stand on the first page.
func Routes(signIns []demo.SignIn) []route.Route {
	w := welcoming{signIns: signIns}
	return []route.Route{
		{Pattern: "GET /help", Action: route.Public, Serve: show},
		{Pattern: "GET /accessibility", Action: route.Public, Serve: accessible},
		{Pattern: "GET /welcome", Action: route.Public, Serve: w.show},
	}
}

func show(q *route.Request) error {
	return q.Show(http.StatusOK, frame.Options{Title: "Help"}, page(topics))
}

func accessible(q *route.Request) error {
	return q.Show(http.StatusOK, frame.Options{Title: "Accessibility"}, statement(checks, limits))
}

type welcoming struct{ signIns []demo.SignIn }

func (w welcoming) show(q *route.Request) error {
	var p welcomePage
	if q.Desk.Demo() {
		p.signIns = w.signIns
	}
	return q.Show(http.StatusOK, frame.Options{Title: "What this is"}, welcome(p))
}

// welcomePage has sign-ins in a demo only.
type welcomePage struct{ signIns []demo.SignIn }

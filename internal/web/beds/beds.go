// Package beds is the houses of one's own organisation, the open ones first: how many
// people can live in each, and which checks are late. Who sleeps where is not recorded by
// bed, so the page tells no free places, and says what can be recorded today. A house goes
// by the name that staff use; where it stands is never shown.
package beds

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"waymark/internal/desk"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of the houses.
func Routes() []route.Route {
	return []route.Route{{Pattern: "GET " + route.BedsPath, Action: "beds.see", Serve: show}}
}

func show(q *route.Request) error {
	b, err := q.Desk.Beds(q.Context(), q.Signed.Actor)
	if err != nil {
		return err
	}
	opens := q.Desk.See(q.Context(), q.Signed.Actor, "house.open")
	return q.Show(http.StatusOK, frame.Options{Title: "Beds"}, page(houses{Beds: b, opens: opens}))
}

type houses struct {
	desk.Beds
	opens bool // may open a house
}

// parts are the houses that are open, and those that are closed.
func (h houses) parts() (open, closed []desk.House) {
	i := slices.IndexFunc(h.Houses, func(x desk.House) bool { return x.Closed })
	if i < 0 {
		return h.Houses, nil
	}
	return h.Houses[:i], h.Houses[i:]
}

// lead says the houses in a sentence. What nobody wrote down is not counted as nothing.
func (h houses) lead() string {
	open, _ := h.parts()
	places, unsaid := 0, 0
	for _, x := range open {
		if places += x.Places; x.Places == 0 {
			unsaid++
		}
	}
	words := count(len(open), "open house")
	if places > 0 {
		words += " with " + count(places, "place")
	}
	words += "."
	switch {
	case unsaid == 1 && len(open) == 1:
		words += " Nobody has written down how many people can live there."
	case unsaid > 0:
		words += fmt.Sprintf(" Of %d of them nobody has written down how many people can live there.", unsaid)
	}
	return words
}

func places(x desk.House) string {
	if x.Places == 0 {
		return "Nobody has written down how many can live there"
	}
	return count(x.Places, "place")
}

// late says of a check how late it is.
func late(d desk.TeamDue) string {
	what := d.Rule.Title
	if d.What != "" {
		what += ": " + d.What
	}
	return what + ", " + count(max(d.Days, 1), "day") + " late"
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// one is where a house stands.
func one(x desk.House) string { return strings.Join([]string{route.TeamPath, string(x.On)}, "/") }

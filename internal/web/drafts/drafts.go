// Package drafts keeps what is typed while it is typed, and shows somebody what they began
// and have not recorded.
package drafts

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"waymark/internal/chronology"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/web/form"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of drafts. A page that saves while somebody types names whom it was
// shown to by the proof that it bears, and not by who is signed in: the words stay theirs
// when their session has ended, and when somebody else signs in at the same browser.
func Routes() []route.Route {
	return []route.Route{
		{Pattern: "GET " + route.DraftsPath, Action: route.SignedIn, Serve: list},
		{Pattern: "POST " + route.DraftsPath + "/{draft}", Action: route.Public, Serve: save},
		{Pattern: "POST " + route.DraftsPath + "/{draft}/throw-away", Action: route.SignedIn, Serve: throwAway},
	}
}

// save keeps a draft for whom its form was shown to. What is none of ours, or comes without
// its proof, is not kept, and the answer says no more than that.
func save(q *route.Request) error {
	saved, whose, err := form.Take(q, q.PathValue("draft"))
	if err != nil {
		return err
	}
	signed, err := q.Desk.Session(q.Context(), q.Site.Cookie.Token(q.Request))
	if err != nil && !desk.NeedsSignIn(err) {
		return err
	}
	saved.Signed = err == nil && signed.Actor.Worker == whose
	body, err := json.Marshal(saved)
	if err != nil {
		return errs.Wrap(errs.Internal, "", err)
	}
	q.Header().Set("Content-Type", "application/json")
	_, err = q.ResponseWriter.Write(body)
	return err
}

// remindAfter is from when on a draft is pointed out: whoever began it may have forgotten it.
const remindAfter = 30 * 24 * time.Hour

// begun is one draft on the page: of which form, about whom.
type begun struct {
	form.Begun
	who    string
	begins string // its longest text, as far as it tells one from another
	old    bool
}

type page struct {
	drafts []begun
	old    int
	shut   int
}

func list(q *route.Request) error {
	all, shut, err := q.Desk.Begun(q.Context(), q.Signed.Actor)
	if err != nil {
		return err
	}
	p := page{shut: shut}
	names := map[ident.Chronology]string{}
	for _, d := range all {
		b, ok := form.OfDraft(q, d)
		if !ok {
			continue
		}
		if _, read := names[d.On]; !read {
			if names[d.On], err = called(q, d); errs.KindOf(err) == errs.NotFound {
				continue
			} else if err != nil {
				return err
			}
		}
		one := begun{Begun: b, who: names[d.On], begins: beginning(d.Values), old: q.Desk.Clock().Now().Sub(d.Saved) > remindAfter}
		if one.old {
			p.old++
		}
		p.drafts = append(p.drafts, one)
	}
	return q.Show(http.StatusOK, frame.Options{Title: "What you began", BackHref: "/today", BackText: "Today"}, what(p))
}

// mostBegun is how many characters of a text stand in the list.
const mostBegun = 80

// beginning is how the longest text of a draft begins, the day of it left out.
func beginning(typed map[string][]string) string {
	longest := ""
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		for _, s := range typed[name] {
			if !route.Steers(name) && name != chronology.Date && len(s) > len(longest) && strings.Contains(s, " ") { // a code has no space
				longest = s
			}
		}
	}
	r := []rune(strings.Join(strings.Fields(longest), " "))
	if len(r) > mostBegun {
		return string(r[:mostBegun]) + "…"
	}
	return string(r)
}

// called names whom a draft is about, and keeps the look; "" where nobody is known yet.
func called(q *route.Request, d desk.Draft) (string, error) {
	if d.On == desk.DraftsOn(q.Signed.Actor) {
		return "", nil
	}
	if route.OfTeam(d.Place) {
		v, err := q.Desk.ReadTeam(q.Context(), q.Signed.Actor, "drafts", d.On)
		return v.Case.Called(), err
	}
	v, err := q.Desk.Read(q.Context(), q.Signed.Actor, "drafts", d.On, chronology.At{})
	return v.Case.Called(), err
}

func throwAway(q *route.Request) error {
	id := q.PathValue("draft")
	if ident.Check(id) != nil {
		return errs.New(errs.NotFound, "There is nothing here that you can open")
	}
	if err := q.Desk.DropDraft(q.Context(), q.Signed.Actor, ident.Act(id)); err != nil {
		return err
	}
	return q.See(route.DraftsPath)
}

// Package decisions is the desk of decisions: everybody whom the reader may see who waits
// for one, the earliest due first, with which decision it is, since when, and under which
// rule. Those who may still ask for a decision to be looked at again stand apart: they wait
// for none yet.
package decisions

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/rulebook"
	"waymark/internal/web/frame"
	"waymark/internal/web/route"
)

// Routes lists the routes of the desk.
func Routes() []route.Route {
	return []route.Route{{Pattern: "GET " + route.DecisionsPath, Action: "decisions.see", Serve: show}}
}

// mostPages bounds the page that may be asked for.
const mostPages = 100_000

func show(q *route.Request) error {
	n, err := strconv.Atoi(q.FormValue("page"))
	if err != nil || n < 1 || n > mostPages {
		n = 1
	}
	d, err := q.Desk.Decisions(q.Context(), q.Signed.Actor, desk.Stage(q.FormValue("stage")), n)
	if err != nil {
		return err
	}
	names, err := q.Desk.Names(q.Context())
	if err != nil {
		return err
	}
	sends := q.Desk.See(q.Context(), q.Signed.Actor, "person.meet")
	return q.Show(http.StatusOK, frame.Options{Title: "Decisions", Wide: true}, page(waiting{Decisions: d, names: names, sends: sends}))
}

type waiting struct {
	desk.Decisions
	names desk.Names
	sends bool // refers people, and does not take their referrals in
}

// stageWords name the stages on the page.
var stageWords = map[desk.Stage]string{
	desk.AnyStage: "Waiting for a decision", desk.ReasonableGrounds: "Reasonable grounds", desk.ConclusiveGrounds: "Conclusive grounds", desk.MayAskAgain: "May ask again",
}

// path is where a page of a stage stands.
func path(stage desk.Stage, page int) string {
	asked := url.Values{}
	if stage != desk.AnyStage {
		asked.Set("stage", string(stage))
	}
	if page > 1 {
		asked.Set("page", strconv.Itoa(page))
	}
	if len(asked) == 0 {
		return route.DecisionsPath
	}
	return route.DecisionsPath + "?" + asked.Encode()
}

// counted says a count, as far as it goes.
func counted(n int) string {
	if n > desk.MostCounted {
		return "1,000 and more"
	}
	return strconv.Itoa(n)
}

// lead says the desk in a sentence.
func (w waiting) lead() string {
	n := w.Counts[w.Stage]
	if w.Stage == desk.MayAskAgain {
		return counted(n) + verb(n, " decision", " decisions") + " may still be asked to be looked at again, the last day that comes first in front."
	}
	words := counted(n) + verb(n, " decision is", " decisions are") + " waited for"
	if w.Mine {
		words += " by the people you walk beside"
	}
	return words + ", the earliest due first."
}

func verb(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// band is what of a page is past its day, or is not.
type band struct {
	words string
	late  bool
	dues  []desk.Due
}

// bands part a page: what is late or past its day stands in front, as it comes.
func (w waiting) bands() []band {
	late, past, rest := band{words: "Late", late: true}, band{words: "Past the day advised"}, band{words: "Still to come"}
	if w.Stage == desk.MayAskAgain {
		rest.words = "May be asked until"
	}
	var out []band
	for _, d := range w.Dues {
		switch {
		case d.Late:
			late.dues = append(late.dues, d)
		case d.Days < 0:
			past.dues = append(past.dues, d)
		default:
			rest.dues = append(rest.dues, d)
		}
	}
	for _, b := range []band{late, past, rest} {
		if len(b.dues) > 0 {
			out = append(out, b)
		}
	}
	return out
}

// whole says whether the page holds all there is, so that what stands under a heading may
// be counted.
func (w waiting) whole() bool { return w.Page == 1 && !w.More }

// what names the decision. A title says more where there is room: "Conclusive grounds
// decision, before the case counts as delayed".
func what(d desk.Due) string {
	words, _, _ := strings.Cut(d.Rule.Title, ",")
	return words
}

// since says since when it is waited for, and whose it is to make or to ask for.
func (w waiting) since(d desk.Due) string {
	about := ""
	if d.About {
		about = "about "
	}
	return fmt.Sprintf("%s · since %s%s", rulebook.PartyWords(d.Rule.Owner), about, d.Started.Words())
}

// workers names who walks beside somebody, to whoever decides it.
func (w waiting) workers(d desk.Due) string {
	var names []string
	for _, id := range d.Beside {
		names = append(names, w.names.Worker(id))
	}
	return strings.Join(names, ", ")
}

func when(d desk.Due) string {
	switch {
	case d.Late && d.WorkingDays > 0:
		return count(d.WorkingDays, "working day") + " late"
	case d.Late && d.Days > 0:
		return count(d.Days, "day") + " late"
	case d.Late:
		return "Late"
	case d.Days < 0:
		return count(-d.Days, "day") + " past"
	case d.Days == 0:
		return "Today"
	case d.Days == 1:
		return "Tomorrow"
	}
	return count(d.Days, "day") + " left"
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

func (w waiting) pagination() govuk.PaginationOptions {
	var o govuk.PaginationOptions
	if w.Page > 1 {
		o.Previous.Href = path(w.Stage, w.Page-1)
	}
	if w.More {
		o.Next.Href = path(w.Stage, w.Page+1)
	}
	return o
}

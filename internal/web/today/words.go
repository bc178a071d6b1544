package today

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/desk"
	"waymark/internal/govuk"
	"waymark/internal/label"
	"waymark/internal/rulebook"
	"waymark/internal/web/act"
	"waymark/internal/web/route"
)

// rows is what words one thing due for a page.
type rows struct {
	forms []act.Page
	kinds chronology.Kinds
	names desk.Names
	today civil.Day
}

// mostWords is how far the lists count.
const mostWords = "1,000"

// counted says a count, as far as it goes.
func counted(n int) string {
	if n > desk.MostCounted {
		return mostWords + " and more"
	}
	return strconv.Itoa(n)
}

// everybody names the list of all people.
func everybody(n int) string {
	if n > desk.MostCounted {
		return "All people"
	}
	return "All " + people(n)
}

func open(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

// ofTeam says what is late for the team.
func (p todayPage) ofTeam() string { return count(p.team, "thing") + " late" }

func people(n int) string {
	switch {
	case n == 1:
		return "1 person"
	case n > desk.MostCounted:
		return mostWords + " people and more"
	}
	return fmt.Sprintf("%d people", n)
}

func things(none string, n int, how string) string {
	switch {
	case n == 0:
		return none + " is " + how
	case n == 1:
		return "1 thing is " + how
	case n > desk.MostCounted:
		return mostWords + " things and more are " + how
	}
	return fmt.Sprintf("%d things are %s", n, how)
}

func short(d civil.Day) string {
	_, m, n := d.Date()
	return fmt.Sprintf("%d %s", n, m)
}

// why says why now, in the person's own situation: what happened to them that started it,
// and when; of what others must do, who they are.
func (r rows) why(d desk.Due, theirs bool) string {
	words := r.started(d)
	if theirs {
		words = rulebook.PartyWords(d.Rule.Owner) + " · " + words
	}
	return words
}

// started says what a clock counts from.
func (r rows) started(d desk.Due) string {
	date := r.date(d)
	if d.About {
		date = "about " + date
	}
	k, ok := r.kinds.Find(d.Rule.On.Kind)
	switch {
	case d.Rule.Weight == rulebook.Agreement:
		return "Agreed for " + date
	case d.Rule.Sort == rulebook.Review:
		return "Last done " + date
	case !ok:
		return "Counted from " + date
	}
	words := k.Words
	if f, dated := k.Field(d.Rule.On.Date); dated && d.Rule.On.Date != "" {
		words = f.Words
	}
	return words + ", " + date
}

// date is the date that a clock counts from, without the year that it is.
func (r rows) date(d desk.Due) string {
	y, _, _ := r.today.Date()
	words := strings.TrimSuffix(d.Started.Words(), " "+strconv.Itoa(y))
	if d.Started.Exact() {
		words = strings.ReplaceAll(words, " ", "\u00a0") // a day is not parted from its month
	}
	return words
}

func when(d desk.Due) string {
	switch {
	case d.Late && d.WorkingDays > 0:
		return count(d.WorkingDays, "working day") + " late"
	case d.Late && d.Days > 0:
		return count(d.Days, "day") + " late"
	case d.Late:
		return "Late"
	case d.Days == 0 && !d.Must:
		return "Last day"
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

// dueOn is the day, with its year where that is not the year it is.
func (r rows) dueOn(d desk.Due) string {
	now, _, _ := r.today.Date()
	if y, _, _ := d.Due.Date(); y != now {
		return d.Due.Words()
	}
	return short(d.Due)
}

// button is the one thing to do.
type button struct{ words, href, classes string }

// act offers what the reader can do about it from here: the form that records what ends it,
// where it is theirs to do; otherwise the case.
func (r rows) act(d desk.Due, theirs bool) button {
	if !theirs && d.Must {
		for _, kind := range ends(d.Rule) {
			i := slices.IndexFunc(r.forms, func(p act.Page) bool { return p.Kind == kind && !p.Keeper && !p.Team })
			if i < 0 {
				continue
			}
			if k, ok := r.kinds.Find(kind); ok && d.Open.Covers(label.Of(k.Exists)) && d.May(r.forms[i].Action) {
				return button{"Record", route.CasePath(d.On, r.forms[i].Path), ""}
			}
		}
	}
	return button{"Open", route.CasePath(d.On), govuk.ButtonSecondary}
}

// ends lists the kinds of entry that do what a rule asks for: a review is done again.
func ends(r rulebook.Rule) []string {
	if r.Sort == rulebook.Review {
		return []string{r.On.Kind}
	}
	var out []string
	for _, c := range r.Until {
		out = append(out, c.Kind)
	}
	return out
}

// theirs says whether a list is of what the reader does not do themself, or not alone.
func (l listPage) theirs() bool {
	return l.which == string(desk.Others) || l.which == string(desk.Running) || l.which == everything
}

package record

import (
	"slices"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/desk"
	"waymark/internal/web/form"
	"waymark/internal/web/route"
)

// onRecord gives what stands in entries of these kinds, by the names of their fields: the
// latest answer to each, and who wrote it down. What is not known yet is asked again; what
// they preferred not to say is not.
func onRecord(kinds ...string) func(*route.Request, desk.View) map[string]form.Known {
	return func(q *route.Request, v desk.View) map[string]form.Known {
		out := map[string]form.Known{}
		for _, l := range chronology.Newest(v.Case.Lines) {
			if l.Struck || !slices.Contains(kinds, l.Kind) {
				continue
			}
			for _, f := range q.Desk.Kinds().Show(l.Body) {
				_, later := out[f.Field.Name]
				if !later && (f.State == answer.IsGiven || f.State == answer.PreferredNotToSay) {
					out[f.Field.Name] = form.Known{Answer: form.Words(f, v.Names), Source: source(l, v)}
				}
			}
		}
		return out
	}
}

// source says when something was said, and to whom.
func source(l chronology.Line, v desk.View) string {
	s := "Said on " + l.Happened.Words() + " to " + v.Names.Worker(l.By) + ", " + v.Names.Organisation(l.For)
	if l.Origin != "" {
		s += "; it came from " + l.Origin
	}
	return s
}

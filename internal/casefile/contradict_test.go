package casefile_test

import (
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/decision"
	"waymark/internal/ident"
	"waymark/internal/referral"
	"waymark/internal/support"
)

// TestContradictionsShow: history that an import brought may contradict itself. It is not
// refused; each line that comes before what it rests on says that it needs putting right.
func TestContradictionsShow(t *testing.T) {
	ref, stage := answer.Given(ident.Entry("sent")), answer.Given(rg)
	order := []string{"sent", "made", "told", "asked", "reviewed", "began", "ended"}
	bodies := map[string]any{
		"sent": &referral.Sent{}, "made": &decision.Made{Referral: ref, Stage: stage, Outcome: answer.Given(no)}, "told": &decision.Told{Referral: ref, Stage: stage},
		"asked": &decision.Asked{Referral: ref, Stage: stage}, "reviewed": &decision.Reviewed{Referral: ref, Stage: stage}, "began": &support.Started{}, "ended": &support.Ended{},
	}
	for name, c := range map[string]struct {
		days map[string]string // those that are not on the first of March
		want []string
	}{
		"in-order":            {nil, nil},
		"told-too-early":      {map[string]string{"told": "2024-02-28"}, []string{"told"}},
		"about-that-time":     {map[string]string{"told": "2024-03"}, nil},
		"decided-too-early":   {map[string]string{"made": "2024-02-28"}, []string{"made"}},
		"all-before-decision": {map[string]string{"made": "2024-03-02"}, []string{"asked", "reviewed", "told"}},
		"support":             {map[string]string{"ended": "2023"}, []string{"ended"}},
	} {
		t.Run(name, func(t *testing.T) {
			var entries []chronology.Entry
			for i, id := range order {
				day := c.days[id]
				if day == "" {
					day = "2024-03-01"
				}
				k, _ := kinds.Of(bodies[id])
				entries = append(entries, chronology.Entry{ID: ident.Entry(id), N: i, Kind: k.Name, For: maple, Happened: when(t, day), Body: bodies[id], Origin: "old files"})
			}
			var got []string
			for _, l := range (&story{entries: entries}).whole().Troubled() {
				got = append(got, string(l.ID))
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("in trouble: %v, want %v", got, c.want)
			}
		})
	}
}

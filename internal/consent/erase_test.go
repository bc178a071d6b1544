package consent_test

import (
	"slices"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/consent"
	"waymark/internal/ident"
)

// asked is an erasure that somebody asked so long before mine.
func asked(by ident.Worker, of ident.Organisation, ago time.Duration) consent.State {
	var s consent.State
	s.Fold(chronology.Line{Entry: chronology.Entry{ID: id(0), By: by, For: of, Recorded: mine.Now.Add(-ago), Body: &consent.ErasureAsked{Why: answer.Given(consent.ErasureWhy("duty"))}}})
	return s
}

func TestErasureTakesTwo(t *testing.T) {
	for _, c := range []struct {
		name        string
		state       consent.State
		why         consent.ErasureWhy
		asks, erase []string
	}{
		{"nobody-asked", consent.State{}, "duty", nil, []string{"why"}},
		{"another-asked", asked(nell, "home", time.Hour), "duty", []string{"why"}, nil},
		{"to-the-last-moment", asked(nell, "home", consent.ErasureStands), "duty", []string{"why"}, nil},
		{"past-it", asked(nell, "home", consent.ErasureStands+1), "duty", nil, []string{"why"}},
		{"myself", asked(me, "home", time.Hour), "duty", []string{"why"}, []string{"why"}},
		{"another-ground", asked(nell, "home", time.Hour), "objected", []string{"why"}, []string{"why"}},
		{"elsewhere", asked(nell, "solicitors", time.Hour), "duty", nil, []string{"why"}},
	} {
		news, err := consent.AskErasure{Happened: today, Body: consent.ErasureAsked{Why: answer.Given(c.why)}}.Decide(c.state, "on", mine)
		refused(t, c.name+", asks", news, err, c.asks, 1)
		news, err = consent.Erase{Happened: today, Why: answer.Given(c.why)}.Decide(c.state, "on", mine)
		refused(t, c.name+", erases", news, err, c.erase, 1)
		if err == nil && news[0].Body.(*consent.Erased).Asked.Or("") != id(0) {
			t.Errorf("%s: it does not say what was asked", c.name)
		}
	}
	_, err := consent.AskErasure{Happened: today}.Decide(consent.State{}, "on", mine)
	if got := beside(err); !slices.Equal(got, []string{"why"}) {
		t.Errorf("without a ground: %v", err)
	}
}

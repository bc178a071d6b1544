package people

import (
	"net/url"
	"testing"
	"time"

	"waymark/internal/desk"
	"waymark/internal/ident"
)

// What an address asks for is what the list's own links ask for again; what it does not
// know it does not heed.
func TestTheAddressSaysWhatTheListIsNarrowedTo(t *testing.T) {
	worker := ident.New(time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC))
	offers := desk.Offers{Late: true, Setting: true, Names: true, Workers: true, Lines: []string{"risk-review-red", "reasonable-grounds"}}
	for name, c := range map[string]struct{ asked, want string }{
		"nothing":         {"", "/people"},
		"all":             {"late=ours&setting=outreach&clock=risk-review-red&worker=nobody&sort=name&page=3", "/people?clock=risk-review-red&late=ours&setting=outreach&sort=name&worker=nobody"},
		"others":          {"late=others&clock=reasonable-grounds&sort=newest", "/people?clock=reasonable-grounds&late=others&sort=newest"},
		"worker":          {"worker=" + worker, "/people?worker=" + worker},
		"unknown":         {"late=mine&setting=palace&clock=all&worker=Nadia&sort=risk&page=-1", "/people"},
		"clockNotOffered": {"clock=risk-review-amber", "/people"},
	} {
		t.Run(name, func(t *testing.T) {
			form, err := url.ParseQuery(c.asked)
			if err != nil {
				t.Fatal(err)
			}
			l := listed{People: desk.People{Offers: offers}, asked: ask(form)}
			if got := href(l.values()); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			if got, want := l.narrowed(), c.want != "/people"; got != want {
				t.Errorf("narrowed is %v, want %v", got, want)
			}
			for _, chip := range l.narrowing().Chosen {
				if chip.Href == c.want || chip.Words == "" {
					t.Errorf("%q takes nothing away: %s", chip.Words, chip.Href)
				}
			}
		})
	}
}

// Nobody is offered what rests on labels that their role does not hold.
func TestWhatIsNotOfferedIsNotAsked(t *testing.T) {
	form := url.Values{"late": {"ours"}, "setting": {"outreach"}, "clock": {"risk-review-red"}, "worker": {"nobody"}}
	l := listed{asked: ask(form)}
	if got := href(l.values()); got != "/people" || len(l.filters()) > 0 {
		t.Errorf("%s, and %d choices", got, len(l.filters()))
	}
}

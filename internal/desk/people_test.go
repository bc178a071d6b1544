package desk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/civil"
	"waymark/internal/contact"
	"waymark/internal/ident"
	"waymark/internal/policy"
)

// However People is narrowed, it lists whom the words say, says how many there are, and
// hides nobody who has no worker.
func TestPeopleIsNarrowedAsAsked(t *testing.T) { onBoth(t, peopleIsNarrowedAsAsked) }

func peopleIsNarrowedAsAsked(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	alima, berta, cara := h.meet("Alima"), h.meet("berta"), h.meet("Cara")
	h.beside(alima, h.nadia)
	h.do(h.tom, h.supported(alima, "outreach"))
	h.do(h.tom, h.supported(berta, "safehouse"))
	h.refer(cara)
	h.do(h.tom, casefile.RecordContact(berta, contact.Record{Happened: h.today(), Body: contact.Made{
		How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Next: answer.Given(civil.On(civil.DayOf(h.set.Now()).Add(2))),
	}}))
	h.set.Advance(30 * 24 * time.Hour)
	for name, c := range map[string]struct {
		who   policy.Actor
		asked PeopleAsked
		want  string
	}{
		"late in our hands":       {h.tom, PeopleAsked{Late: InOurs}, "berta"},
		"late in others'":         {h.tom, PeopleAsked{Late: InOthers}, "Cara"},
		"the authority's own":     {h.grace, PeopleAsked{Late: InOurs}, "Cara"},
		"where they are":          {h.tom, PeopleAsked{Setting: "outreach"}, "Alima"},
		"nobody is there":         {h.tom, PeopleAsked{Setting: "own-home"}, ""},
		"waiting for a decision":  {h.tom, PeopleAsked{Lines: "reasonable-grounds"}, "Cara"},
		"with a worker":           {h.tom, PeopleAsked{Worker: h.nadia.Worker, Sort: ByName}, "Alima"},
		"with nobody":             {h.tom, PeopleAsked{Alone: true, Sort: ByName}, "berta Cara"},
		"by name":                 {h.tom, PeopleAsked{Sort: ByName}, "Alima berta Cara"},
		"newest":                  {h.tom, PeopleAsked{Sort: ByNewer}, "Cara berta Alima"},
		"two things at once":      {h.tom, PeopleAsked{Late: InOurs, Alone: true, Setting: "safehouse"}, "berta"},
		"not offered to a worker": {h.nadia, PeopleAsked{Alone: true}, "Alima"},
	} {
		people, err := h.PeopleLike(ctx, c.who, c.asked)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, p := range people.Folk {
			got = append(got, p.Who.Name)
		}
		if strings.Join(got, " ") != c.want || people.All != len(got) {
			t.Errorf("%s: %v, and it says %d; want %q", name, got, people.All, c.want)
		}
	}
	people, err := h.PeopleLike(ctx, h.tom, PeopleAsked{})
	if err != nil || !people.Told || !slices.Equal(people.With[alima], []ident.Worker{h.nadia.Worker}) || len(people.With[berta]) != 0 {
		t.Errorf("who walks beside them: %v, %v", people.With, err)
	}
	if people.Offers.Lines == nil || !people.Offers.Setting || !people.Offers.Workers {
		t.Errorf("a manager is offered %+v", people.Offers)
	}
	if people, err = h.PeopleLike(ctx, h.nadia, PeopleAsked{}); err != nil || people.Told || people.Offers.Workers || people.With != nil {
		t.Errorf("a worker is told who walks beside whom: %+v, %v", people, err)
	}
}

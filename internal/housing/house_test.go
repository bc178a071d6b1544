package housing_test

import (
	"reflect"
	"slices"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/housing"
	"waymark/internal/ident"
	"waymark/internal/label"
)

const org ident.Organisation = "org"

var checkIn = answer.Given(ident.Entry("check"))

func opened(name string) *housing.Opened {
	return &housing.Opened{Name: answer.Given(name), Organisation: answer.Given(org)}
}

func checked(what, result string, by answer.Of[civil.When]) *housing.HouseChecked {
	b := &housing.HouseChecked{What: answer.Given(housing.Check(what)), Result: answer.Given(housing.Result(result)), By: by}
	if result == "to-put-right" {
		b.Faults = answer.Given(answer.Text("The alarm on the landing"))
	}
	return b
}

// house folds lines; a check that finds something has the id "check".
func house(bodies ...any) housing.House {
	var h housing.House
	for _, b := range bodies {
		h.Fold(chronology.Line{Entry: chronology.Entry{ID: "check", Happened: today, Body: b}})
	}
	return h
}

// houseDecided says whether an act on a house wrote its body alone, or beside which fields
// it was refused.
func houseDecided(t *testing.T, body any, news []chronology.New, err error, want []string) {
	t.Helper()
	var got []string
	if e := errs.Of(err); e != nil && e.Kind == errs.Invalid {
		for _, f := range e.Fields {
			got = append(got, f.Name)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("refused beside %v, want %v: %v", got, want, err)
	}
	if wrote := []chronology.New{{On: "house", Happened: today, Body: body}}; err == nil && !reflect.DeepEqual(news, wrote) {
		t.Errorf("writes %+v", news)
	}
}

func TestOpenHouse(t *testing.T) {
	places := func(n int) *housing.Opened {
		b := opened("Rowan")
		b.Places = answer.Given(n)
		return b
	}
	anothers := opened("Rowan")
	anothers.Organisation = answer.Given(ident.Organisation("other"))
	for name, c := range map[string]struct {
		state housing.House
		body  *housing.Opened
		want  []string
	}{
		"right":         {housing.House{}, opened("Rowan"), nil},
		"with-places":   {housing.House{}, places(1), nil},
		"no-places":     {housing.House{}, places(0), []string{"places"}},
		"too-many":      {housing.House{}, places(1001), []string{"places"}},
		"nameless":      {housing.House{}, &housing.Opened{Organisation: answer.Given(org)}, []string{"name"}},
		"blank":         {housing.House{}, opened(" \t"), []string{"name"}},
		"for-another":   {housing.House{}, anothers, []string{"organisation"}},
		"for-nobody":    {housing.House{}, &housing.Opened{Name: answer.Given("Rowan")}, []string{"organisation"}},
		"there-already": {house(opened("Rowan")), opened("Rowan"), []string{"name"}},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := housing.OpenHouse{Happened: today, Body: *c.body}.Decide(c.state, "house", chronology.Moment{For: org})
			houseDecided(t, c.body, news, err, c.want)
		})
	}
}

func TestCheckHouse(t *testing.T) {
	day := func(n civil.Day) answer.Of[civil.When] { return answer.Given(civil.On(now + n)) }
	none := answer.Of[civil.When]{}
	bare := checked("audit", "to-put-right", day(3))
	bare.Faults = answer.Of[answer.Text]{}
	certified := func(n civil.Day) *housing.HouseChecked {
		b := checked("gas", "in-order", none)
		b.Next = day(n)
		return b
	}
	for name, c := range map[string]struct {
		state housing.House
		body  *housing.HouseChecked
		want  []string
	}{
		"in-order":              {house(opened("Rowan")), checked("fire-alarm", "in-order", none), nil},
		"to-put-right":          {house(opened("Rowan")), checked("fire-alarm", "to-put-right", day(7)), nil},
		"to-put-right-today":    {house(opened("Rowan")), checked("fire-alarm", "to-put-right", day(0)), nil},
		"day-not-known":         {house(opened("Rowan")), checked("fire-alarm", "to-put-right", answer.Unknown[civil.When]()), nil},
		"no-day":                {house(opened("Rowan")), checked("fire-alarm", "to-put-right", none), []string{"by"}},
		"day-before":            {house(opened("Rowan")), checked("fire-alarm", "to-put-right", day(-1)), []string{"by"}},
		"says-not-what":         {house(opened("Rowan")), bare, []string{"faults"}},
		"nothing-by-a-day":      {house(opened("Rowan")), checked("fire-alarm", "in-order", day(7)), []string{"by"}},
		"certificate":           {house(opened("Rowan")), certified(365), nil},
		"certificate-ran-out":   {house(opened("Rowan")), certified(-1), []string{"next"}},
		"closed":                {house(opened("Rowan"), &housing.Closed{}), checked("fire-alarm", "in-order", none), []string{"what"}},
		"no-house":              {housing.House{}, checked("fire-alarm", "in-order", none), []string{"what"}},
		"opened-again":          {house(opened("Rowan"), &housing.Closed{}, opened("Rowan")), checked("fire-alarm", "in-order", none), nil},
		"closed-and-wrong-days": {house(opened("Rowan"), &housing.Closed{}), checked("audit", "to-put-right", day(-1)), []string{"by", "what"}},
	} {
		t.Run(name, func(t *testing.T) {
			act := housing.CheckHouse{Happened: today, Body: *c.body}
			news, err := act.Decide(c.state, "house", chronology.Moment{})
			houseDecided(t, c.body, news, err, c.want)
		})
	}
}

func TestMend(t *testing.T) {
	found := checked("fire-alarm", "to-put-right", answer.Given(today))
	mended := &housing.PutRight{Check: checkIn}
	for name, c := range map[string]struct {
		state housing.House
		body  *housing.PutRight
		want  []string
	}{
		"right":           {house(opened("Rowan"), found), mended, nil},
		"mended-already":  {house(opened("Rowan"), found, mended), mended, []string{"check"}},
		"another-check":   {house(opened("Rowan"), found), &housing.PutRight{Check: answer.Given(ident.Entry("other"))}, []string{"check"}},
		"of-no-check":     {house(opened("Rowan"), found), &housing.PutRight{}, []string{"check"}},
		"nothing-was-bad": {house(opened("Rowan"), checked("fire-alarm", "in-order", answer.Of[civil.When]{})), mended, []string{"check"}},
		"closed":          {house(opened("Rowan"), found, &housing.Closed{}), mended, []string{"check"}},
		"no-house":        {housing.House{}, mended, []string{"check"}},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := housing.Mend{Happened: today, Body: *c.body}.Decide(c.state, "house", chronology.Moment{})
			houseDecided(t, c.body, news, err, c.want)
		})
	}
	_, err := housing.Mend{Happened: civil.On(now - 1), Body: *mended}.Decide(house(opened("Rowan"), found), "house", chronology.Moment{})
	houseDecided(t, mended, nil, err, []string{chronology.Date})
}

func TestCloseHouse(t *testing.T) {
	for name, c := range map[string]struct {
		state housing.House
		want  []string
	}{
		"right":    {house(opened("Rowan")), nil},
		"closed":   {house(opened("Rowan"), &housing.Closed{}), []string{"why"}},
		"no-house": {housing.House{}, []string{"why"}},
	} {
		t.Run(name, func(t *testing.T) {
			news, err := housing.CloseHouse{Happened: today}.Decide(c.state, "house", chronology.Moment{})
			houseDecided(t, &housing.Closed{}, news, err, c.want)
		})
	}
}

func TestHouseFold(t *testing.T) {
	b := opened("Rowan")
	b.Places = answer.Given(6)
	h := house(b, checked("fire-alarm", "to-put-right", answer.Given(today)))
	if !h.Opened || h.Closed || h.Name != "Rowan" || h.For != org || h.Places != 6 || len(h.Faults) != 1 || h.Faults[0] != (housing.Fault{Check: "check", What: "fire-alarm", Found: today}) {
		t.Errorf("%+v", h)
	}
	before := h
	h.Fold(chronology.Line{Entry: chronology.Entry{Body: &housing.PutRight{Check: checkIn}}})
	if len(h.Faults) != 0 || len(before.Faults) != 1 || before.Faults[0].Check != "check" {
		t.Errorf("put right: %+v, and before that %+v", h.Faults, before.Faults)
	}
	if h = house(b, &housing.Closed{}, &housing.Opened{}); !h.Opened || h.Closed || h.Name != "Rowan" || h.For != org || h.Places != 6 {
		t.Errorf("opened again: %+v", h)
	}
}

// What a check found belongs to that check alone, and where a house stands is no mark.
func TestHousePublishes(t *testing.T) {
	b := checked("gas", "to-put-right", answer.Given(today))
	b.Next = answer.Given(civil.On(now + 365))
	o := occurs(t, "house.checked", b)
	what, _ := o.Mark("what")
	result, _ := o.Mark("result")
	by, _ := o.Mark("by")
	next, _ := o.Mark("next")
	if what.Code != "gas" || result.Code != "to-put-right" || by.When != today || next.When != civil.On(now+365) || len(o.Marks) != 4 || o.Episode != "e" {
		t.Errorf("%+v", o)
	}
	if o := occurs(t, "house.put-right", &housing.PutRight{Check: checkIn}); o.Episode != "check" {
		t.Errorf("put right is of the episode %q", o.Episode)
	}
	kinds, err := chronology.NewKinds(housing.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	k, _ := kinds.Find("house.opened")
	if f, ok := k.Field("address"); !ok || f.Label != label.Address || len(k.Marks) != 0 {
		t.Errorf("an address under %s, marks %+v", f.Label, k.Marks)
	}
}

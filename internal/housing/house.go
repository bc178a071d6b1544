package housing

import (
	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// A house has a chronology of its own: when it was opened, each check, what had to be put
// right and when it was, when it was closed. It goes by the name that staff use for it.
// Where it stands bears the label address.
//
// What inspectors looked for in safehouses and did not always find: Care Quality
// Commission, January 2023, "Accommodation and facilities".

// Opened opens a house's chronology.
type Opened struct {
	Name         answer.Of[string]             `json:"name,omitzero" label:"general" words:"The name by which staff call it" need:"yes"`
	Organisation answer.Of[ident.Organisation] `json:"organisation,omitzero" label:"general" words:"Run by" need:"yes"`
	Places       answer.Of[int]                `json:"places,omitzero" label:"general" words:"How many people can live there"`
	Address      answer.Of[answer.Text]        `json:"address,omitzero" label:"address" words:"Where it stands"`
}

// Fixed says what no correction changes: whose house it is decides who may see it.
func (*Opened) Fixed() map[string]string {
	return map[string]string{
		chronology.Whole: "The rest of this house's record lies behind this entry. Close the house instead",
		"organisation":   "Another organisation opens a house of its own. Close this one instead",
	}
}

// Closed ends a house's time.
type Closed struct {
	Why answer.Of[answer.Text] `json:"why,omitzero" label:"staffing" words:"Why"`
}

// HouseChecked is a check of a house.
type HouseChecked struct {
	What   answer.Of[Check]       `json:"what,omitzero" label:"general" words:"What was checked" need:"yes"`
	Result answer.Of[Result]      `json:"result,omitzero" label:"general" words:"How it was" need:"yes"`
	Faults answer.Of[answer.Text] `json:"faults,omitzero" label:"address" words:"What must be put right"`
	By     answer.Of[civil.When]  `json:"by,omitzero" label:"general" words:"The day by which it must be put right"`
	Next   answer.Of[civil.When]  `json:"next,omitzero" label:"general" words:"The last day on which a certificate is valid"`
	Note   answer.Of[answer.Text] `json:"note,omitzero" label:"address" words:"What else to know"`
}

// Check is what was checked.
type Check string

// Codes lists the checks of a house.
func (Check) Codes() []chronology.Code {
	return []chronology.Code{
		{Value: "health-and-safety", Words: "Health and safety, walking through the house"}, {Value: "fire-alarm", Words: "Fire alarm test"},
		{Value: "fire-drill", Words: "Fire drill"}, {Value: "fire-equipment", Words: "Fire doors, extinguishers and blankets"},
		{Value: "environment", Words: "Whole-house assessment, with its risks to children"}, {Value: "audit", Words: "Audit"},
		{Value: "gas", Words: "Gas, by a registered engineer"}, {Value: "electrics", Words: "Electrics, by a qualified person"}, {Value: "other", Words: "Another check"},
	}
}

// Result is how a check found a house.
type Result string

// ToPutRight is the result that asks for something.
const ToPutRight Result = "to-put-right"

// Codes lists the results.
func (Result) Codes() []chronology.Code {
	return []chronology.Code{{Value: "in-order", Words: "In order"}, {Value: string(ToPutRight), Words: "Something must be put right"}}
}

// PutRight is that what a check found is mended.
type PutRight struct {
	Check answer.Of[ident.Entry] `json:"check,omitzero" label:"general" words:"Found by which check" need:"yes"`
	Note  answer.Of[answer.Text] `json:"note,omitzero" label:"address" words:"What was done"`
}

// houseKinds lists the kinds about houses.
func houseKinds() []chronology.Kind {
	return []chronology.Kind{
		chronology.Checked(chronology.Define[Opened](chronology.Kind{Name: "house.opened", Version: 1, House: true, Words: "House opened", Exists: label.General, Free: label.Address}, nil, nil), (*Opened).check),
		chronology.Define[Closed](chronology.Kind{Name: "house.closed", Version: 1, House: true, Words: "House closed", Exists: label.General, Free: label.Staffing}, nil, nil),
		chronology.Checked(chronology.Define(chronology.Kind{
			Name: "house.checked", Version: 1, House: true, Words: "House check", Exists: label.General, Free: label.Address,
			Marks: []chronology.MarkSpec{
				{Name: "what", Label: label.General, Codes: Check("").Codes()}, {Name: "result", Label: label.General, Codes: Result("").Codes()},
				{Name: "by", Label: label.General, Date: true}, {Name: "next", Label: label.General, Date: true},
			},
		}, func(b *HouseChecked) chronology.Published {
			var p chronology.Published
			p.Coded("what", label.General, string(b.What.Or("")))
			p.Coded("result", label.General, string(b.Result.Or("")))
			p.Dated("by", label.General, b.By.Or(civil.When{}))
			p.Dated("next", label.General, b.Next.Or(civil.When{}))
			return p
		}, nil), (*HouseChecked).check),
		chronology.Define(chronology.Kind{
			Name: "house.put-right", Version: 1, House: true, Words: "Put right", Exists: label.General, Free: label.Address,
		}, func(b *PutRight) chronology.Published { return chronology.Published{Episode: b.Check.Or("")} }, nil),
	}
}

// mostPlaces is more than any house has.
const mostPlaces = 1000

func (b *Opened) check(c *errs.Checks, _ chronology.New) {
	if n, ok := b.Places.Get(); ok {
		c.If(n < 1 || n > mostPlaces, "places", "Write how many people can live there, as a number from 1")
	}
}

// check holds wherever a check comes from. A correction of one field says nothing of the
// others.
func (b *HouseChecked) check(c *errs.Checks, n chronology.New) {
	if n.Corrects != nil {
		return
	}
	asks := b.Result.Or("") == ToPutRight
	c.If(asks && b.Faults.IsZero(), "faults", "Write what must be put right")
	c.If(asks && b.By.IsZero(), "by", "Write by which day: the clock counts to it")
	c.If(!asks && !b.By.IsZero(), "by", "There is nothing to put right by a day. Say so above, or leave this empty")
	for field, day := range map[string]answer.Of[civil.When]{"by": b.By, "next": b.Next} {
		if when, ok := day.Get(); ok {
			c.If(when.Latest() < n.Happened.Earliest(), field, "That day lies before this happened")
		}
	}
}

package chronology_test

import (
	"fmt"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
)

// Call is a phone call. Each field is one answer and bears one label.
type Call struct {
	Answered answer.Of[bool]        `json:"answered,omitzero" label:"general" words:"Answered" need:"yes"`
	Said     answer.Of[answer.Text] `json:"said,omitzero" label:"account" words:"What was said"`
}

func Example() {
	kinds, err := chronology.NewKinds(chronology.Define[Call](chronology.Kind{
		Name: "call.made", Version: 1, Words: "Phone call", Exists: label.General, Free: label.Account,
	}, nil, nil))
	if err != nil {
		fmt.Println(err)
		return
	}
	morning := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	call := chronology.Entry{
		ID: "call", Kind: "call.made", Happened: civil.On(civil.DayOf(morning)), Recorded: morning,
		Body: &Call{Answered: answer.Given(true), Said: answer.Given(answer.Text("She is well."))},
	}
	correction := chronology.Entry{
		ID: "correction", Kind: "call.made", Happened: call.Happened, Recorded: morning.Add(time.Hour),
		Body:     &Call{Said: answer.Given(answer.Text("She says she is well."))},
		Corrects: &chronology.Correction{Of: "call", Fields: []string{"said"}, Why: answer.Given(answer.Text("Her words, not mine."))},
	}
	for _, l := range kinds.Read([]chronology.Entry{correction, call}, chronology.At{}) {
		fmt.Println(l.Happened.Words())
		for _, s := range kinds.Show(l.Body) {
			fmt.Printf("  %s: %v\n", s.Field.Words, s.Value)
		}
		for _, c := range l.Corrections {
			fmt.Printf("  corrected: %s\n", c.Corrects.Why.Or(""))
		}
		first, _ := l.Original.Body.(*Call)
		fmt.Printf("  before that: %s\n", first.Said.Or(""))
	}
	then := kinds.Read([]chronology.Entry{correction, call}, chronology.At{KnownAt: morning})
	fmt.Println("corrected when it was written:", then[0].Corrected())
	// Output:
	// 2 March 2026
	//   Answered: true
	//   What was said: She says she is well.
	//   corrected: Her words, not mine.
	//   before that: She is well.
	// corrected when it was written: false
}

package rulebook_test

import (
	"fmt"
	"log"
	"testing/fstest"
	"time"

	"waymark/data"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/rulebook"
)

// A referral was sent on the Wednesday before Easter. The decision is due on the fifth working day.
func ExampleBook_Deadlines() {
	book, err := rulebook.Load(data.Rulebook, "rulebook")
	if err != nil {
		log.Fatal(err)
	}
	sent, err := civil.ParseDay("2024-03-27")
	if err != nil {
		log.Fatal(err)
	}
	chronologyOfOne := []chronology.Occurrence{
		{Entry: "entry-1", Episode: "entry-1", Kind: "referral.sent", Happened: civil.On(sent), Recorded: sent.Start().Add(9 * time.Hour)},
	}
	today := sent.Add(12)
	for _, d := range book.Deadlines(chronologyOfOne, civil.EnglandAndWales, civil.DefaultCalendar()) {
		rule, _ := book.Find(d.Rule)
		days, working := d.LateBy(today, civil.EnglandAndWales, civil.DefaultCalendar())
		fmt.Println(rule.Title)
		fmt.Println(rule.Citation())
		fmt.Println(rulebook.PartyWords(d.Owner), "by", d.Due.Words())
		fmt.Printf("On %s: %s by %d days, %d of them working days\n", today.Words(), d.Standing(today.End()), days, working)
	}
	// Output:
	// Reasonable grounds decision
	// Five working days · Hope for the future (British Red Cross, July 2019), section 2.3
	// The competent authority by 5 April 2024
	// On 8 April 2024: late by 3 days, 1 of them working days
}

// Sources disagree on how long support goes on after a negative decision. A deployment chooses.
func ExampleBook_Choose() {
	book, err := rulebook.Load(data.Rulebook, "rulebook")
	if err != nil {
		log.Fatal(err)
	}
	ours, err := book.Choose(map[string]string{"after-negative": "nine-working-days"})
	if err != nil {
		log.Fatal(err)
	}
	for _, q := range ours.Questions() {
		fmt.Println(q.Asks)
		for _, r := range q.Readings {
			if r.Name == q.Chosen {
				fmt.Println("Here:", r.Says)
			}
		}
	}
	_, err = book.Choose(map[string]string{"after-negative": "ten-days"})
	fmt.Println(err)
	// Output:
	// How long does support go on after a negative conclusive grounds decision?
	// Here: Nine working days
	// after-negative has no reading "ten-days"; it has: nine-calendar-days, nine-working-days, up-to-14-days
}

// A slip in a deployment's own file is found before it is used, with its file and line.
func ExampleLoad() {
	_, err := rulebook.Load(fstest.MapFS{"ours/visits.yaml": {Data: []byte("rules:\n  - id: visits\n    sorts: review\n")}}, "ours")
	fmt.Println(err)
	// Output:
	// visits.yaml:3: there is no field "sorts" here
}

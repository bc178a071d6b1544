package civil_test

import (
	"fmt"

	"waymark/internal/civil"
)

func ExampleReadWhen() {
	for _, typed := range []string{"12/3/2019", "about March 2019", "summer 2018", "12 March 2019 at 2.30pm", "3 May to 9 June 2018", "12/3/19"} {
		w, err := civil.ReadWhen(typed)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%s, kept as %s: %s to %s\n", w.Words(), w, w.Earliest(), w.Latest())
	}
	// Output:
	// 12 March 2019, kept as 2019-03-12: 2019-03-12 to 2019-03-12
	// about March 2019, kept as 2019-03~: 2019-03-01 to 2019-03-31
	// summer 2018, kept as 2018-22: 2018-06-01 to 2018-08-31
	// 12 March 2019, 14:30, kept as 2019-03-12T14:30: 2019-03-12 to 2019-03-12
	// between 3 May and 9 June 2018, kept as 2018-05-03/2018-06-09: 2018-05-03 to 2018-06-09
	// Write the year with four digits, like 12 March 2019
}

func ExampleCalendar_AddWorkingDays() {
	calendar := civil.DefaultCalendar()
	referred, err := civil.ParseDay("2026-12-23")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, nation := range []civil.Nation{civil.EnglandAndWales, civil.Scotland} {
		due, err := calendar.AddWorkingDays(nation, referred, 5)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", nation.Words(), due.Words())
	}
	// Output:
	// England and Wales: 4 January 2027
	// Scotland: 5 January 2027
}

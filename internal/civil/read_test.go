package civil_test

import (
	"strings"
	"testing"
	"unicode"

	"waymark/internal/civil"
)

func TestReadWhen(t *testing.T) {
	for want, texts := range map[string][]string{
		"2019-03-12": {
			"12 March 2019", "12/3/2019", "12/03/2019", "12.03.2019", "12-3-2019", "2019-3-12", "2019/03/12", "12 mar 2019", "12 MARCH 2019",
			"  12th   of  March, 2019 ", "the 12th March 2019", "on 12 March 2019", "Tuesday 12 March 2019", "Tues. 12 March 2019",
			"Tue, 12/3/2019", "12-Mar-2019", "12mar2019", "March 12, 2019", "March 12th 2019", "12 Mar. 2019", "12 March 2019.",
			"12\u00a0March\u00a02019", "12 march 2019,", "2019-03-12",
		},
		"2019-09-01":              {"1st Sept 2019", "1 sep 2019", "01.09.2019", "1 September 2019"},
		"2024-02-29":              {"29 February 2024", "29/2/2024"},
		"2019-03":                 {"March 2019", "in March 2019", "mar 2019", "3/2019", "03/2019", "2019-3", "March, 2019", "March of 2019", "sometime in March 2019"},
		"2019-03~":                {"about March 2019", "around march 2019", "Circa March 2019", "c. March 2019", "roughly March 2019", "approx. March 2019", "March 2019?", "in about March 2019", "2019-03~", "~March 2019"},
		"2019-03-12~":             {"about 12 March 2019", "on about 12/3/2019", "around the 12th of March 2019"},
		"2018-21":                 {"spring 2018", "in the Spring of 2018"},
		"2018-22":                 {"summer 2018", "the summer of 2018", "SUMMER  2018"},
		"2018-23":                 {"autumn 2018", "fall 2018"},
		"2018-24":                 {"winter 2018", "winter 2018/19", "winter 2018-2019", "winter 2018 to 2019", "Winter 2018–19"},
		"1999-24":                 {"winter 1999/00", "winter 1999 to 2000"},
		"2018-22~":                {"about summer 2018", "around the summer of 2018"},
		"2018":                    {"2018", "in 2018", "some time in 2018"},
		"2018~":                   {"about 2018", "c2018", "c.2018", "ca. 2018", "2018~", "approximately 2018"},
		"2019-03-01~/2019-03-10~": {"early March 2019", "Early in March 2019", "early-March 2019", "about early March 2019"},
		"2019-03-11~/2019-03-20~": {"mid March 2019", "mid-March 2019", "the middle of March 2019"},
		"2019-03-21~/2019-03-31~": {"late March 2019", "late 3/2019"},
		"2018-01-01~/2018-04-30~": {"early 2018", "early in 2018"},
		"2018-05-01~/2018-08-31~": {"mid 2018", "mid-2018"},
		"2018-09-01~/2018-12-31~": {"late 2018", "in late 2018"},
		"2019-03-01~/2019-03-20~": {"early to mid March 2019", "early March to mid March 2019"},
		"2018-05-03/2018-06-09": {
			"between 3 May 2018 and 9 June 2018", "3 May to 9 June 2018", "from 3 May until 9 June 2018", "3/5/2018 - 9/6/2018", "3 May – 9 June 2018",
			"Between 3rd May and 9th June 2018", "2018-05-03/2018-06-09", "Thursday 3 May to Saturday 9 June 2018",
		},
		"2018-05-03/2018-05-09":   {"3 to 9 May 2018", "3-9 May 2018", "3–9 May 2018", "between 3 and 9 May 2018"},
		"2017-12-20/2018-01-03":   {"between 20 December 2017 and 3 January 2018"},
		"2018-03-01/2018-06-30":   {"March to June 2018", "between March and June 2018", "March-June 2018"},
		"2018-01-01/2019-12-31":   {"2018 to 2019", "2018-2019", "between 2018 and 2019"},
		"2018-05-03~/2018-06-09~": {"about 3 May to 9 June 2018", "roughly between 3 May and 9 June 2018", "3 May to about 9 June 2018"},
		"2018-12-01/2020-12-31":   {"winter 2018 to 2020"},
		"2019-03-12T14:30": {
			"12 March 2019 at 2.30pm", "12 March 2019 14:30", "12 March 2019, 14:30", "12/3/2019 2:30 PM", "12 March 2019 at 2.30 p.m.", "12.3.2019 14.30",
			"2.30pm on 12 March 2019", "14:30, 12 March 2019", "12 March 2019 1430 hrs", "12 March 2019 at 1430", "1430 hours on 12 March 2019", "2019-03-12T14:30", "2019-03-12 14:30", "2019-03-12t14:30",
		},
		"2019-03-12T00:15": {"12 March 2019 at 12.15am", "12 March 2019 00:15"},
		"2019-03-12T12:00": {"12 March 2019 at noon", "12 March 2019 12pm", "12 March 2019 midday"},
		"2019-03-12T09:00": {"12 March 2019 9am", "12 March 2019 09:00", "9 am on Tuesday 12 March 2019"},
	} {
		for _, text := range texts {
			if w, err := civil.ReadWhen(text); err != nil || w.String() != want {
				t.Errorf("ReadWhen(%q) = %s, %v, want %s", text, w, err, want)
			}
		}
	}
}

func TestReadWhenRefuses(t *testing.T) {
	const hint = "Write the date like 12 March 2019, March 2019, about March 2019 or summer 2018"
	for want, texts := range map[string][]string{
		hint: {
			"", "  ", "yesterday", "a while ago", "2018/19", "0 March 2019", "00/03/2019", "2019-03-00", "12 March 2019 or 13", "3 May and 9 June 2018",
			"between 2018", "March 2019 2", "early summer 2018", "early 12 March 2019", "mid–March 2019", "Tuesday March 2019",
			"25/13/2019", "2019-13", "12/3-2019", "12 - 3 - 2019", "3 to June 2018", "12345", "12 March 2019 2020", "12345678901", "12 March 2019 <b>", "12 März 2019",
			"2018 2019", "12 March 2019 14:30 15:30", "2pm on 12 March 2019 3pm", "1990s", "to 2018", "2018 to", "\xff", "12 March ２０１９",
			strings.Repeat("12 March 2019 ", 100),
		},
		"Write the year with four digits, like 12 March 2019": {
			"12.03.19", "12/3/19", "12 March 19", "March 19", "12 March", "12th", "early", "winter 0000", "summer", "c. March", "12 March at 2pm", "3 May to 9 June",
		},
		"Write a year between 1900 and 2200":                                           {"1850", "12 March 1066", "12/3/2201"},
		"Write the day before the month, like 25/12/2019":                              {"12/25/2019", "1.31.2019"},
		"February 2019 has 28 days, so it has no day 31":                               {"31 February 2019", "3 January to 31 February 2019", "31/2/2019", "2019-02-31"},
		"Check the date and the day of the week: 12 March 2019 is a Tuesday":           {"Monday 12 March 2019"},
		"The first date is after the second: check both, and write the year with each": {"9 June to 3 May 2018", "November to February 2019", "2019 to 2018"},
		"Say am or pm, like 2.30pm, or write the time like 14:30":                      {"12 March 2019 at 2", "12 March 2019 at 2.30", "12 March 2019 9:15", "12 March 2019 at 14"},
		"Write the time like 2.30pm or 14:30":                                          {"12 March 2019 13pm", "12 March 2019 0am", "12 March 2019 24:00", "12 March 2019 14:60", "12 March 2019 at 2575"},
		"Write midnight as 00:00, on the day that begins then":                         {"midnight on 12 March 2019", "12 March 2019 at midnight"},
		"Leave out the time when the date is not exact":                                {"about 2pm on 12 March 2019", "March 2019 at 2pm", "12 March 2019 at about 2pm", "2018, 14:30"},
		"Leave out the time when you write two dates":                                  {"12 March 2019 2pm to 13 March 2019 3pm"},
	} {
		for _, text := range texts {
			w, err := civil.ReadWhen(text)
			if err == nil || err.Error() != want {
				t.Errorf("ReadWhen(%.60q) = %s, %v, want %q", text, w, err, want)
			}
			if !w.IsZero() {
				t.Errorf("ReadWhen(%.60q) is refused but gives %s", text, w)
			}
		}
	}
}

func FuzzReadWhen(f *testing.F) {
	for _, s := range []string{
		"12 March 2019", "12/3/2019", "about March 2019", "summer 2018", "winter 2018/19", "early to mid March 2019", "mid-2018",
		"between 3 May and 9 June 2018", "3–9 May 2018", "2.30 p.m. on Tuesday 12th March, 2019", "c. 2018", "Tue1MArC2000", "-", "to", "between and", "9-",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		w, err := civil.ReadWhen(s)
		if err != nil {
			if first := []rune(err.Error())[0]; !w.IsZero() || !unicode.IsUpper(first) {
				t.Fatalf("ReadWhen(%q) = %s, %v", s, w, err)
			}
			return
		}
		if w.IsZero() || w.Earliest() > w.Latest() {
			t.Fatalf("ReadWhen(%q) = %q, from %s to %s", s, w, w.Earliest(), w.Latest())
		}
		if v, err := civil.ParseWhen(w.String()); err != nil || v != w {
			t.Fatalf("ReadWhen(%q) = %s, which reads back as %s, %v", s, w, v, err)
		}
		if v, err := civil.ReadWhen(w.Words()); err != nil || v != w {
			t.Fatalf("ReadWhen(%q) = %s, whose words %q read back as %s, %v", s, w, w.Words(), v, err)
		}
	})
}

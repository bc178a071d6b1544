package form

import (
	"net/url"
	"testing"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/label"
)

// told is a body with a date that a person gives, and one that a worker sets.
type told struct {
	Born answer.Of[civil.When] `json:"born,omitzero" label:"identity" words:"Born"`
	Next answer.Of[civil.When] `json:"next,omitzero" label:"contact" words:"Next"`
}

func toldKind(t *testing.T) chronology.Kind {
	t.Helper()
	kinds, err := chronology.NewKinds(chronology.Define[told](chronology.Kind{Name: "test.told", Version: 1, Words: "Told", Exists: label.General, Free: label.Identity}, nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	k, _ := kinds.Find("test.told")
	return k
}

func TestADateIsReadAsItIsKnown(t *testing.T) {
	for name, tc := range map[string]struct {
		typed []string
		want  string // in EDTF; "" for none
		state answer.State
		wrong string
	}{
		"nothing":         {nil, "", answer.NotAsked, ""},
		"empty":           {[]string{" "}, "", answer.NotAsked, ""},
		"day":             {[]string{"4 May 1994"}, "1994-05-04", answer.IsGiven, ""},
		"about":           {[]string{"about March 2019"}, "2019-03~", answer.IsGiven, ""},
		"month":           {[]string{"March 2019"}, "2019-03", answer.IsGiven, ""},
		"year":            {[]string{"1994"}, "1994", answer.IsGiven, ""},
		"season":          {[]string{"summer 2018"}, "2018-22", answer.IsGiven, ""},
		"span":            {[]string{"3 May to 9 June 2018"}, "2018-05-03/2018-06-09", answer.IsGiven, ""},
		"notKnown":        {[]string{"", notKnown}, "", answer.NotKnown, ""},
		"preferredNot":    {[]string{"", declined}, "", answer.PreferredNotToSay, ""},
		"fromTheRecord":   {[]string{notKnown}, "", answer.NotKnown, ""},
		"dateAndNotKnown": {[]string{"1994", notKnown}, "", answer.NotAsked, "Write the date, or tick that there is none: not both"},
		"bothTicked":      {[]string{"", notKnown, declined}, "", answer.NotAsked, "Tick one: it is not known, or they preferred not to say"},
		"noDate":          {[]string{"long ago"}, "", answer.NotAsked, "*"},
		"broken":          {[]string{"19\xff94"}, "", answer.NotAsked, "Some letters came through broken. Type them again"},
	} {
		t.Run(name, func(t *testing.T) {
			body, wrong := Read(toldKind(t), url.Values{"born": tc.typed}, nil)
			switch {
			case tc.wrong == "" && len(wrong) > 0, tc.wrong != "" && len(wrong) != 1:
				t.Fatalf("wrong: %v", wrong)
			case tc.wrong != "":
				if wrong[0].Name != "born" || (tc.wrong != "*" && wrong[0].Message != tc.wrong) {
					t.Errorf("%+v, want %q", wrong[0], tc.wrong)
				}
				return
			}
			born := body.(*told).Born
			if born.State() != tc.state || born.Or(civil.When{}).String() != tc.want {
				t.Errorf("%v %s, want %v %s", born.State(), born.Or(civil.When{}), tc.state, tc.want)
			}
		})
	}
}

// Only a date that a person is asked for may be unknown; a day that a worker sets is set
// or left empty.
func TestWhereThereMayBeNoDate(t *testing.T) {
	k := toldKind(t)
	for name, tc := range map[string]struct {
		field string
		sure  []string
		want  int
	}{
		"asked":        {"born", nil, 2},
		"setByAWorker": {"next", nil, 0},
		"mustBeSaid":   {"born", []string{"born"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			f, _ := k.Field(tc.field)
			if got := len((Asking{Kind: k, Sure: tc.sure}).dateless(f)); got != tc.want {
				t.Errorf("%d ways to have no date are offered, %d are wanted", got, tc.want)
			}
		})
	}
}

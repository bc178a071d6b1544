package organisation_test

import (
	"testing"

	"waymark/internal/chronology"
	"waymark/internal/organisation"
)

func TestLeave(t *testing.T) {
	for _, c := range []struct {
		name  string
		state organisation.State
		want  []string
	}{
		{"right", folded(joined("Tom", "manager")), nil},
		{"left-already", folded(joined("Tom", "manager"), &organisation.Left{}), []string{"login"}},
		{"back-and-gone-again", folded(joined("Tom", "manager"), &organisation.Left{}, joined("Tom", "manager")), nil},
		{"an-organisation", folded(founded("The council")), []string{"login"}},
		{"nobody", organisation.State{}, []string{"login"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			news, err := organisation.Leave{Happened: today}.Decide(c.state, "case", chronology.Moment{})
			decided(t, &organisation.Left{}, news, err, c.want)
		})
	}
}

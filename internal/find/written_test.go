package find

import "testing"

func TestSounds(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Nguyễn Thị Linh", "nguyen thi linh", true},
		{"Елена", "ЕЛЕНА", true},
		{"Linh", "Lin", false},
		{"Thi Linh", "Linh Thi", false},
		{"", "", false},
		{"Alima", "Alima Diallo", false},
	} {
		if got := Sounds(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

package a

// Used is for others to use.
func Used() int { return helps() }

func helps() int { return current.kept }

func forgotten() {} // want `func forgotten is unused`

type state struct {
	kept   int
	looked int // want `field looked is unused`
}

var current = state{kept: 1}

var left = 1 // want `var left is unused`

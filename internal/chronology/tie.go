package chronology

import (
	"time"

	"waymark/internal/ident"
	"waymark/internal/label"
)

// Bond is how a worker stands to a case. The zero value is not set and ties nobody.
type Bond string

// The bonds. Conflict beats every other one, and Restricted closes a case to whoever is
// neither Beside nor Named.
const (
	Beside     Bond = "beside"     // walks beside the person
	Named      Bond = "named"      // may know of the case while it is restricted
	Emergency  Bond = "emergency"  // opened it in an emergency, for a short time
	Conflict   Bond = "conflict"   // has a conflict of interest: may not know of the case
	Restricted Bond = "restricted" // nobody's: few may know of the case at all
)

// InEmergency is what a life may hang on: who somebody is, how and where to find them, what
// they need, what they are in danger from.
var InEmergency = label.Of(label.General, label.Identity, label.Contact, label.Address, label.Health, label.Safeguarding)

// Tie is a bond that an entry gives to a worker by being written.
type Tie struct {
	Worker ident.Worker
	Of     ident.Organisation // where they work; "" for the organisation that writes the entry
	Bond   Bond
	Until  time.Time // zero: no end set
}

// ties are all bonds that an entry gives, that of the case itself included.
func (g Gives) ties() []Tie {
	var out []Tie
	for _, t := range g.Ties {
		if t.Worker != "" && t.Bond != "" && t.Bond != Restricted {
			out = append(out, t)
		}
	}
	if g.Restricts {
		out = append(out, Tie{Bond: Restricted})
	}
	return out
}

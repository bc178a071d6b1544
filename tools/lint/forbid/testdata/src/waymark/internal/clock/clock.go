package clock

import "time"

// The one place: nothing is found here.
func Now() time.Time { return time.Now() }

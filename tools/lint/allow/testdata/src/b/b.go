package b

import "time"

var _ = time.Now() // want `loud \[loud\]`

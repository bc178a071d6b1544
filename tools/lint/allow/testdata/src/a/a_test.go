package a

import "time"

var _ = time.Now() // want `loud \[loud\]`

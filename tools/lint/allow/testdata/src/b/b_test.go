package b

import "time"

var _ = time.Now()

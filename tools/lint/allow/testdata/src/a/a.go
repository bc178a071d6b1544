package a

import "time"

var (
	_ = time.Now() // want `loud \[loud\]`
	_ = time.Now() //lint:allow loud the test needs the machine's own time
	_ = time.Now() // want `loud \[loud\]`

	//lint:allow loud the test needs the machine's own time
	_ = time.Now()
	_ = time.Now() // want `loud \[loud\]`
)

/* want `say why loud may be let stand here` */ //lint:allow loud
var _ = time.Now()                              // want `loud \[loud\]`

/* want `say why loud` */ //lint:allow loud because
var _ = time.Hour

/* want `no check is named "lod"` */ //lint:allow lod the name has a slip in it
var _ = time.Hour

/* want `loud finds nothing here any more` */ //lint:allow loud the line below was mended
var _ = time.Hour

/* want `no check is named ""` */ //lint:allow
var _ = time.Hour

var _ = time.Now() /* want `loud \[loud\]` `it names one check and says why` */ //nolint:all

var _ = time.Now() /* want `loud \[loud\]` `it names one check and says why` */ //lint:ignore loud another tool's way

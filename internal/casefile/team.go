package casefile

import (
	"waymark/internal/ident"
	"waymark/internal/organisation"
)

// LeaveWorker ends a worker's time.
func LeaveWorker(on ident.Chronology, a organisation.Leave) Act {
	x := act("worker.leave", on, a, ofOrganisation, a.Decide)
	x.House = true
	return x
}

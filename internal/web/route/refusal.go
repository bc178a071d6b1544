package route

import (
	"net/http"

	"waymark/internal/errs"
)

// Refusal is how an error of a kind is answered, on a page and in a document.
type Refusal struct {
	Status int
	Code   string // a word for programs; it stays the same
	Title  string
	Text   string // where the error brings no words of its own
	Next   string // what to do
}

// refusals is the one table from kinds of error to answers.
var refusals = map[errs.Kind]Refusal{
	errs.Invalid:     {Status: http.StatusUnprocessableEntity, Code: "invalid", Title: "Something needs changing"},
	errs.Denied:      {Status: http.StatusForbidden, Code: "denied", Title: "You cannot do this here"},
	errs.NotFound:    {Status: http.StatusNotFound, Code: "not-found", Title: "Nothing to open here", Next: "The address may be wrong, or what was there is not open to you. If you need it for your work, ask the manager of your team."},
	errs.Conflict:    {Status: http.StatusConflict, Code: "already-recorded", Title: "This was recorded already"},
	errs.Stale:       {Status: http.StatusConflict, Code: "stale", Title: "Somebody wrote on this since you opened it"},
	errs.Unavailable: {Status: http.StatusServiceUnavailable, Code: "unavailable", Title: "Not at this moment"},
	errs.Internal:    {Status: http.StatusInternalServerError, Code: "internal", Title: "Something went wrong on our side", Text: "Nothing you did is wrong, and nothing was half recorded.", Next: "Those who run Waymark have been told."},
}

// RefusalOf is the answer to a kind of error.
func RefusalOf(k errs.Kind) Refusal { return refusals[k] }

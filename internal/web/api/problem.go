package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/web/route"
)

// Problem is a problem document (RFC 9457).
type Problem struct {
	Type    string  `json:"type" doc:"Which sort of problem, as a word that stays the same." example:"waymark:not-found"`
	Title   string  `json:"title" doc:"The sort of problem, in words."`
	Status  int     `json:"status" doc:"The status of the answer."`
	Detail  string  `json:"detail,omitempty" doc:"What to do, for people."`
	Fields  []Wrong `json:"fields,omitempty" nullable:"false" doc:"What is wrong, field by field."`
	Newest  string  `json:"newest,omitempty" doc:"For waymark:stale, the entry that was written meanwhile, where this program may read it."`
	Request string  `json:"request" doc:"The number of the request, as in X-Request-Id. Name it to those who run Waymark."`
}

// Wrong is what is wrong with one field.
type Wrong struct {
	Name    string `json:"name" doc:"The field, or the parameter."`
	Message string `json:"message" doc:"What to do."`
}

// Error is for the library that serves it.
func (p *Problem) Error() string { return p.Title }

// GetStatus is the status of the answer.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType makes a problem's own of the answer's.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// What only programs meet, beside the one table of errors.
var (
	errTooMany = &Problem{Type: "waymark:too-many-requests", Title: "Too many requests", Status: http.StatusTooManyRequests, Detail: "Wait as many seconds as Retry-After says, then go on."}
	errMethod  = &Problem{Type: "waymark:method", Title: "Not asked for in that way", Status: http.StatusMethodNotAllowed, Detail: "Allow says which methods this address takes."}
	errToken   = &Problem{Type: "waymark:token", Title: "No token that is good", Status: http.StatusUnauthorized, Detail: "Send a token as Authorization: Bearer. It may have ended or been revoked: ask those who run Waymark."}
)

// problemOf turns an error into a document by the one table. What was not written for the
// reader is not in it. Where an act was recorded already in other words, programs are told
// that what they sent cannot be taken.
func problemOf(who caller, err error) *Problem {
	var p Problem
	var own *Problem
	switch {
	case errors.As(err, &own):
		p = *own
	case desk.NeedsSignIn(err):
		p = *errToken
	default:
		kind := errs.KindOf(err)
		said := route.RefusalOf(kind)
		p = Problem{Type: "waymark:" + said.Code, Title: said.Title, Status: said.Status}
		if kind == errs.Conflict {
			p.Status = http.StatusUnprocessableEntity
		}
		if e := errs.Of(err); e != nil && kind != errs.Internal {
			if e.Message != "" {
				p.Detail = e.Message + "."
			}
			for _, f := range e.Fields {
				p.Fields = append(p.Fields, Wrong{Name: f.Name, Message: f.Message})
			}
			if n, ok := e.Detail.(desk.Newer); ok {
				p.Newest = string(n.Line.ID)
			}
		}
	}
	p.Request = string(who.request)
	return &p
}

// refusal is problemOf, with a line in the log for what is ours to mend.
func (d *door) refusal(ctx context.Context, who caller, err error) *Problem {
	p := problemOf(who, err)
	if p.Status >= http.StatusInternalServerError {
		d.Log.ErrorContext(ctx, "request failed", "reference", p.Request, "kind", errs.KindOf(err).String(), "error", err.Error())
	}
	return p
}

// answer writes a refusal from outside the library.
func (d *door) answer(ctx context.Context, w http.ResponseWriter, who caller, err error) {
	p := d.refusal(ctx, who, err)
	text, failed := json.Marshal(p)
	if failed != nil {
		http.Error(w, p.Title, p.Status)
		return
	}
	h := w.Header()
	h.Set("Content-Type", p.ContentType(""))
	switch p.Status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="waymark"`)
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", retryAfter)
	}
	d.send(ctx, w, p.Status, append(text, '\n'))
}

// Broken answers where a handler panicked.
func Broken(w http.ResponseWriter, _ *http.Request) {
	p := problemOf(caller{request: ident.Look(w.Header().Get(RequestHeader))}, errs.New(errs.Internal, ""))
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // there is nobody left to tell
}

// TurnedAway answers where nobody is let in at this moment.
func TurnedAway(w http.ResponseWriter, words string) {
	said := route.RefusalOf(errs.Unavailable)
	p := Problem{Type: "waymark:" + said.Code, Title: said.Title, Status: said.Status, Detail: words, Request: w.Header().Get(RequestHeader)}
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // there is nobody left to tell
}

const retryAfter = "30"

// misread is what the library refuses before a handler is asked. Its own words may hold
// what was sent, so only the place is told.
func misread(who caller, status int, problems []error) *Problem {
	p := Problem{Type: "waymark:request", Title: http.StatusText(status), Status: status, Request: string(who.request)}
	switch status {
	case http.StatusUnprocessableEntity:
		said := route.RefusalOf(errs.Invalid)
		p.Type, p.Title = "waymark:"+said.Code, said.Title
	case http.StatusRequestEntityTooLarge:
		p.Type, p.Detail = "waymark:too-long", "This is too long to send in one piece. Record part of it first."
	case http.StatusBadRequest:
		p.Detail = "The body is one JSON object, with each name once."
	case http.StatusInternalServerError:
		said := route.RefusalOf(errs.Internal)
		p.Type, p.Title = "waymark:"+said.Code, said.Title
	}
	for _, err := range problems {
		var detail huma.ErrorDetailer
		if errors.As(err, &detail) && status == http.StatusUnprocessableEntity {
			x := detail.ErrorDetail()
			p.Fields = append(p.Fields, Wrong{Name: x.Location, Message: x.Message})
		}
	}
	return &p
}

func init() {
	huma.NewError = func(status int, _ string, problems ...error) huma.StatusError {
		return misread(caller{}, status, problems)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, _ string, problems ...error) huma.StatusError {
		return misread(callerOf(ctx.Context()), status, problems)
	}
}

package route

import (
	"bytes"
	"io"
	"net/http"
	"net/url"

	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/sheet"
	"waymark/internal/web/frame"
)

// ListAction is the action of the routes by which a list is taken away.
const ListAction = "list.export"

// MostTaken is how many rows of a list are taken away at once.
const MostTaken = 1000

// writers are the forms in which a list is taken away.
var writers = []struct {
	as, words, mime string
	write           func(sheet.List, io.Writer) error
}{
	{"csv", "CSV", "text/csv; charset=utf-8", sheet.List.CSV},
	{"xlsx", "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.List.XLSX},
	{"jsonl", "JSON Lines", "application/jsonl; charset=utf-8", sheet.List.JSONLines},
}

// Takings are the links by which a list is taken away, below a path; query holds its
// filters, nil for none. There are none for whoever may not.
func (q *Request) Takings(path string, query url.Values) []frame.Link {
	if !q.Desk.TakesLists(q.Context(), q.Signed.Actor) {
		return nil
	}
	return takings(path, query)
}

// CaseTakings are the links by which a list of what is written about somebody is taken away.
func (q *Request) CaseTakings(v desk.View, path string, query url.Values) []frame.Link {
	if !v.May("case.export") {
		return nil
	}
	return takings(path, query)
}

func takings(path string, query url.Values) []frame.Link {
	var out []frame.Link
	for _, w := range writers {
		href := path + "/" + w.as
		if len(query) > 0 {
			href += "?" + query.Encode()
		}
		out = append(out, frame.Link{Text: w.words, Href: href})
	}
	return out
}

// Take sends a list as a file, once it is noted that it was taken.
func (q *Request) Take(l sheet.List) error {
	if err := q.Desk.TakeList(q.Context(), q.Signed.Actor, l.Name, len(l.Rows)); err != nil {
		return err
	}
	return q.Send(l)
}

// Send sends a list in the form that the path names. The file's name tells what list it is
// and of which day, and nobody's name. It is written whole before it is sent.
func (q *Request) Send(l sheet.List) error {
	for _, w := range writers {
		if w.as != q.PathValue("as") {
			continue
		}
		var b bytes.Buffer
		if err := w.write(l, &b); err != nil {
			return errs.Wrap(errs.Internal, "", err)
		}
		h := q.Header()
		h.Set("Content-Type", w.mime)
		h.Set("Content-Disposition", `attachment; filename="`+l.Name+"-"+q.Desk.Today().String()+"."+w.as+`"`)
		q.WriteHeader(http.StatusOK)
		if _, err := q.ResponseWriter.Write(b.Bytes()); err != nil {
			q.Site.Log.InfoContext(q.Context(), "the reader went away")
		}
		return nil
	}
	return errs.New(errs.NotFound, "A list can be taken as CSV, as Excel or as JSON Lines")
}

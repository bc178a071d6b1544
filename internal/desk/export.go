package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
)

// exported is one line of an export: an entry as its reader may see it. Ids only: who a
// worker or an organisation is, is not in the file.
type exported struct {
	Chronology ident.Chronology    `json:"chronology"`
	Kind       string              `json:"kind"`
	Happened   civil.When          `json:"happened"`
	ID         ident.Entry         `json:"id"`
	Origin     string              `json:"origin,omitempty"`
	Extra      map[string][]string `json:"extra,omitempty"`
	Corrects   *exportedCorrection `json:"corrects,omitempty"`
	Body       json.RawMessage     `json:"body"`
	Recorded   time.Time           `json:"recorded"`
	By         ident.Worker        `json:"by"`
	For        ident.Organisation  `json:"for"`
	Withheld   []string            `json:"withheld,omitempty"`
}

type exportedCorrection struct {
	Of      ident.Entry `json:"of"`
	Fields  []string    `json:"fields"`
	Because string      `json:"because,omitempty"`
}

// peoplePage is how many people of a list are read at once.
const peoplePage = 500

// Export writes chronologies as JSON Lines, in the form that Import reads: those named,
// or with nil everybody whom the reader's list holds. Each is the reader's own view of
// it, and who may read it may not always take it away; what the reader may not know is named in "withheld" and left out. A look is kept
// for each chronology before its lines are written, and access is asked for again each
// time. progress may be nil; it is told how many chronologies of how many are done. It
// gives the number of lines written.
func (d *Desk) Export(ctx context.Context, actor policy.Actor, on []ident.Chronology, w io.Writer, progress func(done, all int)) (int, error) {
	named := on != nil
	if !named {
		var err error
		if on, err = d.everybody(ctx, actor); err != nil {
			return 0, err
		}
	}
	n := 0
	for i, id := range on {
		lines, count, err := d.exportOne(ctx, actor, id)
		if err != nil {
			return n, err
		}
		if count == 0 && named {
			return n, notHere()
		}
		if _, err := w.Write(lines); err != nil {
			return n, fmt.Errorf("export: %w", err)
		}
		n += count
		if progress != nil {
			progress(i+1, len(on))
		}
	}
	return n, nil
}

// everybody lists the people of a reader's list, all pages of it.
func (d *Desk) everybody(ctx context.Context, actor policy.Actor) ([]ident.Chronology, error) {
	if dec := d.policy.See(actor, "today.see"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return nil, denied()
	}
	reader := d.reader(ctx, actor, d.now())
	var out []ident.Chronology
	seen := map[ident.Chronology]bool{}
	for more := !reader.Labels.Empty(); more; {
		rows, err := d.store.People(ctx, reader, peoplePage, len(seen))
		if err != nil {
			return nil, err
		}
		before := len(seen)
		for _, r := range rows {
			if !seen[r.Chronology] {
				seen[r.Chronology] = true
				out = append(out, r.Chronology)
			}
		}
		more = len(rows) == peoplePage && len(seen) > before
	}
	return out, nil
}

// exportOne gives the lines of one chronology; none where the reader may not open it.
func (d *Desk) exportOne(ctx context.Context, actor policy.Actor, on ident.Chronology) ([]byte, int, error) {
	s, err := d.sight(ctx, actor, on)
	if errs.KindOf(err) == errs.NotFound {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	if dec := d.policy.May(actor, s.situation, "case.export"); !dec.Allowed {
		d.heed(ctx, dec.Alarm)
		return nil, 0, denied()
	}
	entries, err := s.seen(ctx, s.labels, nil)
	if err != nil {
		return nil, 0, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, e := range entries {
		line, err := d.exportLine(e)
		if err == nil {
			err = enc.Encode(line)
		}
		if err != nil {
			return nil, 0, fmt.Errorf("export: entry %s: %w", e.ID, err)
		}
	}
	if len(entries) > 0 {
		if _, err := d.look(ctx, actor, "export", on, s.labels, 1); err != nil {
			return nil, 0, err
		}
	}
	return out.Bytes(), len(entries), nil
}

func (d *Desk) exportLine(e chronology.Entry) (exported, error) {
	x := exported{Chronology: e.Chronology, Kind: e.Kind, Happened: e.Happened, ID: e.ID, Origin: e.Origin, Recorded: e.Recorded.UTC(), By: e.By, For: e.For}
	k, ok := d.kinds.Find(e.Kind)
	if !ok {
		return x, fmt.Errorf("there is no kind %q", e.Kind)
	}
	withheld := map[string]bool{}
	for _, s := range d.kinds.Show(e.Body) {
		if s.State == answer.IsWithheld {
			withheld[s.Field.Name] = true
			if e.Corrects == nil {
				x.Withheld = append(x.Withheld, s.Field.Name)
			}
		}
	}
	for name, ls := range e.Extra {
		if withheld[name] {
			continue // what an author added to it tells what is in it
		}
		if x.Extra == nil {
			x.Extra = map[string][]string{}
		}
		for _, l := range ls.List() {
			x.Extra[name] = append(x.Extra[name], l.String())
		}
	}
	if c := e.Corrects; c != nil {
		why, _ := c.Why.Get()
		x.Corrects = &exportedCorrection{Of: c.Of, Fields: c.Fields, Because: string(why)}
		if c.Why.State() == answer.IsWithheld {
			x.Withheld = append(x.Withheld, "because")
		}
	}
	var err error
	x.Body, err = k.WriteBody(e.Body)
	return x, err
}

package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
)

// Act is what a program records: one entry about one person, by the act that people do in
// a form of the pages.
type Act struct {
	Key  string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"The number of the act: 26 letters and figures, or a UUID. Sent again with the same words it gives the first answer; with other words it is refused." example:"0b36b1a2-6a2f-4d44-9f0e-2f5d0f3c8a11"`
	Body struct {
		Case     string              `json:"case" maxLength:"200" doc:"About whom."`
		Kind     string              `json:"kind" maxLength:"100" doc:"What is recorded: a kind that /api/v1/kinds names with an act."`
		Happened string              `json:"happened" maxLength:"60" doc:"When it happened, with no more precision than there is."`
		Body     Words               `json:"body" doc:"The fields of the kind."`
		Added    map[string][]string `json:"added,omitempty" doc:"Labels that are added to a free text, so that fewer may read it, where the act takes them."`
		Saw      string              `json:"saw,omitempty" maxLength:"200" doc:"For an act that changes what others may be changing: the newest entry on it that was read."`
	}
}

// Words is the body of an entry as it was sent.
type Words json.RawMessage

// UnmarshalJSON keeps what was sent.
func (w *Words) UnmarshalJSON(b []byte) error {
	*w = slices.Clone(b)
	return nil
}

// Schema describes the body of any kind that can be recorded.
func (Words) Schema(huma.Registry) *huma.Schema {
	return ready(&huma.Schema{Type: huma.TypeObject, Description: "The schema body.KIND, without what is withheld.", AdditionalProperties: true})
}

// Done is the answer to an act.
type Done struct {
	Location string `header:"Location" doc:"Where the case's entries are."`
	Again    string `header:"Idempotency-Replayed" doc:"true where the act was done before, and this is its first answer."`
	Body     struct {
		Act     string   `json:"act"`
		Case    string   `json:"case"`
		Entries []string `json:"entries" nullable:"false" doc:"What was written."`
	}
}

func (d *door) registerActs() {
	kinds := []string{}
	for kind := range d.acts {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	add(d, "act", described{"Record what happened", "Records one entry. Which action a token needs, and which fields there are, the kinds tell. Kinds: " + strings.Join(kinds, ", ") + "."}, d.act)
}

func (d *door) act(ctx context.Context, who caller, in *Act) (*Done, error) {
	id, ok := actOf(in.Key)
	if !ok {
		return nil, wrong("Idempotency-Key", "The number of an act is a UUID, or 26 letters and figures. Make a new one for each act, and keep it for sending it again")
	}
	on, err := caseOf(in.Body.Case)
	if err != nil {
		return nil, err
	}
	page, known := d.acts[in.Body.Kind]
	kind, there := d.Kinds.Find(in.Body.Kind)
	if !known || !there {
		return nil, wrong("kind", "No act records this kind: /api/v1/kinds tells those that one does")
	}
	body, err := kind.ReadBody(in.Body.Body)
	if err != nil {
		return nil, err
	}
	when, err := civil.ParseWhen(in.Body.Happened)
	if err != nil {
		return nil, wrong(chronology.Date, "Write when it happened like 2019-03-12, 2019-03 or 2018, with ~ after it for about")
	}
	extra, err := added(kind, in.Body.Added, page.Closer)
	if err != nil {
		return nil, err
	}
	act, ok := page.Act(on, when, body, extra, in.Body.Saw)
	if !ok {
		return nil, errs.Wrap(errs.Internal, "", fmt.Errorf("%s makes no act of a %T", page.Path, body))
	}
	done, err := d.Desk.Do(ctx, who.signed.Actor, id, act)
	if err != nil {
		return nil, err
	}
	out := &Done{Location: pathOf(Prefix+"/cases/{case}", done.On) + "/entries"}
	if done.Again {
		out.Again = "true"
	}
	out.Body.Act, out.Body.Case, out.Body.Entries = string(done.Act), string(done.On), []string{}
	for _, e := range done.Entries {
		out.Body.Entries = append(out.Body.Entries, string(e))
	}
	return out, nil
}

// added reads the labels that were added to free texts. None is ever dropped: the text
// would stand more open than was meant.
func added(k chronology.Kind, sent map[string][]string, takes bool) (map[string]label.Set, error) {
	var c errs.Checks
	out := map[string]label.Set{}
	for name, labels := range sent {
		f, ok := k.Field(name)
		if !ok || f.Type != "text" || !takes {
			c.Say("added", "Labels can be added to free texts of a contact only. Leave them out, or leave the text out")
			continue
		}
		for _, text := range labels {
			l, err := label.Parse(text)
			if err != nil {
				c.Say("added", "There is no such label")
				continue
			}
			out[name] = out[name].With(label.Of(l))
		}
	}
	if len(out) == 0 {
		out = nil
	}
	return out, c.Err()
}

// actOf is the number of an act as it was sent: as it is, or as a UUID of the same bits.
func actOf(key string) (ident.Act, bool) {
	key = strings.Trim(key, `"`)
	if ident.Check(key) == nil {
		return ident.Act(key), true
	}
	if len(key) != 36 || key[8] != '-' || key[13] != '-' || key[18] != '-' || key[23] != '-' {
		return "", false
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(key, "-", ""))
	if err != nil || len(raw) != 16 {
		return "", false
	}
	return ident.Act(ident.Of([16]byte(raw))), true
}

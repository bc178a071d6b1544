package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/desk"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
)

// line is one line of an export.
type line struct {
	Chronology string
	Kind       string
	Happened   string
	ID         string
	Origin     string
	Extra      map[string][]string
	Corrects   *struct {
		Of, Because string
		Fields      []string
	}
	Body              map[string]any
	Recorded, By, For string
	Withheld          []string
}

// exports reads what somebody's export holds.
func (m team) exports(a policy.Actor, on ...ident.Chronology) (string, []line) {
	m.t.Helper()
	var out bytes.Buffer
	n, err := m.Export(context.Background(), a, on, &out, nil)
	if err != nil {
		m.t.Fatal(err)
	}
	var lines []line
	for l := range strings.Lines(out.String()) {
		var x line
		d := json.NewDecoder(strings.NewReader(l))
		d.DisallowUnknownFields()
		if err := d.Decode(&x); err != nil {
			m.t.Fatalf("%s: %v", l, err)
		}
		lines = append(lines, x)
	}
	if n != len(lines) {
		m.t.Errorf("it says that it wrote %d lines, and wrote %d", n, len(lines))
	}
	return out.String(), lines
}

// story again, as lines that can be compared across installations: ids are each
// installation's own, so those that refer are named by the place of what they name.
func comparable(lines []line) []string {
	places := map[string]string{}
	for i, l := range lines {
		places[l.ID] = fmt.Sprint("line ", i+1)
	}
	var out []string
	for _, l := range lines {
		for name, v := range l.Body {
			if s, ok := v.(string); ok && places[s] != "" {
				l.Body[name] = places[s]
			}
		}
		if l.Corrects != nil {
			l.Corrects.Of = places[l.Corrects.Of]
		}
		raw, _ := json.Marshal([]any{l.Kind, l.Happened, l.Body, l.Corrects, l.Extra})
		out = append(out, string(raw))
	}
	return out
}

func TestExportIsImportedElsewhereAsItWas(t *testing.T) {
	here, there := newTeam(t), newTeam(t)
	here.brings(story + strings.ReplaceAll(story, `"chronology":"A"`, `"chronology":"B"`))
	file, want := here.exports(here.manager)
	if len(want) != 10 {
		t.Fatalf("%d lines, want 10", len(want))
	}
	got, err := there.Import(context.Background(), there.manager, desk.Bringing{Name: "from Maple House", Read: strings.NewReader(file)})
	if err != nil || got.Chronologies != 2 || got.Entries != 10 {
		t.Fatalf("imported %+v, %v", got, err)
	}
	_, lines := there.exports(there.manager)
	if diff := cmp.Diff(comparable(want), comparable(lines)); diff != "" {
		t.Errorf("what came out there differs (- here, + there):\n%s", diff)
	}
	for _, l := range lines {
		if l.By != string(there.manager.Worker) || l.For != string(there.manager.Organisation) {
			t.Errorf("%s was recorded by %s for %s", l.Kind, l.By, l.For)
		}
		if l.Origin != "old.jsonl" && l.Origin != "the old system, page 4" {
			t.Errorf("%s comes from %q: where it came from first is lost", l.Kind, l.Origin)
		}
	}
}

func TestExportedLineSaysWhereItComesFrom(t *testing.T) {
	here, there := newTeam(t), newTeam(t)
	here.do(here.manager, meets("Bao", ""))
	file, _ := here.exports(here.manager)
	there.brings(file)
	want := fmt.Sprintf("exported from another Waymark, organisation %s, recorded 2026-03-06T12:00:00Z", here.manager.Organisation)
	if got := there.only().Case.Lines[0].Origin; got != want {
		t.Errorf("origin %q, want %q", got, want)
	}
}

func TestExportIsTheReadersOwnView(t *testing.T) {
	m := newTeam(t)
	ruth := m.join(m.found("Lantern"), "Ruth", policy.Manager)
	m.brings(story)
	on := m.only().Case.ID
	m.do(m.manager, casefile.Correct(on, casefile.Correction{
		Of: m.only().Case.Lines[0].ID, Fields: []string{"chosen_name", "how"}, Why: answer.Given(answer.Text("Said wrongly.")),
		Body: &person.Met{ChosenName: answer.Given("Bảo"), How: answer.Given(answer.Text("Through a farm."))}, Extra: map[string]label.Set{"how": label.Of(label.Health)},
	}, string(m.only().Case.Lines[0].ID)))
	m.do(m.manager, casefile.Share(on, consent.Share{Happened: civil.On(civil.DayOf(noon)), Body: consent.Shared{
		To: answer.Given(ruth.Organisation), Labels: answer.Given(label.Of(label.General, label.Identity)), Basis: answer.Given(chronology.Consent),
	}}))
	file, lines := m.exports(ruth)
	if len(lines) != 4 {
		t.Fatalf("%d lines, want 4:\n%s", len(lines), file)
	}
	for _, secret := range []string{"They told us", "A long talk", "phone", "farm", "Said wrongly", "health", "Tom", "Maple"} {
		if strings.Contains(file, secret) {
			t.Errorf("the export says %q", secret)
		}
	}
	if got := lines[1].Withheld; !slices.Contains(got, "account") || slices.Contains(got, "route") {
		t.Errorf("withheld of the referral: %v", got)
	}
	last := lines[3]
	if last.Corrects == nil || !slices.Equal(last.Corrects.Fields, []string{"chosen_name"}) || !slices.Equal(last.Withheld, []string{"because"}) || last.Body["chosen_name"] != "Bảo" {
		t.Errorf("the correction is %+v; want of the name alone, its reason withheld", last)
	}

	looks, err := m.Looks(context.Background(), m.only(), 100, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := slices.ContainsFunc(looks, func(l desk.Looked) bool {
		return l.Worker == ruth.Worker && l.Route == "export" && l.Labels == label.Of(label.General, label.Identity)
	})
	if !seen {
		t.Errorf("no look was kept for the export: %+v", looks)
	}

	// A part of a record is imported elsewhere all the same.
	there := newTeam(t)
	there.brings(file)
	if v := there.only(); v.Case.Person.Called() != "Bảo" || len(v.Case.Troubled()) != 0 {
		t.Errorf("there they are called %q, trouble %v", v.Case.Person.Called(), v.Case.Troubled())
	}
}

func TestExportNamesAndHidesAsListsDo(t *testing.T) {
	m := newTeam(t)
	ruth := m.join(m.found("Lantern"), "Ruth", policy.Manager)
	nadia := m.join(m.manager.Organisation, "Nadia", policy.SupportWorker)
	m.brings(story)
	on := m.only().Case.ID
	for name, a := range map[string]policy.Actor{"another-organisation": ruth, "a-worker-not-beside-them": nadia} {
		if _, lines := m.exports(a); len(lines) != 0 {
			t.Errorf("%s exports %d lines", name, len(lines))
		}
		var out bytes.Buffer
		if _, err := m.Export(context.Background(), a, []ident.Chronology{on}, &out, nil); errs.KindOf(err) != errs.NotFound || out.Len() > 0 {
			t.Errorf("%s, by name: %v and %d bytes, want not found", name, err, out.Len())
		}
	}
	if _, err := m.Export(context.Background(), desk.Operator(), nil, &bytes.Buffer{}, nil); errs.KindOf(err) != errs.Denied {
		t.Errorf("an operator: %v, want denied", err)
	}
	if _, lines := m.exports(m.manager, on); len(lines) != 5 {
		t.Errorf("by name: %d lines, want 5", len(lines))
	}
}

// full takes nothing more.
type full struct{}

var errFull = errors.New("the disk is full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestExportSaysThatItWasNotWritten(t *testing.T) {
	m := newTeam(t)
	m.brings(story)
	n, err := m.Export(context.Background(), m.manager, nil, full{}, func(int, int) { t.Error("nothing is done") })
	if n != 0 || !errors.Is(err, errFull) {
		t.Errorf("%d lines, %v", n, err)
	}
}

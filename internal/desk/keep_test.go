package desk

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/policy"
)

// writing is one showing of a form: what it was filled with, and how often it was sent.
type writing struct {
	h     *house
	a     policy.Actor
	draft Draft
}

// opened is a form shown to somebody, as what lies under its id would fill it.
func (h *house) shows(a policy.Actor, on ident.Chronology, id ident.Act) *writing {
	h.t.Helper()
	was, err := h.Draft(ctx, a, id)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		h.t.Fatal(err)
	}
	return &writing{h, a, Draft{ID: id, Route: "contact.record", On: on, Place: "/a/form", Page: h.NewForm(a), Base: was.Version}}
}

func (w *writing) types(s string) Kept {
	w.h.t.Helper()
	w.draft.Count++
	w.draft.Values = map[string][]string{"note": {s}}
	kept, err := w.h.SaveDraft(ctx, w.a, w.draft)
	if err != nil {
		w.h.t.Fatal(err)
	}
	return kept
}

func (h *house) words(a policy.Actor, id ident.Act) string {
	h.t.Helper()
	got, err := h.Draft(ctx, a, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return got.Values["note"][0]
}

// The same form stands open twice. Neither page writes over what the other one wrote.
func TestSameFormOpenTwice(t *testing.T) { onBoth(t, sameFormOpenTwice) }

func sameFormOpenTwice(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on, id := h.met("Alima"), h.NewForm(h.nadia)
	one, two := h.shows(h.nadia, on, id), h.shows(h.nadia, on, id)
	if kept := one.types("The first page"); kept.Apart || kept.ID != id {
		t.Errorf("the first page: %+v", kept)
	}
	if kept := two.types("The first page"); kept.Apart {
		t.Errorf("the same words are no others: %+v", kept)
	}
	kept := two.types("The second page")
	if !kept.Apart || kept.ID != two.draft.Page || kept.Other.Values["note"][0] != "The first page" {
		t.Fatalf("the second page: %+v", kept)
	}
	if again := two.types("The second page goes on"); again.ID != kept.ID { // the answer was lost on the way
		t.Errorf("sent again it lies under %s", again.ID)
	}
	if kept := one.types("The first page goes on"); kept.Apart {
		t.Errorf("the first page goes on: %+v", kept)
	}
	if a, b := h.words(h.nadia, id), h.words(h.nadia, kept.ID); a != "The first page goes on" || b != "The second page goes on" {
		t.Errorf("%q and %q", a, b)
	}
	if list, err := h.Drafts(ctx, h.nadia, on); err != nil || len(list) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	// A page that was filled with what lies there has seen it.
	three := h.shows(h.nadia, on, id)
	if kept := three.types("Loaded again"); kept.Apart {
		t.Errorf("a page that saw all of it: %+v", kept)
	}
	if kept := one.types("And the first page after it"); !kept.Apart || kept.Other.Values["note"][0] != "Loaded again" {
		t.Errorf("the first page after it: %+v", kept)
	}
}

// What comes late is not put over what was typed after it.
func TestWhatComesLateIsNotPutOver(t *testing.T) { onBoth(t, whatComesLateIsNotPutOver) }

func whatComesLateIsNotPutOver(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on, id := h.met("Alima"), h.NewForm(h.nadia)
	w := h.shows(h.nadia, on, id)
	w.types("Half")
	late := w.draft
	w.types("Half a sentence")
	if _, err := h.SaveDraft(ctx, h.nadia, late); err != nil {
		t.Fatal(err)
	}
	if got := h.words(h.nadia, id); got != "Half a sentence" {
		t.Errorf("it says %q", got)
	}
}

// Whoever sends the form is told of what another page of it holds: it would go with the act.
func TestBesideIsTold(t *testing.T) { onBoth(t, besideIsTold) }

func besideIsTold(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on, id := h.met("Alima"), h.NewForm(h.nadia)
	one, two := h.shows(h.nadia, on, id), h.shows(h.nadia, on, id)
	two.draft.Values = map[string][]string{"note": {"The second page"}}
	if _, told, err := h.Beside(ctx, h.nadia, two.draft); told || err != nil {
		t.Errorf("nothing lies there: %v, %v", told, err)
	}
	one.types("The first page")
	if other, told, err := h.Beside(ctx, h.nadia, two.draft); !told || err != nil || other.Values["note"][0] != "The first page" {
		t.Errorf("%+v, %v, %v", other, told, err)
	}
	if _, told, err := h.Beside(ctx, h.nadia, one.draft); told || err != nil {
		t.Errorf("its own words: %v, %v", told, err)
	}
	if _, told, err := h.Beside(ctx, h.tom, two.draft); told || err != nil {
		t.Errorf("somebody else is told: %v, %v", told, err)
	}
}

// However two pages of one form take turns, the last words of each are there. Each writes
// words of its own: where both wrote the same, there is one text, and either may go on.
func TestNoWordsOfTwoPagesAreLost(t *testing.T) {
	h := newHouse(t)
	on := h.met("Alima")
	rapid.Check(t, func(rt *rapid.T) {
		id := h.NewForm(h.nadia)
		pages, last := []*writing{h.shows(h.nadia, on, id), h.shows(h.nadia, on, id)}, map[int]string{}
		lies := map[int]ident.Act{}
		for range rapid.IntRange(1, 6).Draw(rt, "turns") {
			n := rapid.IntRange(0, 1).Draw(rt, "page")
			last[n] = []string{"one ", "two "}[n] + rapid.StringMatching(`[ab]{1,2}`).Draw(rt, "words")
			kept := pages[n].types(last[n])
			if lies[n] = kept.ID; kept.Apart && rapid.Bool().Draw(rt, "answered") {
				pages[n].draft.ID, pages[n].draft.Page, pages[n].draft.Base = kept.ID, h.NewForm(h.nadia), ""
				pages[n].draft.Base = h.shows(h.nadia, on, kept.ID).draft.Base
			}
		}
		for n, id := range lies {
			if got := h.words(h.nadia, id); got != last[n] {
				rt.Fatalf("page %d: %q, typed was %q", n, got, last[n])
			}
		}
	})
}

// A form's words are kept for whom it was shown to, and only with its own proof.
func TestKeptForWhomTheFormWasShownTo(t *testing.T) { onBoth(t, keptForWhomTheFormWasShownTo) }

func keptForWhomTheFormWasShownTo(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on, id := h.met("Alima"), h.NewForm(h.nadia)
	right, err := h.Proof(h.nadia.Worker, id, "/a/form")
	if err != nil {
		t.Fatal(err)
	}
	x := Draft{ID: id, Route: "contact.record", On: on, Place: "/a/form", Values: typed("Hers")}
	another := Draft{ID: h.NewForm(h.nadia), Route: x.Route, On: on, Place: x.Place, Values: x.Values}
	elsewhere := x
	elsewhere.Place = "/another/form"
	for name, c := range map[string]struct {
		proof string
		x     Draft
	}{
		"none": {"", x}, "no-mark": {string(h.nadia.Worker) + ".", x}, "anothers-name": {string(h.tom.Worker) + right[strings.Index(right, "."):], x},
		"nobodys-name": {nobodysProof(h, x), x}, "another-form": {right, another}, "another-place": {right, elsewhere}, "longer": {right + "a", x}, "broken": {"\xff." + right, x},
		"no-id": {right, Draft{ID: "x", Route: x.Route, On: on, Place: x.Place}},
	} {
		t.Run(name, func(t *testing.T) {
			h.unchanged(func() {
				_, _, err := h.KeepFor(ctx, c.proof, c.x)
				wantKind(t, err, errs.NotFound)
			})
		})
	}
	kept, actor, err := h.KeepFor(ctx, right, x)
	if err != nil || actor.Worker != h.nadia.Worker || kept.ID != id || h.words(h.nadia, id) != "Hers" {
		t.Errorf("%+v for %s, %v", kept, actor.Worker, err)
	}
}

// nobodysProof is what the key would give for somebody who is not there.
func nobodysProof(h *house, x Draft) string {
	h.t.Helper()
	proof, err := h.Proof(ident.Worker(ident.NewChronology(noon)), x.ID, x.Place)
	if err != nil {
		h.t.Fatal(err)
	}
	return proof
}

// Drafts of the first days were the values alone. They open as they did.
func TestDraftOfTheFirstDaysOpens(t *testing.T) {
	for name, c := range map[string]struct{ plain, place string }{
		"with-its-place":          {`{"note":["Old words"],"place":["/cases/x/contacts/new"]}`, "/cases/x/contacts/new"},
		"without":                 {`{"note":["Old words"]}`, ""},
		"with-a-field-of-the-new": {`{"note":["Old words"],"values":["x"],"place":["/a"]}`, "/a"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readDraft([]byte(c.plain))
			if err != nil || got.Place != c.place || got.Values["note"][0] != "Old words" {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	if _, err := readDraft([]byte(`{"note":"no list"}`)); err == nil {
		t.Error("what is no draft opens")
	}
}

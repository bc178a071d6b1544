package desk

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/consent"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/log"
	"waymark/internal/policy"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

const withdrawn = consent.ErasureWhy("consent-withdrawn")

// erasing is a house with two people, and a second manager.
type erasing struct {
	*house
	gone, stays ident.Chronology
	rachel      policy.Actor
}

func newErasing(t *testing.T, on ground) erasing {
	t.Helper()
	h := erasing{house: newHouseOn(t, on)}
	h.gone, _ = h.course("Alima")
	h.stays, _ = h.course("Tesfay")
	h.rachel = h.join(h.maple, "Rachel", policy.RecordsLead)
	return h
}

func (h erasing) ask() casefile.Act {
	return casefile.AskErasure(h.gone, consent.AskErasure{Happened: h.today(), Body: consent.ErasureAsked{Why: answer.Given(withdrawn)}})
}

func (h erasing) erase(why consent.ErasureWhy) casefile.Act {
	return casefile.Erase(h.gone, consent.Erase{Happened: h.today(), Why: answer.Given(why)})
}

// both has one person ask and another carry it out.
func (h erasing) both() {
	h.t.Helper()
	h.do(h.tom, h.ask())
	h.do(h.rachel, h.erase(withdrawn))
}

func (h erasing) verdict() Verdict {
	h.t.Helper()
	q, err := h.Sequencer(ctx, "")
	if err == nil {
		_, err = q.Round(ctx)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	v, err := h.Verify(ctx, "", nil, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

// nobody says whether there is nothing any more that anybody could open.
func (h erasing) nobody() {
	h.t.Helper()
	for _, who := range []policy.Actor{h.tom, h.nadia, h.rachel, h.grace, h.ruth} {
		if _, err := h.Read(ctx, who, "case.see", h.gone, chronology.At{}); errs.KindOf(err) != errs.NotFound {
			h.t.Errorf("%s reads it: %v", who.Role, err)
		}
	}
	if _, err := h.keyring.Key(ctx, h.gone); !errors.Is(err, store.ErrNone) {
		h.t.Errorf("its key: %v", err)
	}
	if _, err := h.Read(ctx, h.nadia, "case.see", h.stays, chronology.At{}); err != nil {
		h.t.Errorf("control: the other does not open: %v", err)
	}
	p, err := h.People(ctx, h.tom, 1)
	if err != nil || len(p.Folk) != 1 {
		h.t.Errorf("%d people are listed, want one: %v", len(p.Folk), err)
	}
	if v := h.verdict(); v.Found != 0 || v.Waiting != 0 {
		h.t.Errorf("verify finds %+v", v.Findings)
	}
}

// Two people erase a record: each alone cannot, and afterwards nobody opens it, in a
// Waymark that had its key in memory neither. What proves the log stays.
func TestErase(t *testing.T) {
	onBoth(t, func(t *testing.T, on ground) {
		h := newErasing(t, on)
		act := h.NewAct()
		if _, err := h.SaveDraft(ctx, h.nadia, Draft{ID: act, Route: "contact.record", On: h.gone, Values: map[string][]string{"note": {"Half a sentence"}}}); err != nil {
			t.Fatal(err)
		}
		other := h.another()
		defer func() { _ = other.Close() }()
		if _, err := other.Read(ctx, h.nadia, "case.see", h.gone, chronology.At{}); err != nil {
			t.Fatal(err)
		}
		before := tamper.Counts(t, h.data())
		refused := func(who policy.Actor, act casefile.Act, kind errs.Kind, want string) {
			t.Helper()
			_, err := h.Do(ctx, who, h.NewAct(), act)
			if e := errs.Of(err); errs.KindOf(err) != kind || want != "" && (e == nil || len(e.Fields) != 1 || !strings.Contains(e.Fields[0].Message, want)) {
				t.Errorf("%s: %v, want %q", who.Role, err, want)
			}
		}
		refused(h.tom, h.erase(withdrawn), errs.Invalid, "Somebody asks first")
		refused(h.nadia, h.ask(), errs.Denied, "")
		refused(h.ruth, h.ask(), errs.NotFound, "")
		h.do(h.tom, h.ask())
		refused(h.rachel, h.ask(), errs.Invalid, "asked already")
		refused(h.tom, h.erase(withdrawn), errs.Invalid, "asked for it yourself")
		refused(h.rachel, h.erase("objected"), errs.Invalid, "another ground")
		refused(h.nadia, h.erase(withdrawn), errs.Denied, "")
		h.set.Advance(consent.ErasureStands + time.Second)
		refused(h.rachel, h.erase(withdrawn), errs.Invalid, "within the last seven days")
		h.both()
		h.nobody()
		if _, err := other.Read(ctx, h.nadia, "case.see", h.gone, chronology.At{}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another Waymark reads it: %v", err)
		}
		if _, err := other.Do(ctx, h.nadia, h.NewAct(), h.contacted(h.gone, "Once more.")); errs.KindOf(err) != errs.NotFound {
			t.Errorf("another Waymark writes to it: %v", err)
		}
		after := tamper.Counts(t, h.data())
		for table, more := range map[string]int{"entry": 3, "leaf": 3, "act": 3, "draft": -1} {
			if after[table] != before[table]+more {
				t.Errorf("%d rows of %s were %d", after[table], table, before[table])
			}
		}
		for _, table := range []string{"access", "link", "deadline", "summary", "due"} {
			if after[table] >= before[table] || after[table] == 0 {
				t.Errorf("%d rows of %s were %d", after[table], table, before[table])
			}
		}
		list, err := h.Erasures(ctx)
		if err != nil || len(list) != 1 || list[0].On != h.gone || list[0].Asked != h.tom.Worker || list[0].Done != h.rachel.Worker || list[0].Why != string(withdrawn) || list[0].Organisation != h.maple {
			t.Errorf("the list says %+v, %v", list, err)
		}
		if n := h.alarms(); n != 0 {
			t.Errorf("%d alarms stand", n)
		}
	})
}

// The key itself is nowhere in the keyring's files any more, not even among what was
// deleted.
func TestErasedKeyIsOverwritten(t *testing.T) {
	h := newErasing(t, inFiles)
	wrapped, err := h.keyring.Key(ctx, h.gone)
	if err != nil {
		t.Fatal(err)
	}
	lies := func() bool {
		files, err := filepath.Glob(h.ring() + "*")
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		return slices.ContainsFunc(files, func(f string) bool {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			return bytes.Contains(b, wrapped[8:40])
		})
	}
	if !lies() {
		t.Fatal("control: the key is not found before")
	}
	h.both()
	if lies() {
		t.Error("the key lies in the keyring's files")
	}
}

// Cut short before the key is destroyed nobody reads anything any more, and the next start
// goes on.
func TestErasingCutShortGoesOn(t *testing.T) {
	onBoth(t, func(t *testing.T, on ground) {
		h := newErasing(t, on)
		h.do(h.tom, h.ask())
		if err := h.keyring.Close(); err != nil { // as if its database were away
			t.Fatal(err)
		}
		if _, err := h.Do(ctx, h.rachel, h.NewAct(), h.erase(withdrawn)); errs.KindOf(err) != errs.Unavailable {
			t.Fatalf("without the keyring: %v", err)
		}
		if _, err := h.Read(ctx, h.nadia, "case.see", h.gone, chronology.At{}); errs.KindOf(err) != errs.NotFound {
			t.Errorf("half erased it is read: %v", err)
		}
		h.Desk.keyring = nil
		h.shut()
		ring, err := store.OpenKeyring(ctx, h.ring())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ring.Key(ctx, h.gone); err != nil {
			t.Errorf("control: the key was destroyed already: %v", err)
		}
		if err := ring.Close(); err != nil {
			t.Fatal(err)
		}
		h.open()
		h.nobody()
		if list, err := h.Erasures(ctx); err != nil || len(list) != 1 || list[0].Done != h.rachel.Worker || list[0].Asked != h.tom.Worker {
			t.Errorf("the list says %+v, %v", list, err)
		}
	})
}

// Neither an older copy of the data nor one of the keyring brings anybody back, when the
// other is as it was.
func TestOlderCopiesBringNobodyBack(t *testing.T) {
	for name, which := range map[string]func(erasing) string{"data": func(h erasing) string { return h.data() }, "keyring": func(h erasing) string { return h.ring() }} {
		t.Run(name, func(t *testing.T) {
			h := newErasing(t, inFiles)
			kept := filepath.Join(t.TempDir(), "older.db")
			h.shut()
			copyFile(t, which(h), kept)
			h.open()
			h.both()
			h.shut()
			copyFile(t, kept, which(h))
			h.open()
			h.nobody()
			if n := h.alarms(); name == "data" && n != 1 {
				t.Errorf("%d alarms stand, want one that says so", n)
			}
		})
	}
}

// Whoever can write to the data cannot have a key destroyed by the mark alone.
func TestMarkAloneDestroysNoKey(t *testing.T) {
	h := newErasing(t, inFiles)
	h.shut()
	tamper.Exec(t, h.data(), `UPDATE chronology SET sort = 'erased' WHERE id = '`+string(h.gone)+`'`)
	h.open()
	if _, err := h.keyring.Key(ctx, h.gone); err != nil {
		t.Errorf("its key: %v", err)
	}
	if n := h.alarms(); n != 1 {
		t.Errorf("%d alarms stand", n)
	}
	v := h.verdict()
	if v.Found < 2 || slices.ContainsFunc(v.Findings, func(f log.Finding) bool { return f.Fault != log.NotErased || f.Chronology != h.gone }) {
		t.Errorf("verify finds %+v", v.Findings)
	}
	h.shut()
	tamper.Exec(t, h.data(), `UPDATE chronology SET sort = 'person' WHERE id = '`+string(h.gone)+`'`)
	h.open()
	if _, err := h.Read(ctx, h.nadia, "case.see", h.gone, chronology.At{}); err != nil {
		t.Errorf("with the mark taken away: %v", err)
	}
	if v := h.verdict(); v.Found != 0 {
		t.Errorf("control: verify finds %+v", v.Findings)
	}
}

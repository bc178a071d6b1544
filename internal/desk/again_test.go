package desk

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
)

func again(h *house, on ident.Chronology, name, born string) casefile.Act {
	h.t.Helper()
	when, err := civil.ReadWhen(born)
	if err != nil {
		h.t.Fatal(err)
	}
	return casefile.FindAgain(on, person.FindAgain{Happened: h.today(), Body: person.AskedElsewhere{
		Name: answer.Given(name), Born: answer.Given(when), Ring: answer.Given("Ruth, 020 7946 0000"), Agreed: answer.Given(true),
	}})
}

// elsewhere is a house in which Maple keeps a record of Linh, and Lantern met somebody.
func elsewhere(t *testing.T) (h *house, linh, met ident.Chronology) {
	t.Helper()
	h = newHouse(t)
	linh = h.met("Linh")
	born, err := civil.ReadWhen("4 May 1994")
	if err != nil {
		t.Fatal(err)
	}
	h.do(h.tom, h.described(linh, person.Described{OwnScript: answer.Given("Nguyễn Thúy Linh"), Born: answer.Given(born)}))
	met = ident.NewChronology(h.set.Now())
	h.do(h.ruth, casefile.Meet(met, person.Meet{Happened: h.today(), Body: person.Met{ChosenName: answer.Given("Nguyễn Thúy Linh")}}))
	return h, linh, met
}

func (h *house) carried() {
	h.t.Helper()
	if _, err := h.Carry(ctx); err != nil {
		h.t.Fatal(err)
	}
}

// told is how often a reader can see that somebody was met elsewhere.
func (h *house) told(a policy.Actor, on ident.Chronology) int {
	h.t.Helper()
	return len(h.view(a, on).Case.Person.Elsewhere)
}

func TestFoundAgain(t *testing.T) {
	h, linh, met := elsewhere(t)
	third := h.join(h.found("Third House", "support-provider"), "Wanda", policy.Manager)
	h.share(linh, third.Organisation, label.Of(label.General, label.Identity, label.Contact, label.Safeguarding), civil.When{})
	act := h.NewAct()
	if _, err := h.Do(ctx, h.ruth, act, again(h, met, " nguyễn thúy  LINH ", "1994")); err != nil {
		t.Fatal(err)
	}
	if h.told(h.tom, linh) != 0 {
		t.Error("the act itself told the keeper: it takes longer where there is somebody")
	}
	h.carried()
	h.carried()
	v := h.view(h.nadia, linh)
	if len(v.Case.Person.Elsewhere) != 1 || v.Case.Person.Elsewhere[0].By != h.other {
		t.Fatalf("the keeper is told %+v", v.Case.Person.Elsewhere)
	}
	if h.told(third, linh) != 0 {
		t.Error("it is told to an organisation that was shown a part")
	}
	i := slices.IndexFunc(v.Case.Lines, func(l chronology.Line) bool { return l.Kind == "person.met-elsewhere" })
	l := v.Case.Lines[i]
	if b, ok := l.Body.(*person.MetElsewhere); !ok || b.Ring.Or("") != "Ruth, 020 7946 0000" || l.For != h.maple || l.By != OperatorID {
		t.Errorf("the line says %+v", l)
	}
	// Whoever asked learns nothing by it, however they look.
	if _, err := h.Read(ctx, h.ruth, "case.see", linh, chronology.At{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("whoever asked may open it: %v", err)
	}
	h.wantSearched(h.ruth, "Linh", "Nguyễn Thúy Linh")
	if h.told(h.ruth, met) != 0 {
		t.Error("it is told to whoever asked")
	}
	if v := h.view(h.ruth, met); !slices.Contains(kindsOf(v.Case.Lines), "person.asked-elsewhere") {
		t.Error("the question does not stand on the record of whoever asked")
	}
	// The same form sent again asks once.
	if done, err := h.Do(ctx, h.ruth, act, again(h, met, " nguyễn thúy  LINH ", "1994")); err != nil || !done.Again {
		t.Errorf("sent again: %+v, %v", done, err)
	}
	h.carried()
	if h.told(h.tom, linh) != 1 {
		t.Error("one question is told twice")
	}
}

// Whoever asks gets the same answer, and as many rows are written, whether there is
// somebody, nobody, or somebody of whom few may know.
func TestFoundAgainTellsNothing(t *testing.T) {
	h, linh, met := elsewhere(t)
	hidden := h.met("Hidden")
	born, err := civil.ReadWhen("1990")
	if err != nil {
		t.Fatal(err)
	}
	h.do(h.tom, h.described(hidden, person.Described{Born: answer.Given(born)}))
	h.restrict(hidden, h.nadia)
	var wrote []map[string]int
	for _, q := range []struct{ name, born string }{{"Nguyễn Thúy Linh", "4 May 1994"}, {"Nobody Here", "4 May 1994"}, {"Hidden", "1990"}} {
		before := tamper.Counts(t, h.data())
		done, err := h.Do(ctx, h.ruth, h.NewAct(), again(h, met, q.name, q.born))
		if err != nil || len(done.Entries) != 1 {
			t.Fatalf("%s: %+v, %v", q.name, done, err)
		}
		after := tamper.Counts(t, h.data())
		for table := range after {
			after[table] -= before[table]
		}
		wrote = append(wrote, after)
		h.set.Advance(time.Second)
	}
	for _, w := range wrote[1:] {
		if !maps.Equal(w, wrote[0]) {
			t.Errorf("asking wrote %v and %v", wrote[0], w)
		}
	}
	h.carried()
	if h.told(h.tom, linh) != 1 || h.told(h.nadia, hidden) != 1 {
		t.Errorf("told of Linh %d times, and of whom few may know %d", h.told(h.tom, linh), h.told(h.nadia, hidden))
	}
	if waiting, err := h.store.WaitingAgain(ctx, 10); err != nil || len(waiting) != 0 {
		t.Errorf("a question that concerned nobody waits on: %v, %v", waiting, err)
	}
}

func TestFoundAgainIsExact(t *testing.T) {
	h, linh, met := elsewhere(t)
	for _, q := range []struct{ name, born string }{
		{"Nguyen Thuy Linh", "4 May 1994"}, {"Linh Nguyễn Thúy", "4 May 1994"}, {"Nguyễn Thúy", "1994"}, {"Nguyễn Thúy Linh", "5 May 1994"}, {"Nguyễn Thúy Linh", "1995"},
	} {
		h.do(h.ruth, again(h, met, q.name, q.born))
	}
	h.carried()
	if n := h.told(h.tom, linh); n != 0 {
		t.Errorf("told %d times of somebody else", n)
	}
	h.do(h.ruth, again(h, met, "LINH", "about 1994"))
	h.carried()
	if h.told(h.tom, linh) != 1 {
		t.Error("not told of who they are")
	}
}

func TestFoundAgainIsRefused(t *testing.T) {
	h, linh, met := elsewhere(t)
	for name, wrong := range map[string]person.AskedElsewhere{
		"agreed": {Name: answer.Given("Linh"), Born: answer.Given(h.today()), Ring: answer.Given("Ruth"), Agreed: answer.Given(false)},
		"name":   {Name: answer.Unknown[string](), Born: answer.Given(h.today()), Ring: answer.Given("Ruth"), Agreed: answer.Given(true)},
		"born":   {Name: answer.Given("Linh"), Born: answer.Unknown[civil.When](), Ring: answer.Given("Ruth"), Agreed: answer.Given(true)},
		"ring":   {Name: answer.Given("Linh"), Born: answer.Given(h.today()), Ring: answer.Given(" "), Agreed: answer.Given(true)},
	} {
		_, err := h.Do(ctx, h.ruth, h.NewAct(), casefile.FindAgain(met, person.FindAgain{Happened: h.today(), Body: wrong}))
		if e := errs.Of(err); e == nil || e.Kind != errs.Invalid || len(e.Fields) == 0 || e.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := h.Do(ctx, h.grace, h.NewAct(), again(h, met, "Linh", "1994"))
	wantKind(t, err, errs.NotFound)
	h.share(linh, h.other, label.Of(label.General, label.Identity, label.Contact, label.Safeguarding), civil.When{})
	_, err = h.Do(ctx, h.ruth, h.NewAct(), again(h, linh, "Linh", "1994"))
	wantKind(t, err, errs.Denied) // the keeper asks
}

func TestFoundAgainIsSeldom(t *testing.T) {
	h, _, met := elsewhere(t)
	act := h.NewAct()
	for i := range askedByOne {
		id := act
		if i > 0 {
			id = h.NewAct()
		}
		if _, err := h.Do(ctx, h.ruth, id, again(h, met, "Somebody Else", "1994")); err != nil {
			t.Fatal(err)
		}
		h.set.Advance(time.Second)
	}
	h.unchanged(func() {
		_, err := h.Do(ctx, h.ruth, h.NewAct(), again(h, met, "Somebody Else", "1994"))
		wantKind(t, err, errs.Invalid)
	})
	if _, err := h.Do(ctx, h.ruth, act, again(h, met, "Somebody Else", "1994")); err != nil {
		t.Errorf("a form that was sent is refused when it is sent again: %v", err)
	}
	h.set.Advance(2 * time.Hour)
	if _, err := h.Do(ctx, h.ruth, h.NewAct(), again(h, met, "Somebody Else", "1994")); err != nil {
		t.Errorf("later: %v", err)
	}
	// Many at once get no more than there are.
	h.set.Advance(2 * time.Hour)
	got := all(3*askedByOne, func(int) error {
		_, err := h.Do(ctx, h.ruth, h.NewAct(), again(h, met, "Somebody Else", "1994"))
		return err
	})
	passed := 0
	for _, err := range got {
		if err == nil {
			passed++
		}
	}
	if passed > askedByOne {
		t.Errorf("%d questions passed within the hour", passed)
	}
	// And an organisation no more than all of its workers together.
	b := store.Bound{Since: h.set.Now(), OfOne: 5, OfAnyone: 2}
	for i := range 3 {
		ok, err := h.store.AskAgain(ctx, store.Again{Act: h.NewAct(), Worker: ident.Worker(ident.New(noon)), Organisation: h.sca, Moment: h.set.Now().Add(time.Minute)}, b)
		if err != nil || ok != (i < 2) {
			t.Errorf("question %d of an organisation: %v, %v", i, ok, err)
		}
	}
}

func TestWhatIsAskedIsSealed(t *testing.T) {
	h, _, met := elsewhere(t)
	h.do(h.ruth, again(h, met, "Canary Elsewhere", "1994"))
	h.carried()
	for name, b := range h.atRest() {
		if strings.Contains(strings.ToLower(string(b)), "canary elsewhere") {
			t.Errorf("what was asked stands in %s", name)
		}
	}
}

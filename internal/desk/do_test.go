package desk

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/referral"
	"waymark/internal/store/tamper"
	"waymark/internal/support"
)

func TestActIsDoneOnce(t *testing.T) { onBoth(t, actIsDoneOnce) }

func actIsDoneOnce(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	id, act := h.NewAct(), h.contacted(on, "We spoke.")
	first, err := h.Do(ctx, h.nadia, id, act)
	if err != nil || first.Again || first.On != on || len(first.Entries) != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	if l, ok := h.view(h.nadia, on).Case.Line(first.Entries[0]); !ok || l.By != h.nadia.Worker || l.For != h.maple || l.Act != id {
		t.Errorf("written as %+v", l)
	}
	h.unchanged(func() {
		h.set.Advance(time.Hour)
		again, err := h.Do(ctx, h.nadia, id, act)
		if err != nil || !again.Again || !slices.Equal(again.Entries, first.Entries) || again.On != on || again.Act != id {
			t.Errorf("the same words: %+v, %v", again, err)
		}
		_, err = h.Do(ctx, h.nadia, id, h.contacted(on, "We spoke for long."))
		wantKind(t, err, errs.Conflict)
		was, ok := errs.Of(err).Detail.(Recorded)
		if !ok || !slices.Equal(was.Entries, first.Entries) || !was.At.Equal(noon.Add(10*time.Second)) && was.At.After(h.set.Now()) {
			t.Errorf("other words: %+v", errs.Of(err).Detail)
		}
		_, err = h.Do(ctx, h.tom, id, act)
		wantKind(t, err, errs.Denied)
		_, err = h.Do(ctx, h.nadia, id, h.safeWay(on, "07700 900118", "none"))
		wantKind(t, err, errs.Denied)
	})
}

// What is refused writes nothing, and says as much as the actor may know.
func TestWhatIsRefusedWritesNothing(t *testing.T) { onBoth(t, whatIsRefusedWritesNothing) }

func whatIsRefusedWritesNothing(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	h.share(on, h.other, label.Of(label.General, label.Identity), civil.When{})
	done := h.do(h.nadia, h.contacted(on, "We spoke.")).Entries[0]
	ref := h.refer(on)
	tomorrow := civil.On(civil.DayOf(h.set.Now()).Add(1))
	ahead := contact.Record{Happened: tomorrow, Body: contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes"))}}
	empty := contact.Record{Happened: h.today()}
	shut := ahead
	shut.Happened, shut.Body.Note = h.today(), answer.Withheld[answer.Text]()
	unknown := ident.NewChronology(noon)
	stranger := policy.Actor{Worker: h.ruth.Worker, Organisation: h.other, Remit: policy.Supporting, Role: policy.SupportWorker, Purpose: policy.Support}
	nobody := policy.Actor{}
	correction := func(of ident.Entry, saw string, body any, fields ...string) casefile.Act {
		return casefile.Correct(on, casefile.Correction{Of: of, Fields: fields, Body: body, Why: words("A slip.")}, saw)
	}
	for name, c := range map[string]struct {
		actor policy.Actor
		id    ident.Act
		act   casefile.Act
		want  errs.Kind
	}{
		"not-linked":                 {h.sam, "", h.contacted(on, "x"), errs.NotFound},
		"not-linked-elsewhere":       {stranger, "", h.contacted(on, "x"), errs.NotFound},
		"no-access":                  {h.grace, "", h.contacted(h.meet("Tesfay"), "x"), errs.NotFound},
		"nobody-there":               {h.nadia, "", h.contacted(unknown, "x"), errs.NotFound},
		"operator":                   {Operator(), "", h.contacted(on, "x"), errs.NotFound},
		"no-actor":                   {nobody, "", h.contacted(on, "x"), errs.NotFound},
		"may-see-and-not-do":         {h.grace, "", h.contacted(on, "x"), errs.Denied},
		"allocating-is-a-manager's":  {h.nadia, "", casefile.Allocate(on, support.Allocate{Happened: h.today(), Body: support.Allocated{Worker: answer.Given(h.sam.Worker)}}), errs.Denied},
		"deciding-is-a-case-owner's": {h.tom, "", h.decided(on, ref, decision.Positive, "Because."), errs.Denied},
		"sharing-is-the-keeper's":    {h.ruth, "", casefile.Share(on, consent.Share{Happened: h.today(), Body: consent.Shared{To: answer.Given(h.sca), Labels: answer.Given(label.Of(label.General)), Basis: answer.Given(chronology.Consent)}}), errs.Denied},
		"under-a-label-not-read":     {h.ruth, "", h.contacted(on, "An account that Lantern may not read."), errs.Denied},
		"future":                     {h.nadia, "", casefile.RecordContact(on, ahead), errs.Invalid},
		"nothing-answered":           {h.nadia, "", casefile.RecordContact(on, empty), errs.Invalid},
		"withheld-is-not-written":    {h.nadia, "", casefile.RecordContact(on, shut), errs.Invalid},
		"no-act-id":                  {h.nadia, "not-an-id", h.contacted(on, "x"), errs.Invalid},
		"no-chronology":              {h.nadia, "", casefile.Act{Name: "contact.record"}, errs.Invalid},
		"opening-is-not-theirs":      {h.grace, "", casefile.Meet(ident.NewChronology(noon), person.Meet{Happened: h.today()}), errs.Denied},
		"opens-in-the-future":        {h.tom, "", casefile.Meet(ident.NewChronology(noon), person.Meet{Happened: tomorrow}), errs.Invalid},
		"chronology-is-no-id":        {h.tom, "", casefile.Meet("Alima", person.Meet{Happened: h.today()}), errs.Invalid},
		"opens-what-is-there":        {h.tom, "", casefile.Meet(on, person.Meet{Happened: h.today(), Body: person.Met{ChosenName: answer.Given("x")}}), errs.Invalid},
		"refused-by-the-room":        {h.grace, "", h.decided(on, ref, decision.Negative, ""), errs.Invalid},
		"safe-way-unseen":            {h.nadia, "", h.safeWay(on, "07700 900118", "an older one"), errs.Stale},
		"correction-unseen":          {h.nadia, "", correction(done, "an older one", &contact.Made{Minutes: answer.Given(5)}, "minutes"), errs.Stale},
		"correcting-another's":       {h.grace, "", correction(ref, string(ref), &referral.Sent{FirstResponder: answer.Given("x")}, "first_responder"), errs.Denied},
	} {
		t.Run(name, func(t *testing.T) {
			h.unchanged(func() {
				id := c.id
				if id == "" {
					id = h.NewAct()
				}
				got, err := h.Do(ctx, c.actor, id, c.act)
				wantKind(t, err, c.want)
				if !reflect.DeepEqual(got, Done{}) {
					t.Errorf("and gives %+v", got)
				}
			})
		})
	}
}

// Nobody can tell a case that is not there from one that they may not know of, sound or
// broken: the same bytes, and nothing is opened on the way.
func TestUnknownAndClosedAreAlike(t *testing.T) { onBoth(t, unknownAndClosedAreAlike) }

func unknownAndClosedAreAlike(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	closed, unknown := h.met("Alima"), ident.NewChronology(noon)
	h.refer(closed)
	broken := h.met("Tesfay")
	for _, c := range tamper.Cells(t, h.data(), "entry", "chronology", "envelope") {
		if c.Key == string(broken) {
			c.Value[9] ^= 1
			tamper.Set(t, h.data(), c)
		}
	}
	for _, actor := range []policy.Actor{h.sam, h.ruth, Operator()} {
		for name, do := range map[string]func(ident.Chronology) error{
			"do": func(on ident.Chronology) error {
				_, err := h.Do(ctx, actor, h.NewAct(), h.contacted(on, "x"))
				return err
			},
			"stale": func(on ident.Chronology) error {
				_, err := h.Do(ctx, actor, h.NewAct(), h.safeWay(on, "x", "old"))
				return err
			},
			"read": func(on ident.Chronology) error {
				_, err := h.Read(ctx, actor, "case.see", on, chronology.At{})
				return err
			},
			"draft": func(on ident.Chronology) error {
				_, err := h.SaveDraft(ctx, actor, Draft{ID: h.NewAct(), Route: "contact.record", On: on})
				return err
			},
		} {
			not := do(unknown)
			wantKind(t, not, errs.NotFound)
			for _, on := range []ident.Chronology{closed, broken} {
				if there := do(on); fmt.Sprintf("%#v", errs.Of(there)) != fmt.Sprintf("%#v", errs.Of(not)) {
					t.Errorf("%s by a %s: %v and %v", name, actor.Role, there, not)
				}
			}
		}
	}
	if n := h.alarms(); n > 0 {
		t.Errorf("%d alarms", n)
	}
}

// Who writes on what somebody else has written since is shown both; what they could not
// have seen makes nothing stale.
func TestStaleIsAboutWhatThePersonSaw(t *testing.T) { onBoth(t, staleIsAboutWhatThePersonSaw) }

func staleIsAboutWhatThePersonSaw(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	h.do(h.tom, h.safeWay(on, "07700 900118", "none"))
	newer := h.do(h.tom, h.safeWay(on, "07700 900142", casefile.SafeWayTopic(h.view(h.tom, on).Case, h.tom.Organisation))).Entries[0]
	saw := casefile.SafeWayTopic(h.view(h.nadia, on).Case, h.nadia.Organisation)
	_, err := h.Do(ctx, h.nadia, h.NewAct(), h.safeWay(on, "07700 900163", "none"))
	wantKind(t, err, errs.Stale)
	if n, ok := errs.Of(err).Detail.(Newer); !ok || n.Line.ID != newer || n.Line.Body.(*contact.SafeWay).Details.Or("") != "07700 900142" {
		t.Errorf("it shows %+v", errs.Of(err).Detail)
	}
	h.do(h.nadia, h.safeWay(on, "07700 900163", saw)) // the control: as it was seen

	line := h.do(h.nadia, h.contacted(on, "We spoke.")).Entries[0]
	correct := func(minutes int, saw string) error {
		_, err := h.Do(ctx, h.nadia, h.NewAct(), casefile.Correct(on, casefile.Correction{Of: line, Fields: []string{"minutes"}, Body: &contact.Made{Minutes: answer.Given(minutes)}, Why: words("A slip.")}, saw))
		return err
	}
	if err := correct(5, string(line)); err != nil {
		t.Fatal(err)
	}
	err = correct(6, string(line))
	wantKind(t, err, errs.Stale)
	if n, ok := errs.Of(err).Detail.(Newer); !ok || n.Line.ID != line || n.Line.Body.(*contact.Made).Minutes.Or(0) != 5 {
		t.Errorf("it shows %+v", errs.Of(err).Detail)
	}
	h.do(h.nadia, h.contacted(on, "An act that only adds is never stale."))

	h.share(on, h.other, label.Of(label.General, label.Identity), civil.When{}) // Ruth sees no safe way at all
	_, err = h.Do(ctx, h.ruth, h.NewAct(), h.safeWay(on, "x", "none"))
	wantKind(t, err, errs.Denied)
}

// Fifty posts of one form at once are one act, and each gets the same answer, also where
// the act stands in its own way once it is done.
func TestPostsOfOneFormAtOnce(t *testing.T) { onBoth(t, postsOfOneFormAtOnce) }

func postsOfOneFormAtOnce(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	for name, c := range map[string]struct {
		by  policy.Actor
		act casefile.Act
	}{
		"adds":              {h.nadia, h.contacted(on, "We spoke.")},
		"changes-its-topic": {h.nadia, h.safeWay(on, "07700 900118", "none")},
		"only-once":         {h.tom, casefile.Allocate(on, support.Allocate{Happened: h.today(), Body: support.Allocated{Worker: answer.Given(h.sam.Worker)}})},
		"opens":             {h.tom, casefile.Meet(ident.NewChronology(noon), person.Meet{Happened: h.today(), Body: person.Met{ChosenName: answer.Given("Tesfay")}})},
	} {
		t.Run(name, func(t *testing.T) {
			id := h.NewAct()
			type got struct {
				done Done
				err  error
			}
			first := 0
			for i, g := range all(50, func(int) got { done, err := h.Do(ctx, c.by, id, c.act); return got{done, err} }) {
				if g.err != nil {
					t.Fatalf("post %d: %v", i, g.err)
				}
				if !g.done.Again {
					first++
				}
				g.done.Again = false
				if want := (Done{Act: id, On: c.act.On[0], Entries: []ident.Entry{ident.EntryOf(id, 0)}}); !reflect.DeepEqual(g.done, want) {
					t.Fatalf("post %d: %+v, want %+v", i, g.done, want)
				}
			}
			if first != 1 {
				t.Errorf("%d posts were the first", first)
			}
		})
	}
	v := h.view(h.tom, on)
	if n := len(v.Case.Lines); n != 5 { // met, Nadia beside, contact, safe way, Sam beside
		t.Errorf("%d lines: %v", n, kindsOf(v.Case.Lines))
	}
}

// Eight people write on one chronology at once: what is acknowledged is there, what is
// not is said to be unavailable, and nothing else.
func TestWritersAtOnceLoseNothing(t *testing.T) { onBoth(t, writersAtOnceLoseNothing) }

func writersAtOnceLoseNothing(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	by := []policy.Actor{h.nadia, h.tom}
	type note struct{ text, got string }
	notes := slices.Concat(all(8, func(w int) []note {
		var out []note
		for i := range 25 {
			n := note{text: fmt.Sprintf("worker %d, contact %d", w, i)}
			for n.got == "" {
				_, err := h.Do(ctx, by[w%2], h.NewAct(), h.contacted(on, n.text))
				switch {
				case err == nil:
					n.got = "written"
				case errs.KindOf(err) != errs.Unavailable:
					n.got = err.Error()
				}
			}
			out = append(out, n)
		}
		return out
	})...)
	there := map[string]int{}
	for _, l := range h.view(h.tom, on).Case.Lines {
		if b, ok := l.Body.(*contact.Made); ok {
			there[string(b.Note.Or(""))]++
		}
	}
	for _, n := range notes {
		if n.got != "written" || there[n.text] != 1 {
			t.Errorf("%q: %s, and there %d times", n.text, n.got, there[n.text])
		}
	}
	if len(there) != 200 {
		t.Errorf("%d notes are there, want 200", len(there))
	}
}

// Nobody writes under a label that they cannot read, nor empties what lies there, nor
// gives a reason that they could not read.
func TestNobodyWritesWhatTheyCannotRead(t *testing.T) { onBoth(t, nobodyWritesWhatTheyCannotRead) }

func nobodyWritesWhatTheyCannotRead(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	h.share(on, h.other, label.Of(label.General, label.Identity, label.Health), civil.When{})
	plain := contact.Record{Happened: h.today(), Body: contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Note: words("We spoke.")}}
	entry := h.do(h.ruth, casefile.RecordContact(on, plain)).Entries[0]
	h.force(h.ruth, on, chronology.New{Body: &person.Described{Nationality: answer.Given("Atlantis")}}) // from when Lantern could see it
	nationality := h.view(h.tom, on).Case.Lines[len(h.view(h.tom, on).Case.Lines)-1].ID

	health := plain
	health.Extra = map[string]label.Set{"note": label.Of(label.Account)}
	private := plain
	private.Body.Private = answer.Given(contact.Private("no"))
	correct := func(of ident.Entry, body any, fields ...string) casefile.Act {
		saw := casefile.LineTopic(of)(h.view(h.ruth, on).Case)
		return casefile.Correct(on, casefile.Correction{Of: of, Fields: fields, Body: body, Why: words("A slip.")}, saw)
	}
	for name, act := range map[string]casefile.Act{
		"a-field":                  casefile.RecordContact(on, private),
		"an-added-label":           casefile.RecordContact(on, health),
		"an-entry-unseen":          h.safeWay(on, "07700 900118", "none"),
		"emptying-what-lies-there": correct(nationality, &person.Described{}, "nationality"),
		"writing-over-it":          correct(nationality, &person.Described{Nationality: answer.Given("x")}, "nationality"),
	} {
		t.Run(name, func(t *testing.T) {
			h.unchanged(func() {
				_, err := h.Do(ctx, h.ruth, h.NewAct(), act)
				wantKind(t, err, errs.Denied)
			})
		})
	}
	h.do(h.ruth, correct(entry, &contact.Made{Minutes: answer.Given(5)}, "minutes")) // the control
	asked := h.do(h.ruth, casefile.NoteSupport(on, support.Entry{Happened: h.today(), Body: &support.Onward{Service: answer.Given("Counselling"), Step: answer.Given(support.Step("asked"))}})).Entries[0]
	mended := &support.Onward{Service: answer.Given("Housing")}
	h.do(h.ruth, correct(asked, mended, "service"))
	sharing := h.view(h.tom, on).Case.Consent.Running[0].Entry
	h.do(h.tom, casefile.EndSharing(on, consent.End{Happened: h.today(), Body: consent.Ended{Sharing: answer.Given(sharing)}}))
	h.share(on, h.other, label.Of(label.General, label.Identity), civil.When{})
	h.unchanged(func() { // the reason of a correction bears the label of free text, which Lantern now lacks
		_, err := h.Do(ctx, h.ruth, h.NewAct(), correct(asked, mended, "service"))
		wantKind(t, err, errs.Denied)
	})
}

// Whoever meets somebody and stays beside them finds them again; who does not, does not.
func TestMeetingBeside(t *testing.T) { onBoth(t, meetingBeside) }

func meetingBeside(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	with, without := ident.NewChronology(noon), ident.NewChronology(noon)
	a := person.Meet{Happened: civil.On(civil.DayOf(noon).Add(-3)), Body: person.Met{ChosenName: answer.Given("Osas")}}
	id := h.NewAct()
	done, err := h.Do(ctx, h.sam, id, casefile.MeetBeside(with, a))
	if err != nil || len(done.Entries) != 2 {
		t.Fatalf("%+v, %v", done, err)
	}
	v := h.view(h.sam, with)
	if !v.Linked || !v.Keeper || v.Case.Person.Called() != "Osas" || len(v.Case.Support.Beside) != 1 || v.Case.Support.Beside[0].Worker != h.sam.Worker {
		t.Errorf("%+v", v.Case.Support.Beside)
	}
	if !h.lists(h.sam, with) || h.lists(h.nadia, with) {
		t.Error("the person is not in the list of who met them, or in another's")
	}
	if again, err := h.Do(ctx, h.sam, id, casefile.MeetBeside(with, a)); err != nil || !again.Again {
		t.Errorf("%+v, %v", again, err)
	}
	_, err = h.Do(ctx, h.sam, id, casefile.Meet(with, a)) // other words: nobody stays
	wantKind(t, err, errs.Conflict)
	h.do(h.sam, casefile.Meet(without, a))
	if _, err := h.Read(ctx, h.sam, "case.see", without, chronology.At{}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("met and not beside: %v", err)
	}
}

// A closed database is said to be unavailable to nobody's harm: nothing is written, and
// nothing panics.
func TestDoAfterClose(t *testing.T) { onBoth(t, doAfterClose) }

func doAfterClose(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	on := h.met("Alima")
	act, d := h.contacted(on, "x"), h.Desk
	h.shut()
	if _, err := d.Do(ctx, h.nadia, d.NewAct(), act); err == nil {
		t.Error("done")
	}
	if _, err := d.Read(ctx, h.nadia, "case.see", on, chronology.At{}); err == nil {
		t.Error("read")
	}
	if _, err := d.Day(ctx, h.nadia, 1); err == nil || errors.Is(err, errNoSession) {
		t.Error("listed")
	}
}

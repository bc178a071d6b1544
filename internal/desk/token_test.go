package desk

import (
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
)

// program lets a program join and gives it a token; it comes back as the desk knows it.
func (h *house) program(org ident.Organisation, name string, t policy.Token) (policy.Actor, string) {
	h.t.Helper()
	a := h.join(org, name, policy.Service)
	return h.token(Granted{Worker: a.Worker, Purpose: policy.Support, Lasts: 30 * 24 * time.Hour, Token: t})
}

func (h *house) token(g Granted) (policy.Actor, string) {
	h.t.Helper()
	_, token, err := h.AddToken(ctx, g)
	if err != nil {
		h.t.Fatal(err)
	}
	who, _, err := h.Program(ctx, token)
	if err != nil {
		h.t.Fatal(err)
	}
	return who.Actor, token
}

func whole() policy.Token {
	return policy.Token{Actions: policy.TokenActions(), Labels: label.Everything()}
}

// What a token was given for narrows what its organisation and its role may: which labels,
// what may be done, and about whom.
func TestTokenNarrows(t *testing.T) { onBoth(t, tokenNarrows) }

func tokenNarrows(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	linh, sana := h.met("Linh"), h.met("Sana")
	h.share(linh, h.other, label.Of(label.General, label.Identity), civil.When{})
	everything, _ := h.program(h.maple, "All of it", whole())
	if v := h.view(everything, linh); v.Labels != label.Everything().Without(label.Of(label.Staffing, label.Sharing)) {
		t.Errorf("a whole token opens %s", v.Labels)
	}
	narrow := whole()
	narrow.Labels = label.Of(label.General, label.Contact, label.Staffing)
	few, _ := h.program(h.maple, "Few labels", narrow)
	if v := h.view(few, linh); v.Labels != label.Of(label.General, label.Contact) {
		t.Errorf("a narrow token opens %s", v.Labels)
	}
	one := whole()
	one.Cases = []ident.Chronology{sana}
	only, _ := h.program(h.maple, "One case", one)
	_, err := h.Read(ctx, only, "case.see", linh, chronology.At{})
	wantKind(t, err, errs.NotFound)
	_, unknown := h.Read(ctx, only, "case.see", ident.NewChronology(noon), chronology.At{})
	if err == nil || unknown == nil || err.Error() != unknown.Error() {
		t.Errorf("of one it was not given for it says %v, of one that is not there %v", err, unknown)
	}
	if !h.lists(only, sana) || h.lists(only, linh) || !h.lists(everything, linh) {
		t.Error("the lists hold others than those the token names")
	}
	people, err := h.People(ctx, only, 1)
	if err != nil || people.All != 1 {
		t.Errorf("it counts %d people: %v", people.All, err)
	}
	does := whole()
	does.Actions = []string{"case.see", "today.see"}
	looks, _ := h.program(h.maple, "Looks only", does)
	_, err = h.Do(ctx, looks, h.NewAct(), h.contacted(linh, "x"))
	wantKind(t, err, errs.Denied)
	_, err = h.Do(ctx, only, h.NewAct(), h.contacted(linh, "x"))
	wantKind(t, err, errs.NotFound)
	h.do(everything, h.contacted(linh, "x"))
	if elsewhere, _ := h.program(h.other, "Elsewhere", whole()); h.view(elsewhere, linh).Labels != label.Of(label.General, label.Identity) {
		t.Error("at another organisation it opens another set than was shared")
	}
	h.restrict(linh, h.nadia)
	_, err = h.Read(ctx, everything, "case.see", linh, chronology.At{})
	wantKind(t, err, errs.NotFound)
}

// A program decides, shares, corrects and arranges nothing, whatever its token says.
func TestNoTokenGivesWhatProgramsMayNot(t *testing.T) {
	h := newHouse(t)
	linh := h.met("Linh")
	a, _ := h.program(h.maple, "All of it", whole())
	v := h.view(a, linh)
	for _, action := range []string{"consent.share", "consent.see", "referral.send", "entry.correct", "entry.take-back", "access.give", "access.restrict", "support.allocate", "case.export"} {
		if v.May(action) {
			t.Errorf("a program may %s", action)
		}
	}
	if !v.May("contact.record") {
		t.Error("control: it may not record a contact")
	}
	for _, action := range []string{"names.search", "team.see", "import.run", "worker.join", "person.meet", "records.own"} {
		if h.See(ctx, a, action) {
			t.Errorf("a program may %s", action)
		}
	}
	names, err := h.Names(ctx)
	if err != nil || slices.Contains(names.Workers(h.maple), a.Worker) || names.Program(h.maple, "All of it") != a.Worker {
		t.Errorf("a program stands among the people who work there: %v", err)
	}
	nobody := a
	nobody.Token = nil
	_, err = h.Read(ctx, nobody, "case.see", linh, chronology.At{})
	wantKind(t, err, errs.NotFound)
	person := h.tom
	person.Token = a.Token
	_, err = h.Read(ctx, person, "case.see", linh, chronology.At{})
	wantKind(t, err, errs.NotFound)
}

// A token ends on its day, when it is revoked, and when its program leaves.
func TestTokenEnds(t *testing.T) { onBoth(t, tokenEnds) }

func tokenEnds(t *testing.T, where ground) {
	h := newHouseOn(t, where)
	good := func(token string) bool {
		_, _, err := h.Program(ctx, token)
		return err == nil
	}
	a, first := h.program(h.maple, "Telephone", whole())
	h.set.Advance(time.Second)
	second := func() string {
		_, token := h.token(Granted{Worker: a.Worker, Purpose: policy.Oversight, Lasts: LongestToken, Token: whole()})
		return token
	}()
	if who, _, err := h.Program(ctx, second); err != nil || who.Actor.Purpose != policy.Oversight {
		t.Errorf("it looks for %s: %v", who.Actor.Purpose, err)
	}
	for _, broken := range []string{"", first + "x", first[:len(first)-1], strings.Replace(first, "waymark.", "other.", 1), strings.ToUpper(first), strings.Split(first, ".")[1], strings.Join(append(strings.Split(first, ".")[:2], strings.Split(second, ".")[2]), ".")} {
		if _, _, err := h.Program(ctx, broken); !NeedsSignIn(err) {
			t.Errorf("%q: %v", broken, err)
		}
	}
	if _, err := h.Session(ctx, first); !NeedsSignIn(err) {
		t.Errorf("it opens pages: %v", err)
	}
	if err := h.RevokeToken(ctx, strings.Split(second, ".")[1]); err != nil || good(second) || !good(first) {
		t.Errorf("revoked: %v, %t, the other %t", err, good(second), good(first))
	}
	wantKind(t, h.RevokeToken(ctx, ident.New(noon)), errs.NotFound)
	h.set.Advance(30*24*time.Hour - time.Minute - time.Second)
	if !good(first) {
		t.Error("it ended before its day")
	}
	h.set.Advance(time.Minute)
	if good(first) {
		t.Error("it is good after its day")
	}
	all, err := h.Tokens(ctx)
	if err != nil || len(all) != 2 || all[0].Used.IsZero() || all[1].Revoked.IsZero() || all[0].Program != "Telephone" || all[0].Organisation != "Maple House" {
		t.Errorf("%+v, %v", all, err)
	}
	_, third := h.token(Granted{Worker: a.Worker, Purpose: policy.Support, Lasts: time.Hour, Token: whole()})
	h.do(Operator(), casefile.LeaveWorker(ident.Chronology(a.Worker), organisation.Leave{Happened: h.today()}))
	if good(third) {
		t.Error("it is good after the program left")
	}
}

// Whoever can write to the data makes no token wider, longer or another's: the digest
// covers all of it.
func TestTokenAlteredWhereItLies(t *testing.T) {
	for column, other := range map[string]string{
		"worker": string(ident.NewChronology(noon)), "purpose": "oversight", "actions": "case.see contact.record today.see", "cases": "", "ends": "2027-01-01T00:00:00.000000Z", "made": "2026-01-01T00:00:00.000000Z", "digest": "x", "revoked": "",
	} {
		h := newHouse(t)
		a := h.join(h.maple, "Telephone", policy.Service)
		if column == "worker" {
			other = string(h.join(h.other, "Another", policy.Service).Worker)
		}
		_, token := h.token(Granted{Worker: a.Worker, Purpose: policy.Support, Lasts: time.Hour, Token: policy.Token{Actions: []string{"case.see"}, Labels: label.Of(label.General), Cases: []ident.Chronology{ident.NewChronology(noon)}}})
		for _, c := range tamper.Cells(t, h.data(), "token", "id", column) {
			c.Value = []byte(other)
			tamper.Set(t, h.data(), c)
		}
		if _, _, err := h.Program(ctx, token); (err == nil) != (column == "revoked") { // which was so: the control
			t.Errorf("%s: %v", column, err)
		}
	}
	h := newHouse(t)
	_, token := h.program(h.maple, "Telephone", policy.Token{Actions: []string{"case.see"}, Labels: label.Of(label.General)})
	tamper.Exec(t, h.data(), "UPDATE token SET labels = labels + 4")
	if _, _, err := h.Program(ctx, token); !NeedsSignIn(err) {
		t.Errorf("labels: %v", err)
	}
}

func TestNoSuchToken(t *testing.T) {
	h := newHouse(t)
	a := h.join(h.maple, "Telephone", policy.Service)
	fine := Granted{Worker: a.Worker, Purpose: policy.Support, Lasts: time.Hour, Token: policy.Token{Actions: []string{"case.see"}, Labels: label.Of(label.General)}}
	for field, wrong := range map[string]func(*Granted){
		"service": func(g *Granted) { g.Worker = h.tom.Worker },
		"purpose": func(g *Granted) { g.Purpose = policy.Investigation },
		"can":     func(g *Granted) { g.Actions = []string{"open"} },
		"labels":  func(g *Granted) { g.Labels = 1 << 30 },
		"case":    func(g *Granted) { g.Cases = []ident.Chronology{"x"} },
		"days":    func(g *Granted) { g.Lasts = LongestToken + time.Second },
	} {
		g := fine
		wrong(&g)
		_, _, err := h.AddToken(ctx, g)
		e := errs.Of(err)
		if e == nil || len(e.Fields) != 1 || e.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, _, err := h.AddToken(ctx, fine); err != nil {
		t.Errorf("control: %v", err)
	}
}

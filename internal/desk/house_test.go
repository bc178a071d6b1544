package desk

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"waymark/data"
	"waymark/internal/answer"
	"waymark/internal/casefile"
	"waymark/internal/chronology"
	"waymark/internal/civil"
	"waymark/internal/clock"
	"waymark/internal/consent"
	"waymark/internal/contact"
	"waymark/internal/decision"
	"waymark/internal/entitlement"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/label"
	"waymark/internal/organisation"
	"waymark/internal/person"
	"waymark/internal/policy"
	"waymark/internal/referral"
	"waymark/internal/store"
	"waymark/internal/store/tamper"
	"waymark/internal/support"
	policyfiles "waymark/policy"
)

var (
	ctx  = context.Background()
	noon = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
)

// house is a small made-up installation: a support provider with a manager and two
// support workers, the competent authority with a case owner, and a second provider.
type house struct {
	*Desk
	t     testing.TB
	dir   string
	at    at
	set   *clock.Set
	maple ident.Organisation
	sca   ident.Organisation
	other ident.Organisation

	tom, nadia, sam policy.Actor // manager, support worker, support worker who is beside nobody
	grace           policy.Actor // case owner
	ruth            policy.Actor // manager at the second provider
}

func configOf(dir string, set *clock.Set) Config {
	return Config{
		Dir: dir, Clock: set, Calendar: civil.DefaultCalendar(), Nation: civil.EnglandAndWales,
		Rules: data.Rulebook, Policies: policyfiles.Files, Log: slog.New(slog.DiscardHandler),
	}
}

func newHouse(t testing.TB) *house { return newHouseOn(t, inFiles) }

func newHouseOn(t testing.TB, on ground) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), set: clock.At(noon)}
	h.at = on(t, h.dir)
	h.open()
	t.Cleanup(h.shut)
	h.maple, h.sca, h.other = h.found("Maple House", "support-provider"), h.found("Single Competent Authority", "competent-authority"), h.found("Lantern Trust", "support-provider")
	h.tom, h.nadia, h.sam = h.join(h.maple, "Tom", policy.Manager), h.join(h.maple, "Nadia", policy.SupportWorker), h.join(h.maple, "Sam", policy.SupportWorker)
	h.grace, h.ruth = h.join(h.sca, "Grace", policy.CaseOwner), h.join(h.other, "Ruth", policy.Manager)
	return h
}

func (h *house) open() {
	h.t.Helper()
	h.Desk = h.another()
}

// another opens the installation once more, as another process would.
func (h *house) another() *Desk {
	h.t.Helper()
	d, err := Open(ctx, h.config())
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

func (h *house) config() Config {
	cfg := configOf(h.dir, h.set)
	cfg.Data, cfg.Keyring = h.at.data, h.at.ring
	return cfg
}

// shut closes the installation, if it is open.
func (h *house) shut() {
	h.t.Helper()
	if h.Desk == nil {
		return
	}
	if err := h.Close(); err != nil {
		h.t.Error(err)
	}
	h.Desk = nil
}

func (h *house) data() string { return string(h.at.data) }
func (h *house) ring() string { return string(h.at.ring) }

// today is the day on which the clock stands.
func (h *house) today() civil.When { return civil.On(civil.DayOf(h.set.Now())) }

func (h *house) do(a policy.Actor, act casefile.Act) Done {
	h.t.Helper()
	done, err := h.Do(ctx, a, h.NewAct(), act)
	if err != nil {
		h.t.Fatalf("%s: %v", act.Name, err)
	}
	h.set.Advance(time.Second)
	return done
}

func (h *house) found(name, sort string) ident.Organisation {
	h.t.Helper()
	id := ident.NewChronology(h.set.Now())
	h.do(Operator(), casefile.FoundOrganisation(id, organisation.Found{Happened: h.today(), Body: organisation.Founded{Name: answer.Given(name), Sort: answer.Given(organisation.Sort(sort))}}))
	return ident.Organisation(id)
}

func (h *house) join(org ident.Organisation, name string, role policy.Role) policy.Actor {
	h.t.Helper()
	id := ident.NewChronology(h.set.Now())
	h.do(Operator(), casefile.JoinWorker(id, organisation.Join{Happened: h.today(), Body: organisation.Joined{Name: answer.Given(name), Organisation: answer.Given(org), Role: answer.Given(string(role))}}))
	names, err := h.Names(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	return policy.Actor{Worker: ident.Worker(id), Organisation: org, Remit: RemitOf(names.Sort(org)), Role: role, Purpose: policy.PurposeOf(role)}
}

// meet opens a person's chronology by the manager.
func (h *house) meet(name string) ident.Chronology {
	h.t.Helper()
	on := ident.NewChronology(h.set.Now())
	h.do(h.tom, casefile.Meet(on, person.Meet{Happened: h.today(), Body: person.Met{ChosenName: answer.Given(name)}}))
	return on
}

// met opens a chronology and puts Nadia beside the person.
func (h *house) met(name string) ident.Chronology {
	h.t.Helper()
	on := h.meet(name)
	h.beside(on, h.nadia)
	return on
}

func (h *house) beside(on ident.Chronology, who policy.Actor) ident.Entry {
	h.t.Helper()
	if who.Organisation != h.maple { // no act puts another's worker beside somebody
		return h.force(h.tom, on, chronology.New{Body: &support.Allocated{Worker: answer.Given(who.Worker)}})[0]
	}
	return h.do(h.tom, casefile.Allocate(on, support.Allocate{Happened: h.today(), Body: support.Allocated{Worker: answer.Given(who.Worker)}})).Entries[0]
}

func (h *house) share(on ident.Chronology, to ident.Organisation, ls label.Set, until civil.When) ident.Entry {
	h.t.Helper()
	b := consent.Shared{To: answer.Given(to), Labels: answer.Given(ls), Basis: answer.Given(chronology.Consent)}
	if !until.IsZero() {
		b.Until = answer.Given(until)
	}
	return h.do(h.tom, casefile.Share(on, consent.Share{Happened: h.today(), Body: b})).Entries[0]
}

func (h *house) refer(on ident.Chronology) ident.Entry {
	h.t.Helper()
	return h.do(h.tom, casefile.SendReferral(on, referral.Send{Happened: h.today(), Body: referral.Sent{
		Route: answer.Given(referral.Route("adult")), Authority: answer.Given(referral.Authority("sca")), To: answer.Given(h.sca), Consent: answer.Given(referral.Agreed("yes")), Account: words("What was done."),
	}})).Entries[0]
}

func words(s string) answer.Of[answer.Text] { return answer.Given(answer.Text(s)) }

func (h *house) contacted(on ident.Chronology, note string) casefile.Act {
	return casefile.RecordContact(on, contact.Record{Happened: h.today(), Body: contact.Made{How: answer.Given(contact.How("phone")), Reached: answer.Given(contact.Reached("yes")), Note: words(note)}})
}

func (h *house) safeWay(on ident.Chronology, details, saw string) casefile.Act {
	return casefile.SetSafeWay(on, contact.SetSafeWay{Happened: h.today(), Body: contact.SafeWay{Ways: answer.Given([]contact.Way{"text"}), Details: answer.Given(details)}}, saw)
}

func (h *house) described(on ident.Chronology, b person.Described) casefile.Act {
	return casefile.Describe(on, person.Describe{Happened: h.today(), Body: b})
}

func (h *house) decided(on ident.Chronology, ref ident.Entry, out decision.Outcome, reasons string) casefile.Act {
	return casefile.MakeDecision(on, decision.Make{Happened: h.today(), Body: decision.Made{
		Referral: answer.Given(ref), Stage: answer.Given(decision.ReasonableGrounds), Outcome: answer.Given(out), Reasons: words(reasons),
	}})
}

func (h *house) left(on ident.Chronology, note string) casefile.Act {
	return casefile.RecordLeave(on, entitlement.Grant{Happened: h.today(), Body: entitlement.Leave{Kind: answer.Given(entitlement.LeaveKind("refugee")), Months: answer.Given(30), Expires: answer.Given(civil.On(civil.DayOf(h.set.Now()).Add(900))), Note: words(note)}})
}

func (h *house) supported(on ident.Chronology, setting support.Setting) casefile.Act {
	return casefile.StartSupport(on, support.Entry{Happened: h.today(), Body: &support.Started{Setting: answer.Given(setting)}})
}

func (h *house) view(a policy.Actor, on ident.Chronology) View {
	h.t.Helper()
	v, err := h.Read(ctx, a, "case.see", on, chronology.At{})
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

func (h *house) day(a policy.Actor) Day {
	h.t.Helper()
	day, err := h.Day(ctx, a, 1)
	if err != nil {
		h.t.Fatal(err)
	}
	return day
}

// lists says whether a reader's lists hold a person: as one of the people, or for
// something due.
func (h *house) lists(a policy.Actor, on ident.Chronology) bool {
	h.t.Helper()
	day := h.day(a)
	return slices.ContainsFunc(day.Folk, func(p Person) bool { return p.On == on }) || slices.ContainsFunc(day.Dues, func(x Due) bool { return x.On == on })
}

// force writes entries without asking the policies or deciding: what an act that there is
// not yet, or a fault, could have written.
func (h *house) force(a policy.Actor, on ident.Chronology, news ...chronology.New) []ident.Entry {
	h.t.Helper()
	now := h.now()
	m := chronology.Moment{Now: now, Today: civil.DayOf(now), Act: h.NewAct(), By: a.Worker, For: a.Organisation}
	f, err := h.load(ctx, on)
	if err != nil {
		h.t.Fatal(err)
	}
	r := &rested{file: f}
	if r.entries, err = f.open(ctx, label.Everything(), nil); err != nil {
		h.t.Fatal(err)
	}
	if r.rows, err = h.store.Rows(ctx, on); err != nil {
		h.t.Fatal(err)
	}
	for i := range news {
		news[i].On = on
		if news[i].Happened.IsZero() {
			news[i].Happened = h.today()
		}
	}
	puts, entries, err := h.write(ctx, map[ident.Chronology]*rested{on: r}, news, m, label.Everything())
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.store.Commit(ctx, storeAct(m, on), puts); err != nil {
		h.t.Fatal(err)
	}
	h.set.Advance(time.Second)
	return entries
}

// unchanged proves that something wrote nothing: no row of any table but those of looks
// and alarms came or went.
func (h *house) unchanged(what func()) {
	h.t.Helper()
	count := func() map[string]int {
		n := tamper.Counts(h.t, h.data())
		delete(n, "look")
		delete(n, "alarm")
		n["keys"] = tamper.Counts(h.t, h.ring())["data_key"]
		return n
	}
	before := count()
	what()
	if after := count(); !maps.Equal(before, after) {
		h.t.Errorf("rows before %v, after %v", before, after)
	}
}

func (h *house) alarms() int {
	h.t.Helper()
	list, err := h.store.Alarms(ctx, 1000)
	if err != nil {
		h.t.Fatal(err)
	}
	return len(list)
}

func wantKind(t testing.TB, err error, want errs.Kind) {
	t.Helper()
	if err == nil || errs.Of(err) == nil || errs.KindOf(err) != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// all runs something n times at once and gives what came of each.
func all[T any](n int, run func(i int) T) []T {
	out := make([]T, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			out[i] = run(i)
		})
	}
	close(start)
	wg.Wait()
	return out
}

func kindsOf(entries []chronology.Line) []string {
	var out []string
	for _, l := range entries {
		out = append(out, fmt.Sprint(l.Kind))
	}
	return out
}

func storeAct(m chronology.Moment, on ident.Chronology) store.Act {
	return store.Act{ID: m.Act, Worker: m.By, Route: "forced", Chronology: on, Digest: "forced", Moment: m.Now}
}

// firstOf is the entry that opened a chronology.
func (h *house) firstOf(on ident.Chronology) ident.Entry {
	h.t.Helper()
	l, err := h.store.Load(ctx, on)
	if err != nil {
		h.t.Fatal(err)
	}
	return l.Entries[0].ID
}

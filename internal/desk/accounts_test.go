package desk

import (
	"slices"
	"testing"

	"waymark/internal/casefile"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
)

func TestRemovedAccountIsOutAtOnce(t *testing.T) { onBoth(t, removedAccountIsOutAtOnce) }

func removedAccountIsOutAtOnce(t *testing.T, where ground) {
	h := door(t, where)
	token, device, err := h.SignInWith(ctx, login, password, "")
	if err != nil {
		t.Fatal(err)
	}
	if name, err := h.RemoveAccount(ctx, " NADIA@maple.example"); err != nil || name != "Nadia" {
		t.Fatalf("%q, %v", name, err)
	}
	if h.in(token) {
		t.Error("the session goes on")
	}
	for _, d := range []string{"", device} {
		if _, _, err := h.SignInWith(ctx, login, password, d); errs.Of(err).Error() != errSignIn().Error() {
			t.Errorf("it says %v", err)
		}
	}
	names, err := h.Names(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(names.Workers(h.maple), h.nadia.Worker) || names.Worker(h.nadia.Worker) != "Nadia" {
		t.Error("her chronology does not say that she left")
	}
	counts := tamper.Counts(t, h.data())
	if counts["account"]+counts["session"]+counts["device"] != 0 {
		t.Errorf("left are %v", counts)
	}
	_, err = h.RemoveAccount(ctx, login)
	wantKind(t, err, errs.Invalid)
	if err := h.AddAccount(ctx, h.sam.Worker, login, password); err != nil {
		t.Errorf("the login is not free: %v", err)
	}
}

// An account whose worker left by other means goes as well.
func TestAccountLeftOverIsRemoved(t *testing.T) { onBoth(t, accountLeftOverIsRemoved) }

func accountLeftOverIsRemoved(t *testing.T, where ground) {
	h := door(t, where)
	h.do(Operator(), casefile.LeaveWorker(ident.Chronology(h.nadia.Worker), organisation.Leave{Happened: h.today()}))
	if all, err := h.Members(ctx); err != nil || len(all) != 1 || !all[0].Gone {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := h.RemoveAccount(ctx, login); err != nil {
		t.Error(err)
	}
}

// Only those who run Waymark end a worker's time, and nothing but a worker's.
func TestLeavingIsWrittenByTheOperatorAlone(t *testing.T) {
	onBoth(t, leavingIsWrittenByTheOperatorAlone)
}

func leavingIsWrittenByTheOperatorAlone(t *testing.T, where ground) {
	h := door(t, where)
	on := ident.Chronology(h.nadia.Worker)
	leave := func(on ident.Chronology) casefile.Act {
		return casefile.LeaveWorker(on, organisation.Leave{Happened: h.today()})
	}
	h.unchanged(func() {
		for _, a := range []policy.Actor{h.tom, h.nadia, h.grace, h.ruth} {
			if _, err := h.Do(ctx, a, h.NewAct(), leave(on)); errs.KindOf(err) != errs.Denied && errs.KindOf(err) != errs.NotFound {
				t.Errorf("%s: %v", a.Role, err)
			}
		}
	})
	person := h.meet("Alima")
	h.unchanged(func() {
		_, err := h.Do(ctx, Operator(), h.NewAct(), leave(person))
		wantKind(t, err, errs.NotFound)
		_, err = h.Do(ctx, Operator(), h.NewAct(), leave(ident.NewChronology(noon)))
		wantKind(t, err, errs.NotFound)
	})
	h.do(Operator(), leave(on))
}

func TestNewPasswordEndsWhatWasOpen(t *testing.T) { onBoth(t, newPasswordEndsWhatWasOpen) }

func newPasswordEndsWhatWasOpen(t *testing.T, where ground) {
	h := door(t, where)
	if err := h.AddAccount(ctx, h.sam.Worker, "sam", password); err != nil {
		t.Fatal(err)
	}
	sams, err := h.SignIn(ctx, "sam", password)
	if err != nil {
		t.Fatal(err)
	}
	token, device, err := h.SignInWith(ctx, login, password, "")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ login, password string }{"short": {login, "elevenchars"}, "nobody's": {"nobody", password}} {
		t.Run(name, func(t *testing.T) {
			h.unchanged(func() { wantKind(t, h.NewPassword(ctx, c.login, c.password), errs.Invalid) })
		})
	}
	h.locked(login)
	if err := h.NewPassword(ctx, login, "four newer words here"); err != nil {
		t.Fatal(err)
	}
	if h.in(token) || !h.in(sams) {
		t.Error("her session goes on, or another's ended")
	}
	if _, known, err := h.knowsDevice(ctx, h.nadia.Worker, device); known || err != nil {
		t.Errorf("the browser is known still, %v", err)
	}
	if _, err := h.SignIn(ctx, login, "four newer words here"); err != nil {
		t.Errorf("the new one, at once: %v", err)
	}
	if _, err := h.SignIn(ctx, login, password); errs.KindOf(err) != errs.Invalid {
		t.Errorf("the old one: %v", err)
	}
}

func TestMembers(t *testing.T) { onBoth(t, members) }

func members(t *testing.T, where ground) {
	h := door(t, where)
	for name, who := range map[string]policy.Actor{"sam": h.sam, "grace": h.grace} {
		if err := h.AddAccount(ctx, who.Worker, name, password); err != nil {
			t.Fatal(err)
		}
	}
	all, err := h.Members(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range all {
		got = append(got, m.Organisation+" "+m.Name+" "+m.Role)
	}
	if want := []string{"Maple House Nadia support-worker", "Maple House Sam support-worker", "Single Competent Authority Grace case-owner"}; !slices.Equal(got, want) || all[0].Gone || all[0].Since.IsZero() {
		t.Errorf("%q", got)
	}
}

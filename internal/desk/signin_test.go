package desk

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/answer"
	"waymark/internal/chronology"
	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/organisation"
	"waymark/internal/policy"
	"waymark/internal/store/tamper"
)

const login, password = "nadia@maple.example", "four plain words here"

// door is a house in which Nadia may sign in.
func door(t *testing.T, where ground) *house {
	t.Helper()
	h := newHouseOn(t, where)
	if err := h.AddAccount(ctx, h.nadia.Worker, login, password); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) signIn() string {
	h.t.Helper()
	token, err := h.SignIn(ctx, login, password)
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

func (h *house) in(token string) bool {
	h.t.Helper()
	_, err := h.Session(ctx, token)
	if err != nil && !NeedsSignIn(err) {
		h.t.Fatal(err)
	}
	return err == nil
}

func TestSignIn(t *testing.T) { onBoth(t, signIn) }

func signIn(t *testing.T, where ground) {
	h := door(t, where)
	token, err := h.SignIn(ctx, " Nadia@Maple.example ", password)
	if err != nil {
		t.Fatal(err)
	}
	s, err := h.Session(ctx, token)
	if err != nil || s.Actor != h.nadia || s.Name != "Nadia" || s.Organisation != "Maple House" {
		t.Errorf("%+v, %v", s, err)
	}
	for _, other := range []string{"", "x", token + "x", token[1:], strings.ToLower(token)} {
		if other != token && h.in(other) {
			t.Errorf("%q is a session", other)
		}
	}
	if err := h.SignOut(ctx, token); err != nil || h.in(token) {
		t.Errorf("after signing out: %v", err)
	}
}

// The token and the login stand as digests, the password as a hash with its own salt.
func TestWhatSignInLeavesAtRest(t *testing.T) { onBoth(t, whatSignInLeavesAtRest) }

func whatSignInLeavesAtRest(t *testing.T, where ground) {
	h := door(t, where)
	if err := h.AddAccount(ctx, h.sam.Worker, "sam", password); err != nil {
		t.Fatal(err)
	}
	token := h.signIn()
	want, err := h.keys.Digest("session", []byte(token))
	if err != nil {
		t.Fatal(err)
	}
	cells := tamper.Cells(t, h.data(), "session", "worker", "token")
	if len(cells) != 1 || string(cells[0].Value) != want || cells[0].Key != string(h.nadia.Worker) || want == token {
		t.Errorf("%+v", cells)
	}
	hashes := tamper.Cells(t, h.data(), "account", "login", "password")
	if len(hashes) != 2 || bytes.Equal(hashes[0].Value, hashes[1].Value) || !strings.HasPrefix(string(hashes[0].Value), "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(hashes[0].Key, "@") {
		t.Errorf("%+v", hashes)
	}
	for name, b := range h.atRest() {
		if bytes.Contains(b, []byte(token)) || bytes.Contains(b, []byte(password)) {
			t.Errorf("%s holds the token or the password", name)
		}
	}
}

func TestAccountIsRefused(t *testing.T) { onBoth(t, accountIsRefused) }

func accountIsRefused(t *testing.T, where ground) {
	h := door(t, where)
	for name, c := range map[string]struct {
		who             ident.Worker
		login, password string
		field           string
	}{
		"short":         {h.sam.Worker, "sam", "elevenchars", "password"},
		"long":          {h.sam.Worker, "sam", strings.Repeat("x", longest+1), "password"},
		"no-login":      {h.sam.Worker, "  ", password, "login"},
		"taken":         {h.sam.Worker, strings.ToUpper(login), password, "login"},
		"worker-has-it": {h.nadia.Worker, "another", password, "login"},
	} {
		t.Run(name, func(t *testing.T) {
			h.unchanged(func() {
				err := h.AddAccount(ctx, c.who, c.login, c.password)
				wantKind(t, err, errs.Invalid)
				if e := errs.Of(err); e != nil && (len(e.Fields) != 1 || e.Fields[0].Name != c.field) {
					t.Errorf("%+v", e.Fields)
				}
			})
		})
	}
	if err := h.AddAccount(ctx, h.sam.Worker, "sam", strings.Repeat("ü", longest)); err != nil {
		t.Errorf("as long as may be, in any letters: %v", err)
	}
	if _, err := h.SignIn(ctx, "sam", strings.Repeat("ü", longest)); err != nil {
		t.Errorf("and it does not let in: %v", err)
	}
}

// A wrong password, an unknown login and an endless password take the same road: each is
// reckoned, and each gets the same words.
func TestSignInTellsNoHalf(t *testing.T) { onBoth(t, signInTellsNoHalf) }

func signInTellsNoHalf(t *testing.T, where ground) {
	h := door(t, where)
	tries := map[string]func() error{
		"wrong":   func() error { _, err := h.SignIn(ctx, login, "four other words here"); return err },
		"unknown": func() error { _, err := h.SignIn(ctx, "nobody", password); return err },
		"endless": func() error { _, err := h.SignIn(ctx, login, strings.Repeat("x", 100_000)); return err },
		"empty":   func() error { _, err := h.SignIn(ctx, "", ""); return err },
		"right":   func() error { _, err := h.SignIn(ctx, login, password); return err },
	}
	for name, try := range tries {
		t.Run(name, func(t *testing.T) {
			for range cap(atOnce) { // nobody reckons a hash now
				atOnce <- struct{}{}
			}
			got := make(chan error, 1)
			go func() { got <- try() }()
			time.Sleep(30 * time.Millisecond)
			if len(got) > 0 {
				t.Error("it answered without reckoning a hash")
			}
			for range cap(atOnce) {
				<-atOnce
			}
			switch err := <-got; {
			case name == "right" && err != nil:
				t.Error(err)
			case name != "right" && errs.Of(err).Error() != errSignIn().Error():
				t.Errorf("it says %v", err)
			}
		})
	}
}

// After five tries in vain one waits, longer each time; who gets in begins anew.
func TestSignInIsThrottled(t *testing.T) { onBoth(t, signInIsThrottled) }

func signInIsThrottled(t *testing.T, where ground) {
	h := door(t, where)
	wrong := func() errs.Kind {
		t.Helper()
		_, err := h.SignIn(ctx, login, "four other words here")
		return errs.KindOf(err)
	}
	for try := 1; try <= freeTries; try++ {
		if got := wrong(); got != errs.Invalid {
			t.Fatalf("try %d: %s", try, got)
		}
	}
	for _, wait := range []time.Duration{firstWait, 2 * firstWait} {
		h.set.Advance(wait - time.Second)
		if _, err := h.SignIn(ctx, strings.ToUpper(login), password); errs.KindOf(err) != errs.Unavailable {
			t.Fatalf("the right one, a second early: %v", err)
		}
		h.set.Advance(time.Second)
		if got := wrong(); got != errs.Invalid {
			t.Fatalf("after %v: %s", wait, got)
		}
	}
	if _, err := h.SignIn(ctx, "nobody", "four other words here"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("another login waits too: %v", err)
	}
	h.set.Advance(4 * firstWait)
	token := h.signIn()
	if got := wrong(); got != errs.Invalid {
		t.Errorf("after getting in: %s", got)
	}
	if !h.in(token) || !h.in(h.signIn()) {
		t.Error("one try in vain closes the door")
	}
	if n := len(tamper.Cells(t, h.data(), "throttle", "what", "tries")); n != 1 { // the other login's
		t.Errorf("%d are counted", n)
	}
}

func TestWaitsGrowAndEnd(t *testing.T) {
	last := time.Duration(0)
	for tries := range 100 {
		w := waitAfter(tries)
		if w < last || w > mostWait || (tries < freeTries) != (w == 0) {
			t.Errorf("after %d tries one waits %v, before it was %v", tries, w, last)
		}
		last = w
	}
	if last != mostWait || waitAfter(1<<40) != mostWait {
		t.Errorf("at last one waits %v", last)
	}
	for w, want := range map[time.Duration]string{time.Second: "a minute", time.Minute: "a minute", 90 * time.Second: "2 minutes", mostWait: "16 minutes"} {
		if got := waitWords(w); got != want {
			t.Errorf("%v is %q, want %q", w, got, want)
		}
	}
}

// Many tries at once count as many: no more are reckoned than one after another.
func TestTriesAtOnceAreCounted(t *testing.T) { onBoth(t, triesAtOnceAreCounted) }

func triesAtOnceAreCounted(t *testing.T, where ground) {
	h := door(t, where)
	got := all(24, func(i int) errs.Kind {
		_, err := h.SignIn(ctx, login, fmt.Sprintf("guess number %d of many", i))
		return errs.KindOf(err)
	})
	tried := len(slices.DeleteFunc(slices.Clone(got), func(k errs.Kind) bool { return k != errs.Invalid }))
	if tried != freeTries || slices.Contains(got, errs.Internal) {
		t.Errorf("%d of %d guesses were tried: %v", tried, len(got), got)
	}
}

func TestSessionEnds(t *testing.T) { onBoth(t, sessionEnds) }

func sessionEnds(t *testing.T, where ground) {
	h := door(t, where)
	begin := h.set.Now()
	for name, c := range map[string]struct {
		moves []time.Duration // after each of which the session is used
		in    bool
	}{
		"used":              {[]time.Duration{IdleFor - time.Second, IdleFor - time.Second}, true},
		"left-alone":        {[]time.Duration{time.Minute, IdleFor}, false},
		"used-all-day":      {slices.Repeat([]time.Duration{30 * time.Minute}, 23), true},
		"used-for-too-long": {slices.Repeat([]time.Duration{30 * time.Minute}, 24), false},
		"clock-set-back":    {[]time.Duration{-2 * time.Hour}, false},
		"set-back-later":    {[]time.Duration{40 * time.Minute, 40 * time.Minute, -time.Hour}, false},
		"clock-wavers":      {[]time.Duration{-20 * time.Second, 40 * time.Second, -20 * time.Second}, true},
		"ended-stays-ended": {[]time.Duration{IdleFor, -IdleFor}, false},
	} {
		t.Run(name, func(t *testing.T) {
			h.set.Set(begin)
			token := h.signIn()
			in := false
			for _, by := range c.moves {
				h.set.Advance(by)
				in = h.in(token)
			}
			if in != c.in {
				t.Errorf("in is %v, want %v", in, c.in)
			}
		})
	}
}

// Who leaves is out at the next request, and so is whose role is no more.
func TestWorkerWhoLeftIsOut(t *testing.T) { onBoth(t, workerWhoLeftIsOut) }

func workerWhoLeftIsOut(t *testing.T, where ground) {
	h := door(t, where)
	token := h.signIn()
	on := ident.Chronology(h.nadia.Worker)
	left := h.force(Operator(), on, chronology.New{Body: &organisation.Left{}})[0]
	if h.in(token) {
		t.Error("still in")
	}
	if h.in(h.signIn()) { // the password is right, and opens nothing
		t.Error("in again")
	}
	h.force(Operator(), on, chronology.New{Body: &organisation.Left{}, Corrects: &chronology.Correction{Of: left, Fields: []string{chronology.Whole}, Why: words("A slip.")}})
	if !h.in(token) {
		t.Error("not in, though they never left")
	}
	joined := h.firstOf(on)
	h.force(Operator(), on, chronology.New{Body: &organisation.Joined{Role: answer.Given("manager")}, Corrects: &chronology.Correction{Of: joined, Fields: []string{"role"}, Why: words("Now a manager.")}})
	if s, err := h.Session(ctx, token); err != nil || s.Actor.Role != policy.Manager || s.Actor.Purpose != policy.Support {
		t.Errorf("a new role: %+v, %v", s, err)
	}
	h.force(Operator(), on, chronology.New{Body: &organisation.Joined{Role: answer.Given("no such role")}, Corrects: &chronology.Correction{Of: joined, Fields: []string{"role"}, Why: words("x")}})
	if h.in(token) {
		t.Error("in with a role that there is not")
	}
}

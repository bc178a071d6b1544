package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"waymark/internal/errs"
	"waymark/internal/ident"
	"waymark/internal/store/tamper"
)

// from signs in from a browser and gives what it keeps.
func (h *house) from(device string) string {
	h.t.Helper()
	token, keep, err := h.SignInWith(ctx, login, password, device)
	if err != nil || !h.in(token) {
		h.t.Fatal(err)
	}
	return keep
}

// locked closes a login by tries in vain from elsewhere.
func (h *house) locked(login string) {
	h.t.Helper()
	for range freeTries {
		if _, err := h.SignIn(ctx, login, "four other words here"); errs.KindOf(err) != errs.Invalid {
			h.t.Fatal(err)
		}
	}
	if _, err := h.SignIn(ctx, login, password); errs.KindOf(err) != errs.Unavailable {
		h.t.Fatalf("the login is open: %v", err)
	}
}

// Whoever was here before gets in, whatever others try; their browser counts tries of its
// own.
func TestKnownBrowserIsNotKeptOut(t *testing.T) { onBoth(t, knownBrowserIsNotKeptOut) }

func knownBrowserIsNotKeptOut(t *testing.T, where ground) {
	h := door(t, where)
	device := h.from("")
	h.locked(login)
	if kept := h.from(device); kept != device {
		t.Error("the browser is another one afterwards")
	}
	if _, _, err := h.SignInWith(ctx, login, password, ""); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("it opened the login to everybody: %v", err)
	}
	for range freeTries {
		if _, _, err := h.SignInWith(ctx, login, "four other words here", device); errs.KindOf(err) != errs.Invalid {
			t.Fatalf("from the browser: %v", err)
		}
	}
	_, _, err := h.SignInWith(ctx, login, password, device)
	if errs.KindOf(err) != errs.Unavailable {
		t.Fatalf("from the browser any number of tries are free: %v", err)
	}
	if w, ok := errs.Of(err).Detail.(Wait); !ok || time.Duration(w) != firstWait {
		t.Errorf("it says to wait %v", errs.Of(err).Detail)
	}
}

// A browser is known for one worker, as long as it is used, and for nothing else.
func TestBrowserIsKnownForItsWorkerAlone(t *testing.T) { onBoth(t, browserIsKnownForItsWorkerAlone) }

func browserIsKnownForItsWorkerAlone(t *testing.T, where ground) {
	h := door(t, where)
	if err := h.AddAccount(ctx, h.sam.Worker, "sam", password); err != nil {
		t.Fatal(err)
	}
	_, sams, err := h.SignInWith(ctx, "sam", password, "")
	if err != nil {
		t.Fatal(err)
	}
	mine := h.from("")
	h.locked(login)
	for name, device := range map[string]string{"of-another": sams, "made-up": "made up", "cut": mine[1:]} {
		if _, _, err := h.SignInWith(ctx, login, password, device); errs.KindOf(err) != errs.Unavailable {
			t.Errorf("%s lets in: %v", name, err)
		}
	}
	h.from(mine)
	h.set.Advance(DeviceLasts)
	h.locked(login)
	if _, _, err := h.SignInWith(ctx, login, password, mine); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("it is known for ever: %v", err)
	}
}

func TestWhatABrowserLeavesAtRest(t *testing.T) { onBoth(t, whatABrowserLeavesAtRest) }

func whatABrowserLeavesAtRest(t *testing.T, where ground) {
	h := door(t, where)
	device := h.from("")
	want, err := h.deviceKey(h.nadia.Worker, device)
	if err != nil {
		t.Fatal(err)
	}
	cells := tamper.Cells(t, h.data(), "device", "worker", "token")
	if len(cells) != 1 || string(cells[0].Value) != want || cells[0].Key != string(h.nadia.Worker) || want == device {
		t.Errorf("%+v", cells)
	}
	for name, b := range h.atRest() {
		if bytes.Contains(b, []byte(device)) {
			t.Errorf("%s holds the token", name)
		}
	}
	for range 30 {
		h.set.Advance(time.Second)
		if _, err := h.keepDevice(ctx, h.nadia.Worker, ""); err != nil {
			t.Fatal(err)
		}
	}
	if n := tamper.Counts(t, h.data())["device"]; n != 20 {
		t.Errorf("%d browsers of one worker are remembered", n)
	}
	if _, known, err := h.knowsDevice(ctx, h.nadia.Worker, device); known || err != nil {
		t.Errorf("the oldest is still known, %v", err)
	}
}

// filled takes every place of a line.
func filled(t *testing.T, line chan struct{}) {
	t.Helper()
	for range cap(line) {
		line <- struct{}{}
	}
	t.Cleanup(func() {
		for range cap(line) {
			<-line
		}
	})
}

// When too many wait, whoever comes is told at once, known login or not; a browser that is
// known waits in another line.
func TestFullLineAnswersAtOnce(t *testing.T) { onBoth(t, fullLineAnswersAtOnce) }

func fullLineAnswersAtOnce(t *testing.T, where ground) {
	h := door(t, where)
	device := h.from("")
	filled(t, strangers)
	for _, who := range []string{login, "nobody"} {
		if _, _, err := h.SignInWith(ctx, who, password, ""); !errors.Is(err, errBusy) || errs.KindOf(err) != errs.Unavailable {
			t.Errorf("%s: %v", who, err)
		}
	}
	h.from(device)
	filled(t, acquainted)
	if _, _, err := h.SignInWith(ctx, login, password, device); !errors.Is(err, errBusy) {
		t.Errorf("the known browser: %v", err)
	}
}

// Whoever goes away no longer waits: neither for a turn nor for the reckoning.
func TestWaitingEndsWithTheRequest(t *testing.T) { onBoth(t, waitingEndsWithTheRequest) }

func waitingEndsWithTheRequest(t *testing.T, where ground) {
	for name, held := range map[string]func(*house) chan struct{}{
		"reckoning": func(*house) chan struct{} { return atOnce },
		"turn": func(h *house) chan struct{} {
			for _, c := range h.turns[1:] {
				c <- struct{}{}
			}
			return h.turns[0]
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := door(t, where)
			filled(t, held(h))
			gone, cancel := context.WithCancel(ctx)
			cancel()
			if _, err := h.SignIn(gone, login, password); !errors.Is(err, context.Canceled) {
				t.Errorf("it says %v", err)
			}
			if len(strangers) != 0 {
				t.Error("its place in the line is taken still")
			}
		})
	}
}

// A flood of made-up logins leaves nothing for longer than a day.
func TestOldTriesAreForgotten(t *testing.T) { onBoth(t, oldTriesAreForgotten) }

func oldTriesAreForgotten(t *testing.T, where ground) {
	h := door(t, where)
	for i := range 3 {
		if _, err := h.SignIn(ctx, fmt.Sprintf("made up %d", i), password); errs.KindOf(err) != errs.Invalid {
			t.Fatal(err)
		}
	}
	h.set.Advance(forgetAfter - time.Second)
	wrong := func() int {
		t.Helper()
		if _, err := h.SignIn(ctx, login, "four other words here"); errs.KindOf(err) != errs.Invalid {
			t.Fatal(err)
		}
		return tamper.Counts(t, h.data())["throttle"]
	}
	if n := wrong(); n != 4 {
		t.Errorf("a second early %d are kept", n)
	}
	h.set.Advance(time.Second)
	if n := wrong(); n != 1 {
		t.Errorf("after a day %d are kept", n)
	}
}

// An unknown login with a browser's token takes the road of a known one.
func TestNobodysBrowserIsAskedForAllTheSame(t *testing.T) {
	onBoth(t, nobodysBrowserIsAskedForAllTheSame)
}

func nobodysBrowserIsAskedForAllTheSame(t *testing.T, where ground) {
	h := door(t, where)
	key, known, err := h.knowsDevice(ctx, ident.Worker(""), h.from(""))
	if key == "" || known || err != nil { // reckoned and looked for, in vain
		t.Errorf("%q %v %v", key, known, err)
	}
}

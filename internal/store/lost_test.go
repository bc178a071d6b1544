package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"waymark/internal/errs"
	"waymark/internal/store/cluster"
)

// While the server is away every question is answered in plain words; when it is back
// everything goes on, and what was acknowledged is there.
func TestServerGoesAwayAndComesBack(t *testing.T) {
	s, _ := storeAt(t, cluster.URL(t))
	s.commit(t, "one", opening("a", "one", 1))
	l := s.load(t, "a")
	cluster.Stop(t)
	for name, ask := range map[string]func() error{
		"commit": func() error { return s.Commit(ctx, anAct("two", "a"), []Put{adding(l, "two", 1, false)}) },
		"load":   func() error { _, err := s.Load(ctx, "a"); return err },
		"list":   func() error { _, err := s.OfSort(ctx, Person); return err },
		"look":   func() error { return s.KeepLook(ctx, aLook(1)) },
		"done":   func() error { _, _, err := s.Done(ctx, "one"); return err },
	} {
		err := ask()
		if errs.KindOf(err) != errs.Unavailable || !strings.Contains(errs.Of(err).Message, "nothing is recorded twice") {
			t.Errorf("%s: %v", name, err)
		}
	}
	cluster.Start(t)
	s.commit(t, "two", adding(l, "two", 1, false))
	if err := s.KeepLook(ctx, aLook(1)); err != nil {
		t.Error(err)
	}
	if n := len(s.load(t, "a").Entries); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
}

// A restart of the server between two questions is not even noticed: no connection that
// died is asked twice.
func TestServerRestartsBetweenQuestions(t *testing.T) {
	s, _ := storeAt(t, cluster.URL(t))
	s.commit(t, "one", opening("a", "one", 1))
	var held []*sql.Conn // so that several connections stand idle
	for _, db := range []*pool{s.read, s.read, s.read, s.write, s.write} {
		c, err := db.Conn(ctx)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, c)
	}
	for _, c := range held {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	cluster.Stop(t)
	cluster.Start(t)
	s.commit(t, "two", adding(s.load(t, "a"), "two", 1, false))
	if err := s.KeepLook(ctx, aLook(1)); err != nil {
		t.Error(err)
	}
}

// listening gives an address on this machine that leads to the server; each gets what
// comes from the client and says whether to send it on, and whether to go on after that.
func listening(t *testing.T, each func([]byte) (send, on bool)) net.Listener {
	t.Helper()
	var c net.ListenConfig
	l, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return
			}
			go carry(t, from, each)
		}
	}()
	return l
}

func pass([]byte) (send, on bool) { return true, true }

func carry(t *testing.T, from net.Conn, each func([]byte) (send, on bool)) {
	t.Helper()
	defer func() { _ = from.Close() }()
	var d net.Dialer
	to, err := d.DialContext(context.Background(), "unix", cluster.Socket())
	if err != nil {
		return
	}
	defer func() { _ = to.Close() }()
	go func() { _, _ = io.Copy(from, to); _ = from.Close() }()
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		send, on := each(b[:n])
		if !on {
			_ = from.Close() // the answer finds nobody
		}
		if send {
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if !on && send {
			_, _ = io.Copy(io.Discard, to) // until the server has done what it was told
		}
		if !on {
			return
		}
	}
}

// A connection that is lost while a commit is under way: whether it arrived is not known,
// nothing is half-written, and sending it again is recorded once.
func TestConnectionLostAtCommit(t *testing.T) {
	for name, arrives := range map[string]bool{"before-it-arrived": false, "before-the-answer": true} {
		t.Run(name, func(t *testing.T) {
			straight := cluster.URL(t)
			witness, _ := storeAt(t, straight)
			witness.commit(t, "one", opening("a", "one", 1))
			cut := false
			var mu sync.Mutex
			s, _ := storeAt(t, cluster.Through(t, straight, listening(t, func(b []byte) (send, on bool) {
				mu.Lock()
				defer mu.Unlock()
				if cut && bytes.Contains(b, []byte("Q\x00\x00\x00\x0bcommit\x00")) {
					cut = false
					return arrives, false
				}
				return true, true
			}).Addr().String()))
			l := s.load(t, "a")
			before := witness.counts(t)
			mu.Lock()
			cut = true
			mu.Unlock()
			again := func() error { return s.Commit(ctx, anAct("two", "a"), []Put{adding(l, "two", 1, false)}) }
			if err := again(); errs.KindOf(err) != errs.Unavailable {
				t.Fatalf("cut off: %v", err)
			}
			want := error(nil)
			if arrives {
				want = ErrDone
				eventually(t, func() bool { return witness.counts(t)["act"] == before["act"]+1 })
			}
			if err := again(); !errors.Is(err, want) {
				t.Errorf("sent again: %v, want %v", err, want)
			}
			after := witness.counts(t)
			for table, n := range map[string]int{"act": 1, "entry": 1, "part": 2, "leaf": 1} {
				if after[table] != before[table]+n {
					t.Errorf("%d rows of %s, want %d", after[table], table, before[table]+n)
				}
			}
		})
	}
}

// eventually waits for what another process is about to do.
func eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for range 1000 {
		if holds() {
			return
		}
	}
	t.Fatal("it does not happen")
}

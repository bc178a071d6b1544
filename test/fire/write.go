package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
)

// form is a contact that was sent: the number it has, and the note by which it is found.
type form struct{ path, number, note string }

// writers is how many write at once.
const writers = 4

// book is what the writers were told.
type book struct {
	mu           sync.Mutex
	acknowledged map[string]bool // notes
	open         map[string]form // sent, and no answer came
	sent         int
}

func newBook() *book { return &book{acknowledged: map[string]bool{}, open: map[string]form{}} }

// count is how many were acknowledged.
func (b *book) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.acknowledged)
}

// browser is one that is signed in.
func browser(ctx context.Context, at string) (*http.Client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	code, _, err := ask(ctx, c, http.MethodPost, "http://"+at+"/sign-in", url.Values{"login": {"tom"}, "password": {strings.TrimSpace(password)}})
	if err == nil && code != http.StatusSeeOther {
		err = fmt.Errorf("signing in answers %d", code)
	}
	return c, err
}

func ask(ctx context.Context, c *http.Client, method, to string, fields url.Values) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, method, to, strings.NewReader(fields.Encode()))
	if err != nil {
		return 0, "", err
	}
	if fields != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	res, err := c.Do(r)
	if err != nil {
		return 0, "", err
	}
	return res.StatusCode, res.Header.Get("Location"), res.Body.Close()
}

// send sends a form. It was acknowledged where the answer says so.
func (b *book) send(ctx context.Context, c *http.Client, at string, f form) error {
	code, _, err := ask(ctx, c, http.MethodPost, "http://"+at+f.path, url.Values{"draft": {f.number}, "how": {"phone"}, "reached": {"yes"}, "happened": {"6 March 2026"}, "note": {f.note}})
	if err != nil {
		return errGone // whether it arrived is not known
	}
	if code != http.StatusSeeOther {
		return fmt.Errorf("a contact is answered with %d", code)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.acknowledged[f.note] = true
	delete(b.open, f.note)
	return nil
}

// errGone says that nobody answers any more.
var errGone = errors.New("nobody answers")

// write writes contacts about anybody until nobody answers. told hears of each that was
// acknowledged.
func (b *book) write(ctx context.Context, at string, people []string, told func()) error {
	c, err := browser(ctx, at)
	if err != nil {
		return errGone
	}
	for {
		path := "/cases/" + people[rand.IntN(len(people))] + "/contacts/new"
		code, to, err := ask(ctx, c, http.MethodGet, "http://"+at+path, nil)
		if err != nil {
			return errGone
		}
		u, err := url.Parse(to)
		if err != nil || code != http.StatusSeeOther || u.Query().Get("draft") == "" {
			return fmt.Errorf("a new form is answered with %d and %q", code, to)
		}
		b.mu.Lock()
		b.sent++
		f := form{path: path, number: u.Query().Get("draft"), note: fmt.Sprintf("Spoke, number %d.", b.sent)}
		b.open[f.note] = f
		b.mu.Unlock()
		if err := b.send(ctx, c, at, f); err != nil {
			return err
		}
		told()
	}
}

// writeAll has all writers write until they are stopped; stop is called once, when so many
// were acknowledged.
func (b *book) writeAll(ctx context.Context, at string, people []string, most int, stop func()) error {
	var all sync.WaitGroup
	var once sync.Once
	got := make([]error, writers)
	left := b.count() + most
	for i := range writers {
		all.Go(func() {
			got[i] = b.write(ctx, at, people, func() {
				if b.count() >= left {
					once.Do(stop)
				}
			})
		})
	}
	all.Wait()
	for _, err := range got {
		if !errors.Is(err, errGone) {
			return err
		}
	}
	return nil
}

// lost counts the acknowledged that are not there, and refuses what is there twice.
func (b *book) lost(there map[string]int) (int, error) {
	n := 0
	for note := range b.acknowledged {
		if there[note] == 0 {
			n++
		}
	}
	for note, times := range there {
		if times > 1 && note != "" {
			return n, fmt.Errorf("%q is there %d times", note, times)
		}
	}
	return n, nil
}

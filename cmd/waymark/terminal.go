package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// longestPassword bounds what is read for a password; the desk says how long one may be.
const longestPassword = 4096

// password reads a password: the first line that was piped in, or, at a terminal, what
// is typed, which is not shown. A new one is typed twice.
func (p *program) password(ctx context.Context, piped, anew bool) (string, error) {
	if piped {
		line, err := bufio.NewReader(io.LimitReader(p.in, longestPassword)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("the password cannot be read: %w", err)
		}
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return "", usage{"no password was piped in"}
		}
		return line, nil
	}
	f, ok := p.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", usage{"there is no terminal to type the password at: pipe it in with --password-stdin"}
	}
	first, err := p.typed(ctx, f, "Password (it is not shown): ")
	if err != nil || !anew {
		return first, err
	}
	again, err := p.typed(ctx, f, "The same again: ")
	if err == nil && again != first {
		err = errors.New("the two are not the same. Nothing was changed")
	}
	return first, err
}

// typed reads a line that is not shown. Whoever stops the command there gets a terminal
// back that shows what they type.
func (p *program) typed(ctx context.Context, f *os.File, prompt string) (string, error) {
	fd := int(f.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("the password cannot be read: %w", err)
	}
	type answer struct {
		text []byte
		err  error
	}
	read := make(chan answer, 1)
	p.tell("%s", prompt)
	go func() {
		text, err := term.ReadPassword(fd)
		read <- answer{text, err}
	}()
	select {
	case a := <-read:
		p.tell("\n")
		if a.err != nil {
			return "", fmt.Errorf("the password cannot be read: %w", a.err)
		}
		return string(a.text), nil
	case <-ctx.Done():
		p.tell("\n")
		return "", errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}

// barWidth is how wide a progress bar is, in characters.
const barWidth = 30

// progress shows how far a long command is, and how long it will still take at the pace so
// far: a bar on a terminal, a line for every tenth elsewhere.
func (p *program) progress(what string) func(done, all int) {
	f, ok := p.err.(*os.File)
	bar := ok && term.IsTerminal(int(f.Fd()))
	tenth, first := 0, -1
	began := p.clock.Now()
	return func(done, all int) {
		if all == 0 {
			return
		}
		if first < 0 { // what was there before took no time
			first, began = done, p.clock.Now()
		}
		left := timeLeft(p.clock.Now().Sub(began), done-first, all-done)
		if bar {
			full := barWidth * done / all
			p.tell("\r[%s%s] %d of %d %s%-22s", strings.Repeat("#", full), strings.Repeat(" ", barWidth-full), done, all, what, left)
			if done == all {
				p.tell("\n")
			}
			return
		}
		if now := 10 * done / all; now > tenth {
			tenth = now
			p.tell("%d of %d %s%s\n", done, all, what, left)
		}
	}
}

// timeLeft says how long the rest takes at the pace so far; nothing when that is not known,
// or soon over.
func timeLeft(took time.Duration, done, rest int) string {
	if done <= 0 || rest <= 0 {
		return ""
	}
	switch left := time.Duration(float64(took) * float64(rest) / float64(done)); {
	case left >= 2*time.Minute:
		return fmt.Sprintf(", %d minutes left", int(left.Round(time.Minute)/time.Minute))
	case left >= 10*time.Second:
		return fmt.Sprintf(", %d seconds left", int(left.Round(10*time.Second)/time.Second))
	}
	return ""
}

// counted says a number of things: "1 person", "3 people".
func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// build builds the product; with two texts, from a source in which one stands for the
// other.
func build(ctx context.Context, to string, instead ...string) (string, error) {
	_, here, _, _ := runtime.Caller(0)
	root := filepath.Dir(filepath.Dir(filepath.Dir(here)))
	if !filepath.IsAbs(here) { // built with -trimpath
		found, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
		if err != nil {
			return "", fmt.Errorf("find the source: %w", err)
		}
		root = strings.TrimSpace(string(found))
	}
	args := []string{"build", "-o", to}
	if len(instead) == 2 {
		overlay, err := changed(filepath.Join(root, "internal", "store", "open.go"), to, instead[0], instead[1])
		if err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(args, "./cmd/waymark")...)
	cmd.Dir, cmd.Stderr = root, os.Stderr
	return to, cmd.Run()
}

// changed writes a source file with one text in place of another, and the list that tells
// the compiler so.
func changed(source, beside, was, is string) (string, error) {
	text, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	if strings.Count(string(text), was) != 1 {
		return "", fmt.Errorf("%s does not stand once in %s", was, source)
	}
	other, list := beside+".go", beside+".json"
	words, err := json.Marshal(map[string]map[string]string{"Replace": {source: other}})
	if err != nil {
		return "", err
	}
	return list, errors.Join(os.WriteFile(other, []byte(strings.Replace(string(text), was, is, 1)), 0o600), os.WriteFile(list, words, 0o600))
}

const password = "four words to remember\n"

// installation is data, and the binary that serves it.
type installation struct {
	binary, dir, heads string
	people             []string
}

// waymark runs a command and gives what it writes.
func (i *installation) waymark(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, i.binary, args...)
	cmd.Stdin = strings.NewReader(password)
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return string(out), fmt.Errorf("waymark %s: %w\n%s%s", args[0], err, out, failed.Stderr)
	}
	return string(out), err
}

// found founds an installation with a manager and some people.
func found(ctx context.Context, binary, dir string, people int) (*installation, error) {
	i := &installation{binary: binary, dir: filepath.Join(dir, "data"), heads: filepath.Join(dir, "heads.log")}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if _, err := i.waymark(ctx, "user", "add", "--data", i.dir, "--organisation", "Maple House", "--name", "Tom", "--role", "manager", "--login", "tom", "--password-stdin"); err != nil {
		return nil, err
	}
	var b strings.Builder
	for n := range people {
		fmt.Fprintf(&b, `{"chronology":"p%d","kind":"person.met","happened":"2020-01","body":{"chosen_name":"Somebody %d"}}`+"\n", n, n)
	}
	file := filepath.Join(dir, "people.jsonl")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return nil, err
	}
	if _, err := i.waymark(ctx, "import", file, "--data", i.dir, "--as", "tom", "--password-stdin"); err != nil {
		return nil, err
	}
	notes, err := i.lines(ctx)
	for _, l := range notes {
		i.people = append(i.people, l.Chronology)
	}
	return i, err
}

// line is one entry of an export.
type line struct {
	Chronology string
	Body       struct{ Note string }
}

func (i *installation) lines(ctx context.Context) ([]line, error) {
	out, err := i.waymark(ctx, "export", "--data", i.dir, "--as", "tom", "--password-stdin")
	if err != nil {
		return nil, err
	}
	var all []line
	for text := range strings.Lines(out) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			return nil, fmt.Errorf("export: %w", err)
		}
		all = append(all, l)
	}
	return all, nil
}

// notes are the notes of all contacts, and how often each is there.
func (i *installation) notes(ctx context.Context) (map[string]int, error) {
	all, err := i.lines(ctx)
	out := map[string]int{}
	for _, l := range all {
		out[l.Body.Note]++
	}
	return out, err
}

// serving is a process that serves.
type serving struct {
	*exec.Cmd
	at string
}

// serve starts serving, and waits until it listens.
func (i *installation) serve(ctx context.Context) (*serving, error) {
	cmd := exec.CommandContext(ctx, i.binary, "serve", "--data", i.dir, "--heads", i.heads, "--listen", "127.0.0.1:0")
	told, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	said := ""
	for lines := bufio.NewScanner(told); lines.Scan(); said += lines.Text() + "\n" {
		var l struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &l) == nil && l.Msg == "listening" {
			go func() { _, _ = io.Copy(io.Discard, told) }() // ends with the process
			return &serving{cmd, l.Address}, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("serve does not listen:\n%s", said), cmd.Wait())
}

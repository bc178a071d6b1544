package wording_test

import (
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// literals are the texts that stand in a Go file, tests and what is generated from pages left in.
func literals(source []byte) []string {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", set.Base(), len(source)), source, nil, 0)
	var out []string
	for {
		_, tok, lit := s.Scan()
		if tok == token.EOF {
			return out
		}
		if text, err := strconv.Unquote(lit); tok == token.STRING && err == nil {
			out = append(out, text)
		}
	}
}

// unused says which keys no text asks for: neither whole, nor by how they begin, up to a stop.
func unused(keys, texts []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		return slices.ContainsFunc(texts, func(text string) bool {
			return text == key || strings.HasSuffix(text, ".") && strings.Count(text, ".") == 1 && len(text) > 1 && strings.HasPrefix(key, text)
		})
	})
}

// asked is every text in the Go of the rooms that say something out of the catalogue.
func asked(t *testing.T) []string {
	t.Helper()
	var out []string
	read := 0
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		source, err := os.ReadFile("../" + name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			if i.Path.Value == `"waymark/internal/wording"` || strings.HasPrefix(name, "wording/") {
				out = append(out, literals(source)...)
				read++
				break
			}
		}
		return nil
	})
	if err != nil || read < 3 {
		t.Fatal(read, err)
	}
	return out
}

func TestEveryKeyIsUsed(t *testing.T) {
	for _, key := range unused(shipped(t).Keys(), asked(t)) {
		t.Errorf("nothing says %s: take it out, from every language", key)
	}
}

func TestUnusedControl(t *testing.T) {
	got := unused([]string{"day", "label.general", "kept.why", "kept.what"}, literals([]byte("package x\nvar _ = say(\"day\", \"label.\"+l, `kept.why`) // kept.what\n")))
	if diff := cmp.Diff([]string{"kept.what"}, got); diff != "" {
		t.Error(diff)
	}
}

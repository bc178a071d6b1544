package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// A few kills at every run of the tests; make fire does many.
func TestKilledWhilePeopleWrite(t *testing.T) {
	dir := t.TempDir()
	binary, err := build(t.Context(), filepath.Join(dir, "waymark"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := killed(t.Context(), binary, filepath.Join(dir, "killed"), 3)
	if err != nil {
		t.Fatal(err)
	}
	if got.times != 3 || got.acknowledged < 3 || got.lost != 0 {
		t.Errorf("%s", got)
	}
}

// What is looked for is found missing, and found twice.
func TestLostControl(t *testing.T) {
	b := newBook()
	b.acknowledged = map[string]bool{"one": true, "two": true, "three": true}
	if n, err := b.lost(map[string]int{"one": 1, "three": 1, "": 40}); n != 1 || err != nil {
		t.Errorf("%d are lost, %v", n, err)
	}
	if n, err := b.lost(map[string]int{"one": 1, "two": 1, "three": 1, "four": 1}); n != 0 || err != nil {
		t.Errorf("%d are lost, %v", n, err)
	}
	if _, err := b.lost(map[string]int{"one": 2, "two": 1, "three": 1}); err == nil || !strings.Contains(err.Error(), "2 times") {
		t.Errorf("twice: %v", err)
	}
}

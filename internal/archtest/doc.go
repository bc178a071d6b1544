// Package archtest keeps the house in the shape that docs/architecture.md
// draws: which room may import which, who alone may speak SQL, hold keys, ask
// the policy or make pages, which outside code we rest on and why, and how the
// files look.
//
// It holds tests only. Each detector is a function over files in memory, and
// beside its run over the real tree stands a control: a small sample that it
// must find, and often one that it must leave alone. A detector that finds
// nothing anywhere proves nothing.
//
// To add a room, give it a line in the table of arrows_test.go. To rest on a
// new module, give it a line with the reason in dependencies.txt.
package archtest

// Package data holds what is data and not code in Waymark. Every folder is the default; a deployment may lay its own
// files over it, and they are proved in the same way before they are used.
//
// The rulebook says what must happen in a case and by when, each rule with its sources and worked examples; package
// waymark/internal/rulebook reads it. The wording says what is said to the people whom a record is about, in each
// language; package waymark/internal/wording reads it.
package data

import "embed"

// Rulebook holds the files of the rulebook, in the folder "rulebook".
//
//go:embed rulebook
var Rulebook embed.FS

// Wording holds what is said to people in their own language, a file for each, in the folder "wording".
//
//go:embed wording
var Wording embed.FS

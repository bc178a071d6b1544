package archtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// rooms is the house: rooms in order, and what each may import of the house.
// Arrows point only to rooms above or to the left. A word in capitals stands
// for the rooms that its own line names, a star for one folder of any name.
// Rooms are folders below internal, or folders of the repository where they
// begin with a slash. Domain rooms never import each other: they meet in
// casefile or on a page, by id. Web rooms neither: they share those named first.
const rooms = `
GROUND = ident civil label errs answer
CORE   = GROUND chronology rulebook instrument
DOMAIN = person contact referral decision support entitlement consent organisation
DOMAIN = housing match conference justice outcome directory oversight
LATER  = jobs message letter report blob
FILES  = /data /policy

/data:
/policy:
clock:
ident:
civil:        ident
label:        ident civil
errs:         ident civil label
answer:       ident civil label errs
chronology:   GROUND
rulebook:     GROUND chronology
instrument:   GROUND chronology rulebook
find:         GROUND
wording:      GROUND FILES
sheet:        GROUND chronology
seal:         CORE
store:        CORE clock seal
log:          CORE clock seal store
backup:       CORE clock seal store log
policy:       CORE clock FILES
DOMAIN:       GROUND chronology rulebook
casefile:     CORE DOMAIN
desk:         CORE clock FILES find seal store log policy DOMAIN casefile
jobs:         CORE clock FILES seal store log policy DOMAIN casefile desk
message:      CORE clock FILES seal store log policy DOMAIN casefile desk jobs
letter:       CORE clock FILES seal store log policy DOMAIN casefile desk jobs message
report:       CORE clock FILES seal store log policy DOMAIN casefile desk jobs message letter
blob:         CORE clock FILES seal store log policy DOMAIN casefile desk jobs message letter report
demo:         CORE clock FILES seal store log policy DOMAIN casefile desk LATER
/assets:
govuk:        GROUND /assets
web/picture:  GROUND govuk
web/frame:    CORE clock policy DOMAIN casefile desk LATER demo /assets govuk store
web/route:    CORE clock sheet policy DOMAIN casefile desk LATER demo /assets govuk web/frame
web/form:     CORE clock policy DOMAIN casefile desk LATER demo /assets govuk web/frame web/route
web/line:     CORE clock policy DOMAIN casefile desk LATER demo /assets govuk web/frame web/route web/form
web/recorded: CORE clock policy DOMAIN casefile desk LATER demo /assets govuk web/frame web/route web/form web/line
web/act:      CORE clock policy DOMAIN casefile desk LATER demo /assets govuk web/frame web/route web/form web/line web/recorded
web/*:        CORE clock sheet policy DOMAIN casefile desk LATER demo wording /assets govuk web/picture web/frame web/route web/form web/line web/recorded web/act
operation:    CORE clock seal store log policy desk
server:       CORE clock sheet FILES seal store log policy DOMAIN casefile desk LATER demo wording /assets govuk web/frame web/* operation
/cmd/waymark: CORE clock sheet FILES seal store log backup policy DOMAIN casefile desk LATER demo /assets govuk web/frame web/* operation server
/bench:       CORE clock find FILES seal store log backup policy DOMAIN casefile desk LATER demo /assets govuk web/frame web/* operation server
/test/fire:
archtest:
`

// forTests are rooms that the tests of every room may import besides: a test
// needs a clock to set, and the rules and policies that ship.
var forTests = []string{"clock", "/data", "/policy"}

// plan is the table read: for each room what it may import.
type plan map[string][]string

// read reads the table. It says what is wrong with it rather than guess.
func read(table string) (plan, []string) {
	p, groups, seen := plan{}, map[string][]string{}, []string{}
	var wrong []string
	expand := func(names string) []string {
		var all []string
		for _, name := range strings.Fields(names) {
			if group, ok := groups[name]; ok {
				all = append(all, group...)
			} else {
				all = append(all, name)
			}
		}
		return all
	}
	for line := range strings.Lines(table) {
		if name, members, ok := strings.Cut(line, "="); ok {
			group := strings.TrimSpace(name)
			groups[group] = append(groups[group], expand(members)...)
			continue
		}
		name, may, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		row := expand(name)
		for _, to := range expand(may) {
			if !slices.Contains(seen, to) {
				wrong = append(wrong, fmt.Sprintf("%s points down or to nothing: %s", strings.TrimSpace(name), to))
			}
		}
		for _, room := range row {
			p[room] = expand(may)
		}
		seen = append(seen, row...)
	}
	return p, wrong
}

// roomOf is the room that a folder of the repository lies in, or "". A folder
// below a room belongs to it.
func (p plan) roomOf(dir string) string {
	name, inside := strings.CutPrefix(dir, "internal/")
	if !inside {
		name = "/" + dir
	}
	for at := name; at != "" && at != "/"; at = at[:max(strings.LastIndexByte(at, '/'), 0)] {
		if _, ok := p[at]; ok && !strings.HasSuffix(at, "*") {
			return at
		}
		if web, ok := strings.CutPrefix(at, "web/"); ok && web != "" && !strings.Contains(web, "/") {
			return at
		}
	}
	return ""
}

// may answers whether code of one room may import another.
func (p plan) may(from, to string) bool {
	row, ok := p[from]
	if !ok && strings.HasPrefix(from, "web/") {
		row = p["web/*"]
	}
	if slices.Contains(row, to) {
		return true
	}
	// What may import every web room names them by the star.
	return strings.HasPrefix(to, "web/") && to != "web/frame" && slices.Contains(row, "web/*")
}

// findArrows says which file is in no room, and which import points the wrong way.
func findArrows(p plan, files []file) []string {
	var found []string
	for _, f := range files {
		from := p.roomOf(f.dir)
		if from == "" {
			found = append(found, fmt.Sprintf("%s lies in no room of the table", f.path))
			continue
		}
		for _, path := range f.imports {
			dir, ours := strings.CutPrefix(path, "waymark/")
			if !ours {
				continue
			}
			to := p.roomOf(dir)
			switch {
			case to == "":
				found = append(found, fmt.Sprintf("%s imports %s, which lies in no room of the table", f.path, path))
			case to == from, p.may(from, to), f.test && slices.Contains(forTests, to):
			default:
				found = append(found, fmt.Sprintf("%s imports %s: %s may not import %s", f.path, path, from, to))
			}
		}
	}
	return found
}

func TestArrowsPointUp(t *testing.T) {
	p, wrong := read(rooms)
	none(t, wrong)
	none(t, findArrows(p, tree(t).goFiles))
}

func TestTableOfRoomsRefusesArrowsThatPointDown(t *testing.T) {
	_, wrong := read("A = one two\none: \ntwo: one\nthree: A four\nfour: three\n")
	wants(t, wrong, "three points down or to nothing: four")
}

func TestTableKeepsDomainRoomsApart(t *testing.T) {
	p, _ := read(rooms)
	domain := 0
	for room, row := range p {
		if !slices.Contains(p["casefile"], room) || slices.Contains(p["chronology"], room) ||
			slices.Contains([]string{"chronology", "rulebook", "instrument"}, room) {
			continue
		}
		domain++
		for _, to := range row {
			if !slices.Contains([]string{"ident", "civil", "label", "errs", "answer", "chronology", "rulebook"}, to) {
				t.Errorf("the table lets the domain room %s import %s", room, to)
			}
		}
	}
	if domain != 15 {
		t.Errorf("found %d domain rooms in the table, want 15", domain)
	}
}

func TestArrowsControl(t *testing.T) {
	p, _ := read(rooms)
	found := findArrows(p, []file{
		sample(t, "internal/civil/day.go", `package civil; import _ "waymark/internal/ident"`),
		sample(t, "internal/ident/id.go", `package ident; import _ "waymark/internal/civil"`),
		sample(t, "internal/referral/act.go", `package referral; import _ "waymark/internal/decision"`),
		sample(t, "internal/referral/rule.go", `package referral; import _ "waymark/internal/rulebook"`),
		sample(t, "internal/referral/act_test.go", `package referral_test; import (_ "waymark/data"; _ "waymark/internal/referral"; _ "waymark/internal/store")`),
		sample(t, "internal/store/migrate/run.go", `package migrate; import (_ "waymark/internal/store"; _ "waymark/internal/seal")`),
		sample(t, "internal/web/referral/page.go", `package page; import (_ "waymark/internal/web/frame"; _ "waymark/internal/web/support"; _ "waymark/internal/store")`),
		sample(t, "internal/server/routes.go", `package server; import (_ "waymark/internal/web/referral"; _ "waymark/internal/cellar")`),
		sample(t, "internal/util/strings.go", `package util; import _ "strings"`),
		sample(t, "cmd/waymark/main.go", `package main; import _ "waymark/internal/server"`),
		sample(t, "internal/clock/clock.go", `package clock; import _ "waymark/internal/archtest"`),
		sample(t, "internal/web/web.go", `package web`),
	})
	wants(t, found,
		"internal/ident/id.go imports waymark/internal/civil: ident may not import civil",
		"internal/referral/act.go imports waymark/internal/decision: referral may not import decision",
		"internal/referral/act_test.go imports waymark/internal/store: referral may not import store",
		"internal/web/referral/page.go imports waymark/internal/web/support: web/referral may not import web/support",
		"internal/web/referral/page.go imports waymark/internal/store: web/referral may not import store",
		"internal/server/routes.go imports waymark/internal/cellar, which lies in no room of the table",
		"internal/util/strings.go lies in no room of the table",
		"internal/clock/clock.go imports waymark/internal/archtest: clock may not import archtest",
		"internal/web/web.go lies in no room of the table",
	)
}

// Package frame is what stands round every page: the way past the top, where one
// may go, who one is here, the way out, and a word of help.
//
// Its rules: a page works without script; it holds no script or style of its own,
// since the content security policy refuses them; its title begins "Error: " when
// something is to be put right; and a page of a demonstration always says that
// its people are made up.
package frame

import (
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"waymark/assets"
)

// Link is one way to go. Current marks the part of the site the page belongs to.
type Link struct {
	Text    string
	Href    string
	Current bool
}

// Words are what the frame itself says, for pages in other languages. Empty ones
// are in English.
type Words struct {
	Skip       string
	Navigation string
	SignOut    string
	Search     string
	Find       string
	Back       string
	Error      string
	Demo       string
	Help       string
	Leave      string
	LeaveWhy   string
}

// Options are what a page tells its frame.
type Options struct {
	// Title is what the page is about, without "Error: " and "Waymark".
	Title string
	// Lang is the language of the page as in HTML; "en-GB" if not set. The
	// direction of writing follows from it.
	Lang string
	// Errors says that something on the page is to be put right.
	Errors bool
	Nav    []Link
	// HomeURL is where the word Waymark leads; "/" if not set.
	HomeURL string
	// Who is the reader, as "Maple House · Support worker".
	Who string
	// SignOutURL is posted to. Without it there is no such button.
	SignOutURL string
	// IdleFor is after how long without a request one is signed out, to warn before; zero
	// for pages that anybody may read.
	IdleFor time.Duration
	// Alone leaves out who is signed in and where else one may go: for a page that is read
	// together with the person it is about.
	Alone bool
	// LeaveURL is posted to by whoever must not be seen with this page.
	LeaveURL string
	// SearchURL takes a name, posted. Without it there is no box for it in the top.
	SearchURL string
	// Demo marks a page of a demonstration; DemoNote adds to what it says.
	Demo     bool
	DemoNote string
	BackHref string
	BackText string
	// Wide lets the page use a wide screen, for tables.
	Wide bool
	// IDBar stands under the top, over the whole width: who the page is about.
	IDBar     templ.Component
	BodyClass string
	// OwnScripts are further scripts by their names in assets.
	OwnScripts []string
	// OwnStyles are further styles by their names in assets.
	OwnStyles []string
	// HelpLinks stand in the footer, after the words of help.
	HelpLinks []Link
	Words     Words
}

func (o Options) withDefaults() Options {
	w := &o.Words
	for word, standard := range map[*string]string{
		&o.Lang:       "en-GB",
		&o.HomeURL:    "/",
		&w.Skip:       "Skip to main content",
		&w.Navigation: "Main",
		&w.SignOut:    "Sign out",
		&w.Search:     "Find somebody by name",
		&w.Find:       "Find",
		&w.Back:       "Back",
		&w.Error:      "Error",
		&w.Demo:       "Made-up people. Nothing here is real.",
		&w.Leave:      "Leave this page now",
		&w.LeaveWhy:   "This signs you out and shows a page with other links.",
		&w.Help:       "If somebody is in danger now, call 999. If something here is wrong or hard to use, tell your manager.",
	} {
		if *word == "" {
			*word = standard
		}
	}
	if o.BackText == "" {
		o.BackText = w.Back
	}
	return o
}

// inEnglish marks what is said in English on a page in another language.
func (o Options) inEnglish() templ.Attributes {
	if strings.HasPrefix(o.Lang, "en") {
		return nil
	}
	return templ.Attributes{"lang": "en-GB"}
}

func (o Options) title() string {
	title := o.Title + " – Waymark"
	if o.Errors {
		title = o.Words.Error + ": " + title
	}
	return title
}

func (o Options) bodyClass() string {
	names := []string{"govuk-template__body", "wm"}
	if o.Wide {
		names = append(names, "wm--wide")
	}
	if o.BodyClass != "" {
		names = append(names, o.BodyClass)
	}
	return strings.Join(names, " ")
}

// idle is IdleFor in whole seconds.
func (o Options) idle() string { return strconv.Itoa(int(o.IdleFor / time.Second)) }

// scripts are the addresses of the page's scripts.
func (o Options) scripts() []string {
	out := []string{assets.Path("waymark.js")}
	for _, name := range o.OwnScripts {
		out = append(out, assets.Path(name))
	}
	return out
}

// rightToLeft are the languages that survivors read and that are written so.
var rightToLeft = map[string]bool{
	"ar": true, "ckb": true, "dv": true, "fa": true, "he": true, "ps": true, "sd": true, "ug": true, "ur": true, "yi": true,
}

// Dir is the direction in which a language is written: "rtl" or "ltr".
func Dir(lang string) string {
	base, rest, _ := strings.Cut(strings.ToLower(lang), "-")
	if strings.HasPrefix(rest, "latn") || !rightToLeft[base] {
		return "ltr"
	}
	return "rtl"
}

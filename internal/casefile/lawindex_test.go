package casefile_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"waymark/data"
	"waymark/internal/rulebook"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The law index is made from the rulebook, so that whoever reads a document finds what
// here rests on it, and the other way round.
func TestLawIndexIsMadeFromTheRulebook(t *testing.T) {
	book, err := rulebook.Load(data.Rulebook, "rulebook")
	if err != nil {
		t.Fatal(err)
	}
	got := lawIndex(book)
	file := filepath.Join("..", "..", "docs", "law-index.md")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("docs/law-index.md is of another rulebook; make generate writes it (- was, + is):\n%s", diff)
	}
}

func TestLawIndexLeavesNoRuleOut(t *testing.T) {
	book, err := rulebook.Load(data.Rulebook, "rulebook")
	if err != nil {
		t.Fatal(err)
	}
	index := lawIndex(book)
	documents, rest, ok := strings.Cut(index, "\n## By rule\n")
	rules, unverified, more := strings.Cut(rest, "\n## Unverified\n")
	if !ok || !more {
		t.Fatal("a part of the index is missing")
	}
	for _, r := range book.Every() {
		link := "[" + r.ID + "](#" + r.ID + ")"
		if n := strings.Count(documents, link); n < 1 {
			t.Errorf("%s stands under no document", r.ID)
		}
		if n := strings.Count(rules, "### "+r.ID+"\n"); n != 1 {
			t.Errorf("%s stands %d times among the rules", r.ID, n)
		}
		if strings.Contains(unverified, link) == r.Verified {
			t.Errorf("%s is verified: %t, and the list of unverified rules says otherwise", r.ID, r.Verified)
		}
	}
}

func lawIndex(book *rulebook.Book) string {
	var b strings.Builder
	b.WriteString("# Law index\n\nWhich rules of `data/rulebook` rest on which paragraph of which document. `make generate` makes this page from the\nrulebook: change the rules, not this page. What they say is on the page *The rules* of a running Waymark, and\n`waymark rules` lists them.\n")
	byDocument(&b, book)
	byRule(&b, book)
	b.WriteString("\n## Unverified\n\nNobody has read these in their source. If you can, please do, and tell us.\n\n")
	for _, r := range ordered(book) {
		if !r.Verified {
			fmt.Fprintf(&b, "- [%[1]s](#%[1]s): %s\n", r.ID, oneLine(r.Note))
		}
	}
	return b.String()
}

// ordered lists every rule by its line, then its dates.
func ordered(book *rulebook.Book) []rulebook.Rule {
	rules := book.Every()
	slices.SortFunc(rules, func(a, b rulebook.Rule) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
	return rules
}

// byDocument lists the documents, their paragraphs, and the rules that rest on each.
func byDocument(b *strings.Builder, book *rulebook.Book) {
	paragraphs := map[string]map[string][]string{}
	var names []string
	for _, r := range ordered(book) {
		for _, s := range r.Sources {
			where := s
			where.Paragraph = ""
			name := oneLine(where.Words()) + " · " + strings.ReplaceAll(s.Kind, "-", " ")
			if paragraphs[name] == nil {
				paragraphs[name] = map[string][]string{}
				names = append(names, name)
			}
			in := cmp.Or(oneLine(s.Paragraph), "the whole")
			if !slices.Contains(paragraphs[name][in], r.ID) {
				paragraphs[name][in] = append(paragraphs[name][in], r.ID)
			}
		}
	}
	slices.Sort(names)
	b.WriteString("\n## By document\n")
	for _, name := range names {
		fmt.Fprintf(b, "\n### %s\n\n", name)
		var ins []string
		for in := range paragraphs[name] {
			ins = append(ins, in)
		}
		slices.Sort(ins)
		for _, in := range ins {
			var links []string
			for _, id := range paragraphs[name][in] {
				links = append(links, fmt.Sprintf("[%[1]s](#%[1]s)", id))
			}
			fmt.Fprintf(b, "- %s: %s\n", in, strings.Join(links, ", "))
		}
	}
}

func byRule(b *strings.Builder, book *rulebook.Book) {
	b.WriteString("\n## By rule\n")
	for _, r := range ordered(book) {
		fmt.Fprintf(b, "\n### %s\n\n%s: %s. In force %s, %s. %s.\n\n", r.ID, oneLine(r.Title), r.HowLong(), r.Force(), r.NationWords(), rulebook.PartyWords(r.Owner))
		file, _, _ := strings.Cut(r.At(), ":")
		fmt.Fprintf(b, "- line `%s`, in `data/rulebook/%s`\n", r.Line, file)
		for _, s := range r.Sources {
			fmt.Fprintf(b, "- %s\n", oneLine(s.Words()))
		}
		for _, q := range book.Questions() {
			if q.ID == r.Question {
				fmt.Fprintf(b, "- sources disagree: %s This is the reading `%s`; the default is `%s`\n", oneLine(q.Asks), r.Reading, q.Chosen)
			}
		}
		if !r.Verified {
			b.WriteString("- *unverified*\n")
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

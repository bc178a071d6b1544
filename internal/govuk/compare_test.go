package govuk

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// phrasing elements stand in a line of text, where a space beside them shows.
// Controls, labels and icons are not among them: the stylesheet places these.
var phrasing = map[atom.Atom]bool{
	atom.A: true, atom.Span: true, atom.Strong: true, atom.B: true, atom.Em: true, atom.I: true, atom.Code: true,
}

// compare says where two pieces of HTML differ, or nothing. The order of
// attributes does not matter, nor does space that a browser does not show.
func compare(t *testing.T, want, got string) string {
	t.Helper()
	wanted, have := lines(t, want), lines(t, got)
	for index := range max(len(wanted), len(have)) {
		w, h := at(wanted, index), at(have, index)
		if w != h {
			return "line " + w + "\n  is " + h + "\n  in " + got
		}
	}
	return ""
}

func at(lines []string, index int) string {
	if index < len(lines) {
		return lines[index]
	}
	return "(nothing)"
}

// lines writes a tree one tag or text a line.
func lines(t *testing.T, source string) []string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		t.Fatal(err)
	}
	for _, node := range nodes {
		body.AppendChild(node)
	}
	var out []string
	write(body, "", &out)
	return out
}

func write(parent *html.Node, indent string, out *[]string) {
	for node := parent.FirstChild; node != nil; node = node.NextSibling {
		switch node.Type {
		case html.TextNode:
			if text := visible(node); text != "" {
				*out = append(*out, indent+"“"+text+"”")
			}
		case html.ElementNode:
			*out = append(*out, indent+"<"+node.Data+attributes(node)+">")
			write(node, indent+" ", out)
		case html.CommentNode:
			*out = append(*out, indent+"<!--"+node.Data+"-->")
		}
	}
}

// attributes are sorted; names of classes keep their order.
func attributes(node *html.Node) string {
	all := slices.Clone(node.Attr)
	slices.SortFunc(all, func(a, b html.Attribute) int { return cmp.Compare(a.Key, b.Key) })
	var out strings.Builder
	for _, attribute := range all {
		value := attribute.Val
		if attribute.Key == "class" {
			value = strings.Join(strings.Fields(value), " ")
		}
		out.WriteString(" " + attribute.Key + "=" + `"` + value + `"`)
	}
	return out.String()
}

// visible is a text as a browser shows it: runs of space are one space, and none
// at the edge of an element or beside a block.
func visible(node *html.Node) string {
	if node.Parent.DataAtom == atom.Textarea || node.Parent.DataAtom == atom.Pre {
		return node.Data
	}
	text := strings.Join(strings.Fields(node.Data), " ")
	first, last := strings.TrimLeft(node.Data, " \n\t") != node.Data, strings.TrimRight(node.Data, " \n\t") != node.Data
	if text == "" {
		if inline(node.PrevSibling) && inline(node.NextSibling) {
			return " "
		}
		return ""
	}
	if first && inline(node.PrevSibling) {
		text = " " + text
	}
	if last && inline(node.NextSibling) {
		text += " "
	}
	return text
}

func inline(node *html.Node) bool {
	if node == nil {
		return false
	}
	return node.Type == html.TextNode || phrasing[node.DataAtom]
}

func TestCompareNoticesDifferences(t *testing.T) {
	for name, pair := range map[string][2]string{
		"text":            {"<p>one</p>", "<p>two</p>"},
		"element":         {"<p>one</p>", "<div>one</div>"},
		"attributeValue":  {`<a href="#a">x</a>`, `<a href="#b">x</a>`},
		"attributeGone":   {`<input disabled>`, `<input>`},
		"className":       {`<p class="a b">x</p>`, `<p class="a">x</p>`},
		"missingChild":    {`<ul><li>x</li></ul>`, `<ul></ul>`},
		"furtherChild":    {`<ul></ul>`, `<ul><li>x</li></ul>`},
		"spaceInLine":     {`<p><span>a</span> b</p>`, `<p><span>a</span>b</p>`},
		"spaceInTextarea": {"<textarea>\na b</textarea>", "<textarea>\na  b</textarea>"},
		"order":           {`<p>a</p><p>b</p>`, `<p>b</p><p>a</p>`},
		"escaping":        {`<p>&lt;b&gt;</p>`, `<p><b></b></p>`},
	} {
		t.Run(name, func(t *testing.T) {
			if compare(t, pair[0], pair[1]) == "" {
				t.Errorf("%s and %s were taken for the same", pair[0], pair[1])
			}
		})
	}
}

func TestComparePassesOverWhatDoesNotShow(t *testing.T) {
	for name, pair := range map[string][2]string{
		"edges":          {"<p>\n  one\n</p>", "<p>one</p>"},
		"betweenBlocks":  {"<div> <p>a</p> <p>b</p> </div>", "<div><p>a</p><p>b</p></div>"},
		"attributeOrder": {`<a id="x" href="#a">x</a>`, `<a href="#a" id="x">x</a>`},
		"booleanForm":    {`<input disabled="">`, `<input disabled>`},
		"classSpace":     {`<p class="a  b ">x</p>`, `<p class="a b">x</p>`},
	} {
		t.Run(name, func(t *testing.T) {
			if difference := compare(t, pair[0], pair[1]); difference != "" {
				t.Error(difference)
			}
		})
	}
}

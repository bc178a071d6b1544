package sheet

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// List is a list as it stands on a page.
type List struct {
	Name    string // of the sheet
	Columns []Column
	Rows    [][]string // as many cells as there are columns
}

// Column is one column: its heading, and its name in JSON.
type Column struct{ Heading, Key string }

// Plain takes from a text what a spreadsheet would reckon as a formula when it opens a CSV
// file: an apostrophe stands before it then, and the text is shown as it is.
func Plain(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

// CSV writes a list as CSV in UTF-8, with the mark by which spreadsheets know it.
func (l List) CSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\xef\xbb\xbf"); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		row[i] = Plain(c.Heading)
	}
	_ = out.Write(row) // Error says it below
	for _, r := range l.Rows {
		for i := range row {
			row[i] = Plain(r[i])
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// JSONLines writes a list as one object a line.
func (l List) JSONLines(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range l.Rows {
		object := make(map[string]string, len(l.Columns))
		for i, c := range l.Columns {
			object[c.Key] = r[i]
		}
		if err := enc.Encode(object); err != nil {
			return fmt.Errorf("sheet: %w", err)
		}
	}
	return nil
}

// mostInCell is how many characters a spreadsheet takes in one cell.
const mostInCell = 32_767

const cut = " [cut here: a cell holds no more. The whole is in the CSV]"

// XLSX writes a list as one sheet of texts: no formula, nothing hidden, and nobody's name
// as its author.
func (l List) XLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // it was only in memory
	name := sheetName(l.Name)
	if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	if err := l.fill(f, name); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "Waymark", LastModifiedBy: "Waymark"}); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("sheet: %w", err)
	}
	return nil
}

func (l List) fill(f *excelize.File, name string) error {
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	head := make([]any, len(l.Columns))
	for i, c := range l.Columns {
		head[i] = excelize.Cell{StyleID: bold, Value: c.Heading}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := out.SetRow("A1", head); err != nil {
		return err
	}
	for n, r := range l.Rows {
		cells := make([]any, len(r))
		for i, text := range r {
			if utf8.RuneCountInString(text) > mostInCell {
				text = string([]rune(text)[:mostInCell-len(cut)]) + cut
			}
			cells[i] = text // a text is never a formula
		}
		if err := out.SetRow(fmt.Sprintf("A%d", n+2), cells); err != nil {
			return err
		}
	}
	return out.Flush()
}

// sheetName makes a name that a spreadsheet takes for a sheet.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return ' '
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 31 {
		s = string(r[:31])
	}
	if strings.TrimSpace(s) == "" {
		return "List"
	}
	return s
}

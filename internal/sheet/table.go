package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of a file, so that none takes the machine from those who are at work.
const (
	longestFile = 64 << 20  // bytes
	unpacked    = 512 << 20 // bytes of an XLSX file unpacked
	mostRows    = 200_000
	mostColumns = 500
)

// Table is one sheet as it was read.
type Table struct {
	Headings []string
	Rows     []Row
	Hidden   []string // what the file does not show whoever opens it, in words
}

// Row is one row of a table.
type Row struct {
	N     int      // as the spreadsheet numbers it, from 1
	Cells []string // as typed; dates as 2019-03-12 or 2019-03-12T14:30. Never longer than the headings
}

// Cell gives the trimmed text of a column (from 0), "" where the row is shorter.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(r.Cells[column])
}

func (r Row) empty() bool {
	return !slices.ContainsFunc(r.Cells, func(s string) bool { return strings.TrimSpace(s) != "" })
}

// Wrong is an error worded for whoever brings the file.
type Wrong string

func (w Wrong) Error() string { return string(w) }

func wrong(format string, args ...any) error { return Wrong(fmt.Sprintf(format, args...)) }

// Read reads a CSV or XLSX file, whichever it is by what is in it. sheet names one sheet of
// an XLSX file, "" the first; headings is the row in which the headings stand, from 1. Its
// errors are Wrong where the file is, and name no cell's text.
func Read(r io.Reader, sheet string, headings int) (Table, error) {
	data, err := io.ReadAll(io.LimitReader(r, longestFile+1))
	if err != nil {
		return Table{}, fmt.Errorf("sheet: %w", err)
	}
	var all []Row
	var hidden []string
	switch {
	case len(data) > longestFile:
		return Table{}, wrong("The file is larger than %d MB. Cut it into parts, with all rows about one person in one part", longestFile>>20)
	case len(bytes.TrimSpace(data)) == 0:
		return Table{}, wrong("The file is empty")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		all, hidden, err = readXLSX(data, sheet)
	case bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return Table{}, wrong("This is an older .xls file, or one with a password. Save it as .xlsx, without a password")
	case sheet != "":
		return Table{}, wrong("The mapping names a sheet, and a CSV file has none. Take the line away")
	default:
		all, err = readCSV(data)
	}
	if err != nil {
		return Table{}, err
	}
	return headed(all, hidden, headings)
}

// headed takes the headings from the rows.
func headed(all []Row, hidden []string, at int) (Table, error) {
	t := Table{Hidden: hidden}
	for _, r := range all {
		switch {
		case r.N < at || r.empty():
			continue
		case t.Headings == nil:
			if r.N != at {
				return Table{}, wrong("There are no headings in row %d", at)
			}
			for i := range r.Cells {
				t.Headings = append(t.Headings, r.Cell(i))
			}
			continue
		}
		if extra := len(t.Headings); len(r.Cells) > extra {
			if slices.ContainsFunc(r.Cells[extra:], func(s string) bool { return strings.TrimSpace(s) != "" }) {
				return Table{}, wrong("Row %d has more cells than there are headings. Give each column a heading", r.N)
			}
			r.Cells = r.Cells[:extra]
		}
		t.Rows = append(t.Rows, r)
	}
	for len(t.Headings) > 0 && t.Headings[len(t.Headings)-1] == "" {
		t.Headings = t.Headings[:len(t.Headings)-1]
	}
	seen := map[string]bool{}
	for i, h := range t.Headings {
		switch {
		case h == "":
			return Table{}, wrong("Column %d has no heading. Give each column one", i+1)
		case seen[h]:
			return Table{}, wrong("Two columns are headed %q. Give each a heading of its own", clipped(h))
		}
		seen[h] = true
	}
	if len(t.Headings) == 0 {
		return Table{}, wrong("There are no headings in row %d", at)
	}
	return t, nil
}

func readCSV(data []byte) ([]Row, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, wrong("Some letters of the file cannot be read. Save it as CSV in UTF-8, or as .xlsx")
	}
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma = delimiter(data)
	in.FieldsPerRecord = -1
	in.ReuseRecord = false
	var rows []Row
	for n := 1; ; n++ {
		cells, err := in.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return rows, nil
		case errors.As(err, &broken):
			return nil, wrong("Line %d cannot be read: there is a quotation mark that does not belong there, or one is missing", broken.Line)
		case err != nil:
			return nil, fmt.Errorf("sheet: %w", err)
		case len(rows) >= mostRows || len(cells) > mostColumns:
			return nil, tooMany()
		}
		rows = append(rows, Row{N: n, Cells: cells})
	}
}

func tooMany() error {
	return wrong("There are more than %d rows or %d columns. Cut the file into parts, with all rows about one person in one part", mostRows, mostColumns)
}

// delimiter is what parts the cells: of comma, semicolon and tab the one that stands most
// often in the first line.
func delimiter(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := bytes.Count(first, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func clipped(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

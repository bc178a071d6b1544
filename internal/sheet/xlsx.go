package sheet

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads one sheet. Numbers that are formatted as dates are read as dates, however
// the file would show them: 03/04 means one day here and another elsewhere.
func readXLSX(data []byte, sheet string) ([]Row, []string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true, UnzipSizeLimit: unpacked, UnzipXMLSizeLimit: longestFile})
	if err != nil {
		return nil, nil, wrong("The file cannot be read as a spreadsheet. Open it in your own program and save it again as .xlsx, without a password")
	}
	defer func() { _ = f.Close() }() // it was only read
	sheets := f.GetSheetList()
	if sheet == "" && len(sheets) > 0 {
		sheet = sheets[0]
	}
	if !slices.Contains(sheets, sheet) {
		return nil, nil, wrong("There is no sheet %q in the file. There are: %s", clipped(sheet), clipped(strings.Join(sheets, ", ")))
	}
	x := xlsx{file: f, sheet: sheet, dated: map[int]bool{}}
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		x.from1904 = *p.Date1904
	}
	rows, err := x.rows()
	if err != nil {
		return nil, nil, err
	}
	return rows, x.hidden(sheets, rows), nil
}

type xlsx struct {
	file     *excelize.File
	sheet    string
	from1904 bool
	dated    map[int]bool // whether a style shows a number as a date
}

func (x xlsx) rows() ([]Row, error) {
	in, err := x.file.Rows(x.sheet)
	if err != nil {
		return nil, wrong("The sheet %q cannot be read", clipped(x.sheet))
	}
	defer func() { _ = in.Close() }() // it was only read
	var rows []Row
	for n := 1; in.Next(); n++ {
		cells, err := in.Columns()
		if err != nil {
			return nil, wrong("Row %d cannot be read. Open the file in your own program and save it again", n)
		}
		if len(cells) > mostColumns || len(rows) >= mostRows {
			return nil, tooMany()
		}
		for i, text := range cells {
			if cells[i], err = x.text(i+1, n, text); err != nil {
				return nil, err
			}
		}
		if r := (Row{N: n, Cells: cells}); !r.empty() {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// text gives a cell's text; of a date its day.
func (x xlsx) text(column, row int, raw string) (string, error) {
	number, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw, nil // no number, so no date either
	}
	cell, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "", fmt.Errorf("sheet: %w", err)
	}
	if kind, err := x.file.GetCellType(x.sheet, cell); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeBool {
		return raw, err
	}
	style, err := x.file.GetCellStyle(x.sheet, cell)
	if err != nil {
		return "", fmt.Errorf("sheet: %w", err)
	}
	if !x.date(style) || number < 1 {
		return raw, nil
	}
	at, err := excelize.ExcelDateToTime(number, x.from1904)
	switch at = at.Round(time.Minute); {
	case err != nil:
		return raw, nil
	case number == float64(int64(number)):
		return at.Format(time.DateOnly), nil
	}
	return at.Format("2006-01-02T15:04"), nil
}

// date says whether a style shows a number as a date.
func (x xlsx) date(style int) bool {
	known, ok := x.dated[style]
	if ok {
		return known
	}
	s, err := x.file.GetStyle(style)
	is := err == nil && (dateFormat(s.NumFmt) || s.CustomNumFmt != nil && datePattern(*s.CustomNumFmt))
	x.dated[style] = is
	return is
}

// dateFormat says which of the formats that every spreadsheet knows by number are dates
// (ECMA-376 part 1, 18.8.30, and those that East Asian programs write).
func dateFormat(n int) bool {
	return n >= 14 && n <= 17 || n == 22 || n >= 27 && n <= 31 || n >= 34 && n <= 36 || n >= 50 && n <= 58
}

// datePattern says whether a format of the file's own shows a day or a year. What stands
// between quotation marks or brackets is text, a colour or a language.
func datePattern(p string) bool {
	var quoted, bracketed bool
	for i, c := range strings.ToLower(p) {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[':
			bracketed = true
		case c == ']':
			bracketed = false
		case bracketed || i > 0 && p[i-1] == '\\':
		case c == 'd' || c == 'y':
			return true
		}
	}
	return false
}

// hidden says what of the file is not seen by whoever opens it: it is read all the same.
func (x xlsx) hidden(sheets []string, rows []Row) []string {
	var out []string
	for _, s := range sheets {
		if seen, err := x.file.GetSheetVisible(s); err == nil && !seen {
			out = append(out, fmt.Sprintf("the sheet %q", clipped(s)))
		}
	}
	widest := 0
	for _, r := range rows {
		widest = max(widest, len(r.Cells))
		if seen, err := x.file.GetRowVisible(x.sheet, r.N); err == nil && !seen {
			out = append(out, fmt.Sprintf("row %d", r.N))
		}
	}
	for c := 1; c <= widest; c++ {
		name, err := excelize.ColumnNumberToName(c)
		if err != nil {
			continue
		}
		if seen, err := x.file.GetColVisible(x.sheet, name); err == nil && !seen {
			out = append(out, "column "+name)
		}
	}
	return out
}

package sheet_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"waymark/internal/sheet"
)

func TestCSVIsReadHoweverItsCellsAreParted(t *testing.T) {
	for name, file := range map[string]string{
		"commas":      "Ref,Note\n7,\"Slept badly, and woke.\nAgain.\"\n,\n8,ጽሑፍ\n",
		"semicolons":  "Ref;Note\n7;\"Slept badly, and woke.\nAgain.\"\n;\n8;ጽሑፍ\n",
		"tabs":        "Ref\tNote\n7\t\"Slept badly, and woke.\nAgain.\"\n\t\n8\tጽሑፍ\n",
		"Windows":     "\xef\xbb\xbfRef,Note\r\n7,\"Slept badly, and woke.\nAgain.\"\r\n,\r\n8,ጽሑፍ\r\n",
		"long rows":   "Ref,Note,\n7,\"Slept badly, and woke.\nAgain.\",\n,,\n8,ጽሑፍ,,\n",
		"short rows":  "Ref,Note\n7,\"Slept badly, and woke.\nAgain.\"\n\"\"\n8,ጽሑፍ\n",
		"above it":    "The team's register,\nRef,Note\n7,\"Slept badly, and woke.\nAgain.\"\n8,ጽሑፍ\n",
		"blank above": ",\n Ref ,Note\n7,\"Slept badly, and woke.\nAgain.\"\n8,ጽሑፍ\n",
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			at := 1
			if strings.Contains(name, "above") {
				at = 2
			}
			got, err := sheet.Read(strings.NewReader(file), "", at)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"Ref", "Note"}, got.Headings); diff != "" {
				t.Error(diff)
			}
			var cells [][2]string
			for _, r := range got.Rows {
				cells = append(cells, [2]string{r.Cell(0), r.Cell(1)})
			}
			if diff := cmp.Diff([][2]string{{"7", "Slept badly, and woke.\nAgain."}, {"8", "ጽሑፍ"}}, cells); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFileThatIsNoTableIsRefusedInWords(t *testing.T) {
	for name, c := range map[string]struct {
		file, sheet string
		at          int
		says        string
	}{
		"empty":            {"  \n", "", 1, "empty"},
		"old":              {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "", 1, "older .xls"},
		"no letters":       {"Ref,Note\n7,caf\xe9\n", "", 1, "UTF-8"},
		"NUL":              {"Ref,Note\n7,\x00\n", "", 1, "UTF-8"},
		"broken archive":   {"PK\x03\x04 and no more", "", 1, "cannot be read as a spreadsheet"},
		"open quotation":   {"Ref,Note\n7,\"Slept badly\n", "", 1, "quotation mark"},
		"twice":            {"Ref,Ref\n7,8\n", "", 1, "headed \"Ref\""},
		"no heading":       {"Ref,,Note\n7,8,9\n", "", 1, "Column 2"},
		"headings missing": {"Ref,Note\n", "", 3, "row 3"},
		"more cells":       {"Ref,Note\n7,8,9\n", "", 1, "Row 2"},
		"a sheet of CSV":   {"Ref,Note\n7,8\n", "Clients", 1, "has none"},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			_, err := sheet.Read(strings.NewReader(c.file), c.sheet, c.at)
			var wrong sheet.Wrong
			if !errors.As(err, &wrong) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v, want something of %q", err, c.says)
			}
		})
	}
}

// workbook is a file as a service keeps it: dates shown in three ways, a number that is no
// date, a hidden column, row and sheet.
func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("Hidden"); err != nil {
		t.Fatal(err)
	}
	must(f.SetSheetVisible("Hidden", false))
	day := time.Date(2020, 3, 4, 0, 0, 0, 0, time.UTC)
	for i, h := range []string{"Ref", "Built in", "Own", "Timed", "Minutes", "Typed", "Phone"} {
		cell, _ := excelize.CoordinatesToCellName(i+1, 1)
		must(f.SetCellValue("Sheet1", cell, h))
	}
	must(f.SetCellValue("Sheet1", "A2", "17"))
	for cell, pattern := range map[string]string{"C2": `[$-809]dddd "the" d mmmm`, "D2": "dd/mm/yy hh:mm", "E2": `0 "days"`} {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &pattern})
		must(err)
		must(f.SetCellStyle("Sheet1", cell, cell, style))
	}
	builtIn, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	must(err)
	serial := float64(day.Unix())/86400 + 25569
	for cell, v := range map[string]any{"B2": serial, "C2": serial, "D2": serial + 0.6041666667, "E2": 450, "F2": "summer 2019"} {
		must(f.SetCellValue("Sheet1", cell, v))
	}
	must(f.SetCellStyle("Sheet1", "B2", "B2", builtIn))
	must(f.SetCellStr("Sheet1", "G2", "07700900123"))
	must(f.SetCellStr("Sheet1", "A3", "18"))
	must(f.SetRowVisible("Sheet1", 3, false))
	must(f.SetColVisible("Sheet1", "G", false))
	var b bytes.Buffer
	must(f.Write(&b))
	return b.Bytes()
}

func TestDatesOfAWorkbookAreDaysAndWhatItHidesIsSaid(t *testing.T) {
	got, err := sheet.Read(bytes.NewReader(workbook(t)), "", 1)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"17", "2020-03-04", "2020-03-04", "2020-03-04T14:30", "450", "summer 2019", "07700900123"}, got.Rows[0].Cells); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`the sheet "Hidden"`, "row 3", "column G"}, got.Hidden); diff != "" {
		t.Error(diff)
	}
	if _, err := sheet.Read(bytes.NewReader(workbook(t)), "Clients", 1); err == nil || !strings.Contains(err.Error(), "Sheet1") {
		t.Errorf("of a sheet that is not there it says %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Ref,Note\n7,\"a\nb\"\n"))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := sheet.Read(bytes.NewReader(data), "", 1)
		if err != nil {
			return
		}
		for _, r := range got.Rows {
			if len(r.Cells) > len(got.Headings) || !slices.ContainsFunc(r.Cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
				t.Errorf("row %d has %d cells under %d headings, or none", r.N, len(r.Cells), len(got.Headings))
			}
		}
	})
}

package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"waymark/internal/sheet"
)

var list = sheet.List{
	Name:    "People: [all]",
	Columns: []sheet.Column{{Heading: "Who", Key: "who"}, {Heading: "Next date", Key: "next"}},
	Rows:    [][]string{{"Bao", "2020-03-04"}, {"=HYPERLINK(\"http://example.com\")", "+44 7700 900123"}, {"ኣበባ, \"Abeba\"\nof two", "@x"}},
}

func TestCSVHoldsNoFormula(t *testing.T) {
	var b bytes.Buffer
	if err := list.CSV(&b); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\xef\xbb\xbf")
	if !marked || !strings.Contains(text, "\r\n") {
		t.Error("spreadsheets would not know the letters or the lines")
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Who", "Next date"}, {"Bao", "2020-03-04"}, {"'=HYPERLINK(\"http://example.com\")", "'+44 7700 900123"}, {"ኣበባ, \"Abeba\"\nof two", "'@x"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, row := range got {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("%q would be reckoned", cell)
			}
		}
	}
}

func TestJSONLinesAreObjectsByKey(t *testing.T) {
	var b bytes.Buffer
	if err := list.JSONLines(&b); err != nil {
		t.Fatal(err)
	}
	in := json.NewDecoder(&b)
	for i, row := range list.Rows {
		var got map[string]string
		if err := in.Decode(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"who": row[0], "next": row[1]}, got); diff != "" {
			t.Errorf("line %d: %s", i+1, diff)
		}
	}
}

// hides says what a workbook holds besides what one sees: it looks into every part.
func hides(t *testing.T, file []byte) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, sign := range []string{"<f>", "<f ", `hidden="`, `state="hidden"`, `state="veryHidden"`, "xuri", "<comment", "definedName", "externalLink", "Target=\"http", "/tmp", "TargetMode=\"External\""} {
			if bytes.Contains(data, []byte(sign)) {
				out = append(out, part.Name+" has "+sign)
			}
		}
	}
	return out
}

func TestAWorkbookIsWhatOneSees(t *testing.T) {
	var b bytes.Buffer
	if err := list.XLSX(&b); err != nil {
		t.Fatal(err)
	}
	if found := hides(t, b.Bytes()); found != nil {
		t.Error(found)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.GetSheetList(); len(got) != 1 || got[0] != "People   all " {
		t.Errorf("the sheets are %q", got)
	}
	got, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(append([][]string{{"Who", "Next date"}}, list.Rows...), got); diff != "" {
		t.Error(diff)
	}
	who, err := f.GetDocProps()
	if err != nil || who.Creator != "Waymark" || who.LastModifiedBy != "Waymark" || who.Title != "" || who.Description != "" {
		t.Errorf("the file says it was made by %+v, %v", who, err)
	}
}

// The control: each thing that a workbook may hide is found.
func TestWhatAWorkbookHidesIsFound(t *testing.T) {
	f := excelize.NewFile()
	_ = f.SetCellFormula("Sheet1", "A1", "=1+1")
	_, _ = f.NewSheet("Other")
	_ = f.SetSheetVisible("Other", false)
	_ = f.SetColVisible("Sheet1", "B", false)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	found := strings.Join(hides(t, b.Bytes()), "\n")
	for _, sign := range []string{"<f>", `state="hidden"`, `hidden="`, "xuri"} {
		if !strings.Contains(found, sign) {
			t.Errorf("%s was not found in\n%s", sign, found)
		}
	}
}

func TestALongTextSaysThatItWasCut(t *testing.T) {
	long := sheet.List{Columns: []sheet.Column{{Heading: "Note", Key: "note"}}, Rows: [][]string{{strings.Repeat("ኣ", 40_000)}}}
	var b bytes.Buffer
	if err := long.XLSX(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	got, err := f.GetCellValue("List", "A2")
	if err != nil || !strings.HasSuffix(got, "The whole is in the CSV]") || len([]rune(got)) != 32_767 {
		t.Errorf("%d letters that end in %q, %v", len([]rune(got)), got[max(0, len(got)-30):], err)
	}
}

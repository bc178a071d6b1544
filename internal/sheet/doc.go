// Package sheet carries old registers in from spreadsheets, and lists out as spreadsheets.
//
// In: whoever knows the old register writes a mapping, a file that says which column is
// which answer of which kind of entry. Nothing is guessed and nothing is left behind
// unsaid: a column that the mapping does not name, a word that it does not know and a date
// that cannot be read are said, and all rows about that person wait in a queue until the
// mapping or the row is put right. What fits becomes the lines that an import reads, each
// marked with the register and the row that it was carried over from.
//
// Out: a list as CSV, XLSX or JSON Lines with nothing in it but the list: no formula, no
// hidden row or sheet, no author. Hidden columns and sheets in files that were sent out
// have given away people before (the Police Service of Northern Ireland, 2023).
package sheet

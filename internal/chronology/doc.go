// Package chronology is the one idea of Waymark: a person's case is a
// chronology, as social workers, conferences and reviews have always kept it:
// dated entries, each by somebody, never rubbed out. Houses, workers and
// organisations are chronologies too.
//
// The package knows nothing of any journey, database or page. It keeps these rules:
//
//   - An entry says what happened, when it happened, when it was recorded, who
//     wrote it and for which organisation. Its body is flat: each field is one
//     answer and bears one label.
//   - Fields lie in parts, one part for each set of labels, so that a reader opens
//     only what they may. A field whose part stays shut reads withheld.
//   - A correction is an entry of the same kind that names the entry, the fields
//     that were wrong, and why. Nothing is deleted: the line shows both.
//   - Reading takes two moments: what had happened up to a day, and what was known
//     at an instant. Reading never refuses and never panics; what does not add up
//     is said on the line.
package chronology

// Package rulebook keeps the law in data: what must happen in a person's case, by when, who must do it, and where that
// is written.
//
// A rule is one dated line of law, guidance, contract or good practice. It is a limit (somebody must, by), a minimum
// (must not end before), a window (may, until) or a review (again, every). It says which kind of entry starts its clock
// and which ends it, by the entry's kind and the marks it publishes. There is no expression language. A change of law
// is a new dated rule on the same line; a rule that has been published is never edited.
//
// The rules this package keeps:
//
//   - The day of the event is day 0. A limit and a review count from the earliest day that the start can mean, a
//     minimum and a window from the latest; the deadline then says "about".
//   - A rule is chosen by the day its start happened. A clock that runs stays under its rule (transition: started) or
//     moves to the new one (transition: running).
//   - Whether something was in time is judged by when it happened. When it was written down is said, and judged by
//     nobody. Where a date is a range, the range gets the benefit: late and early are said only when they are sure.
//   - An entry that was taken back starts nothing and ends nothing; what it had started is void, with the reason.
//   - Only entries of one episode end one another's clocks, unless the condition says any_episode.
//   - Where sources disagree, each reading is in the book and the choice between them is the deployment's.
//   - Every rule names its sources, says whether somebody verified it there, and carries worked examples that Check
//     works through again.
//
// Everything here is a pure function of what it is given. Nothing reads a clock: a deadline is late only compared with
// a moment that the caller names.
package rulebook

// Package operation is what whoever runs Waymark sees of it while it runs: a line in the
// log for each request, counts, and whether it is ready to serve. None of it names
// anybody: a route stands for an address, and a number for whom it was about.
//
// It is served on a listener of the operator's own, never with the pages.
package operation

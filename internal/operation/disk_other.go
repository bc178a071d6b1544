//go:build !(linux || darwin || freebsd)

package operation

// freeOn is not known here.
func freeOn(string) (uint64, bool) { return 0, false }

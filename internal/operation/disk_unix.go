//go:build linux || darwin || freebsd

package operation

import "syscall"

// freeOn is how many bytes are free, for whoever runs Waymark, on the disk that a folder
// lies on.
func freeOn(dir string) (uint64, bool) {
	var s syscall.Statfs_t
	if dir == "" || syscall.Statfs(dir, &s) != nil {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}

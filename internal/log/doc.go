// Package log proves that no entry was altered, taken out or put in. Each entry has a
// leaf, which is written with it and has no place yet. A sequencer gives leaves their
// places, one after another, extends a Merkle tree over them (hashed as RFC 6962 says, by
// golang.org/x/mod/sumdb/tlog) and signs a head: how many leaves there are, and one hash
// that stands for all of them. Heads are kept beside the data and, better, in a file
// elsewhere: whoever can write to the database and puts an older copy back cannot also
// take back a head that lies where they do not reach.
//
// No act waits for the tree. What was recorded within about a second before somebody
// takes it out again, before the sequencer came by, is not proved by it.
package log

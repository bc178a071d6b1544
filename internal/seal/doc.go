// Package seal closes and opens what is stored. Each chronology has one data key;
// every part of every entry is sealed by itself and bound to its place, so that a
// part moved to another entry, another person or another label does not open.
//
// The order of keys: a root key (a file that only the service may read, or a secret
// that its operator hands in) opens the installation key once at start; the
// installation key opens the data keys, which lie in a keyring apart from the data.
// Destroying one data key makes one person's record unreadable for ever, backups of
// the data included, while digests stay and the log still proves what was there.
//
// The ciphers are Tink's (AES-256-GCM); nothing here invents one.
package seal

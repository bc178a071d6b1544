// Package backup copies everything that an installation holds into one file, while people
// work, and puts it back.
//
// Data and keys are two backups and never lie together: whoever finds one of them reads
// nobody's record. A backup of the data is what the database held at one moment, table by
// table in a form of our own, so that what was kept in a file is put back to a server and
// the other way round. It says how many rows each table had and a hash over them, and bears
// the head of the log. The file is sealed by age (filippo.io/age) for whom the operator
// names; Waymark itself cannot open it again.
//
// A backup is put back to an empty place only. What is read back there is compared with
// what the backup says, the log is grown anew and held to its head, and who was erased is
// erased again, before anything there opens. What is cut short does not open, and is begun
// again.
package backup

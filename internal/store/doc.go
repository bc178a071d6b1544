// Package store is the only room that speaks SQL: one text for two engines, with
// the database inside the binary (SQLite) as the default. It keeps sealed bytes and
// rows; it opens nothing and decides nothing.
//
//	chronology  one row each, with the version that acts hold it by; its sort may be erased
//	act         one row for what a person did once; its id is the form's and the draft's
//	entry, part what was written, sealed; leaf is the hash by which the log proves it
//	tree, head  how far the log's tree has grown, and every head that was signed
//	access      who may read which labels, from when until when
//	link        which worker walks beside the person
//	deadline    when what the rulebook asks is due
//	edition     under which rules rows were reckoned, line by line
//	summary     one row for a list, for each reading organisation and interval of access
//	look        who read what and when; append-only
//	again       who asked whether somebody met is known elsewhere, and whether that was carried
//	account, session, device, throttle, draft, alarm   housekeeping
//
// What stands in clear at rest is a golden list (testdata/clear_columns.golden); a new
// clear column fails the test. Versions and numbers never leave this room.
package store

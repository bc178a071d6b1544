// Package desk is the one place where what is read is opened and what is done is
// written. Do and Read are the straight line of the house:
//
//	Do    load → fold → authorise → act (pure) → hold → append → project → commit
//	Read  access → fold of what this reader may open → look kept → answer
//
// If a look can't be kept, nothing is shown. If a check errs, the answer is no and an
// alarm stands until somebody answers it.
//
// What is sealed cannot be altered unseen. The rows of who may read lie in the clear: a
// case is opened, and written to, only where they are what its entries give, and where
// no entry is missing. A list trusts the rows: it opens nothing but the summary written
// for the reader's organisation, whose bytes are bound to it and to its interval.
package desk

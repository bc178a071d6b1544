// Package desk is the one place where what is read is opened and what is done is
// written. Do and Read are the straight line of the house:
//
//	Do    load → fold → authorise → act (pure) → hold → append → project → commit
//	Read  access → fold of what this reader may open → look kept → answer
//
// If a look can't be kept, nothing is shown. If a check errs, the answer is no and an
// alarm stands until somebody answers it.
package desk

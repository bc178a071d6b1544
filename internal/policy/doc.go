// Package policy asks the policy files whether somebody may open or do something.
//
// Two questions stand apart. What an organisation may read of a case is access, and
// the case's own entries give it: consent, contract, appointment, a duty in law.
// How much of that one worker may use is policy: it goes by person, role, link to
// the case and purpose, it stands in policy/*.cedar where a lawyer can read it, and
// it can only narrow. Nothing outside the access is ever asked about.
//
// The rules this room keeps:
//
//   - Every policy has an @id that stays the same when files are rearranged, and an
//     @because in plain words. The @source is there where law or guidance says so.
//   - What no policy permits is refused; one forbid beats every permit.
//   - A policy that errs is a refusal and an alarm. The engine underneath leaves out
//     a policy that errs, which would open the door that a forbid should have held
//     shut; so here no answer is taken from a set of which one member erred.
//   - A word that Waymark does not know (an action, a label, a role, a basis, an
//     attribute) is an error when the program starts, not a policy that never bites.
//   - Purposes are a closed list. Immigration enforcement is not on it.
//
// Law: UK GDPR article 5(1)(b), (c) and (f). The firewall follows A Path to Freedom
// and Justice (February 2022), recommendations 12(c) and 12(d). Who must never see
// what is a table of its own, in never.go, proved against the loaded files by
// [Engine.Breaches].
//
// This is the only room that imports the policy engine (cedar-go). Its schema
// checker is experimental upstream; schema.go alone touches it.
package policy

// Package policyfiles carries the policies that stand in this folder: who may
// open what, and who may do what, in files a lawyer can read and a deployment may
// lay its own over. The room internal/policy reads and asks them.
package policyfiles

import "embed"

// Files holds every policy file of this folder.
//
//go:embed *.cedar
var Files embed.FS

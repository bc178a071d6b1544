package ident

// Ids made without chance are no ids: nothing is found here.
func fresh() { panic("the machine has no randomness") }

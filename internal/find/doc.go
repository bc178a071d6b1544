// Package find finds people by their names as people type them: misspelt, with letters
// swapped or left out, words in another order, in another script, in another form of
// the same name (Mohammed, Muhammad, محمد, Мухаммад).
//
// A name is cut into words. Each word is written in Latin letters (its sound, not how it
// looks) and once more without its vowels, since some scripts do not write them. Words
// that share pairs of letters or consonants are compared letter by letter. Nothing here
// knows which language a name is of, or which part of it is a family name.
//
// An index lives in memory alone and is never written down: even keyed, the letter pairs
// of names at rest could be read like a cipher with a letter for a letter.
package find

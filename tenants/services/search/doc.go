// Package search finds entries of a directory by what people write in their own
// words, in bokmål or nynorsk: "hvem kan hjelpe med søvn?".
//
// New makes an Index of entries in memory; Find ranks them. A word of the
// question is related to a word of an entry when the two are the same but for
// their ending, mean the same (words/synonyms.txt, in both written languages),
// when one is a part of the other as Norwegian puts words together
// (words/parts.txt), when the one begins the other, or when, and only if
// nothing else fits, they differ by one slip of the finger. A word counts more
// the rarer it is and the more telling its place: a title more than a text.
//
// The package knows of no database, no family and no log: nothing anybody
// searched for is kept.
package search

package spec

import (
	"math/bits"
	"unicode/utf8"
)

// plainText is how many bytes of a JSON text there are, from an index on, before one that ends a string or that has to be looked at:
// a quote, a backslash or a control character. Eight bytes are looked at a time. Beyond has none of the bits of highest if all of them
// are ASCII.
func plainText(text string, from int) (n int, beyond uint64) {
	at := from
	for ; at+8 <= len(text); at += 8 {
		word := wordAt(text, at)
		beyond |= word
		if found := marked(word); found != 0 {
			return at + bits.TrailingZeros64(found)/8 - from, beyond
		}
	}
	for ; at < len(text); at++ {
		c := text[at]
		if c < ' ' || c == '"' || c == '\\' {
			break
		}
		beyond |= uint64(c)
	}
	return at - from, beyond
}

// isPlain reports whether a text of ASCII has nothing of that kind.
func isPlain(text string) bool {
	if len(text) < 8 {
		for i := range len(text) {
			if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
				return false
			}
		}
		return true
	}
	found := uint64(0)
	for at := 0; at+8 < len(text); at += 8 {
		word := wordAt(text, at)
		found |= marked(word) | word
	}
	word := wordAt(text, len(text)-8)
	return (found|marked(word)|word)&highest == 0
}

// wordAt are eight bytes.
func wordAt(text string, at int) uint64 {
	b := text[at : at+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// highest is the highest bit of each byte.
const highest = 0x8080808080808080

// marked sets the highest bit of the first byte that is not plain, and perhaps of some that follow it. A byte without its highest bit
// is below n if n taken from it leaves that bit set.
func marked(word uint64) uint64 {
	const each = 0x0101010101010101
	quote, backslash := word^each*'"', word^each*'\\'
	return ((word-each*' ')&^word | (quote-each)&^quote | (backslash-each)&^backslash) & highest
}

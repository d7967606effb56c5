package spec

import (
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonReader takes a JSON text apart from front to back, without a token between text and value. It is for texts that are surely
// right: of anything that jsontext might refuse it says no and leaves the refusal, with its words, to jsontext. Whether the text is
// UTF-8 is asked at the end.
type jsonReader struct {
	text   string
	at     int
	beyond uint64 // has none of the bits of highest if what was read is ASCII
}

// isUTF8 reports whether the text is, all of which has been read.
func (r *jsonReader) isUTF8() bool { return r.beyond&highest == 0 || utf8.ValidString(r.text) }

// peek skips white space and returns the byte that is next; 0 at the end.
func (r *jsonReader) peek() byte {
	for ; r.at < len(r.text); r.at++ {
		if c := r.text[r.at]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}

// take skips white space and one byte, if it is the one wanted.
func (r *jsonReader) take(want byte) bool {
	if r.peek() != want {
		return false
	}
	r.at++
	return true
}

// word takes null, true or false.
func (r *jsonReader) word(want string) bool {
	if !strings.HasPrefix(r.text[r.at:], want) {
		return false
	}
	r.at += len(want)
	return true
}

// string takes a string, at whose first quote the reader stands. Without an escape it is a part of the text.
func (r *jsonReader) string() (s string, ok bool) {
	start := r.at + 1
	plain, beyond := plainText(r.text, start)
	end := start + plain
	r.beyond |= beyond
	if end == len(r.text) {
		return "", false
	}
	switch r.text[end] {
	case '"':
		r.at = end + 1
		return r.text[start:end], true
	case '\\':
		return r.escaped(start, end)
	}
	return "", false
}

// escaped takes a string with an escape, which is at i. One that means the character NUL is not sure: requests may not have it.
func (r *jsonReader) escaped(start, i int) (string, bool) {
	for ; i < len(r.text) && r.text[i] != '"'; i++ {
		if r.text[i] == '\\' {
			i++ // whatever it escapes, a quote too
		}
	}
	if i >= len(r.text) {
		return "", false
	}
	r.at = i + 1
	r.beyond |= highest
	unquoted, err := jsontext.AppendUnquote(nil, r.text[start-1:r.at])
	s := string(unquoted)
	return s, err == nil && strings.IndexByte(s, 0) < 0
}

// number takes a number as RFC 8259 writes it.
func (r *jsonReader) number() (text string, ok bool) {
	start := r.at
	if r.text[r.at] == '-' {
		r.at++
	}
	switch first := r.at; {
	case r.digits() == 0, r.text[first] == '0' && r.at > first+1:
		return "", false
	}
	if r.at < len(r.text) && r.text[r.at] == '.' {
		r.at++
		if r.digits() == 0 {
			return "", false
		}
	}
	if r.at < len(r.text) && r.text[r.at]|0x20 == 'e' {
		r.at++
		if r.at < len(r.text) && (r.text[r.at] == '+' || r.text[r.at] == '-') {
			r.at++
		}
		if r.digits() == 0 {
			return "", false
		}
	}
	return r.text[start:r.at], true
}

// digits takes as many as there are.
func (r *jsonReader) digits() int {
	start := r.at
	for r.at < len(r.text) && r.text[r.at]-'0' <= 9 {
		r.at++
	}
	return r.at - start
}

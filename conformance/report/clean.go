package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible spells out whatever could act on a reader's terminal or break a file: control characters but line feed and tab,
// bytes that are no UTF-8, characters that turn the direction of the text, and those that XML forbids.
func visible(s string) string {
	if !strings.ContainsFunc(s, harmful) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case harmful(r) && r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		case harmful(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

func harmful(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\ufffe', r == '\uffff':
		return true
	default:
		return unicode.Is(unicode.Bidi_Control, r)
	}
}

// oneLine is the text without line breaks and without more than one blank in a row.
func oneLine(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// shorten cuts a text to so many bytes, never inside a character, and says how much is missing.
func shorten(s string, most int) string {
	if len(s) <= most {
		return s
	}
	cut := max(most, 0)
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… (%d more bytes)", s[:cut], len(s)-cut)
}

// brief cuts a text of one line to so many characters.
func brief(s string, most int) string {
	line := []rune(oneLine(s))
	if len(line) <= most {
		return string(line)
	}
	return string(line[:max(most-1, 0)]) + "…"
}

// body shortens before it cleans, so that a long one costs little.
func body(s string, most int) string { return visible(shorten(s, most)) }

package spec

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Stray says which character of an id, a secret or a key is there by accident: white space or an invisible character at an end,
// as a file brings it, or a control character anywhere, as in "ends in a line feed (U+000A)". It repeats nothing else of the
// text. It is empty if there is none.
func Stray(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	switch inside := strings.IndexFunc(text, unicode.IsControl); {
	case text == "":
		return ""
	case invisible(last):
		return "ends in " + characterName(last)
	case invisible(first):
		return "begins with " + characterName(first)
	case inside >= 0:
		found, _ := utf8.DecodeRuneInString(text[inside:])
		return "holds " + characterName(found)
	default:
		return ""
	}
}

func invisible(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) }

func characterName(r rune) string {
	name := "an invisible character"
	switch {
	case r == '\n':
		name = "a line feed"
	case r == '\r':
		name = "a carriage return"
	case r == '\t':
		name = "a tab"
	case r == ' ':
		name = "a space"
	case r == '\ufeff':
		name = "a byte order mark"
	case unicode.IsSpace(r):
		name = "white space"
	case unicode.IsControl(r):
		name = "a control character"
	}
	return fmt.Sprintf("%s (U+%04X)", name, r)
}

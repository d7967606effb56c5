package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/conformance/internal/harmless"
)

// Harmless spells a text that may come from a target so that it can be printed: it acts on no terminal, and none of its lines
// is a command to a CI system. Line feeds and tabs stay.
func Harmless(text string) string { return harmless.Text(text) }

// OneLine is Harmless on one line.
func OneLine(text string) string { return oneLine(text) }

// oneLine is the text without line breaks and without more than one blank in a row.
func oneLine(s string) string { return strings.Join(strings.Fields(harmless.Text(s)), " ") }

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
func body(s string, most int) string { return harmless.Text(shorten(s, most)) }

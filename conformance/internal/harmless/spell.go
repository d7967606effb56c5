package harmless

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Text spells a text for people: an escape is \x1b, a zero-width space \u200b, and ::error:: at the start of a line
// :\x3aerror::. Line feeds and tabs stay. The result is valid UTF-8, and spelling it again changes nothing.
func Text(s string) string { return spelt(s, inText) }

// JSON spells a JSON text, which stays the same for whoever decodes it.
func JSON(s string) string { return spelt(s, inJSON) }

// Shell spells a command line whose foreign texts are in single quotes, which a shell (bash, zsh, ksh) still runs alike.
func Shell(s string) string { return spelt(s, inShell) }

// spelling writes a character, or a byte that is no part of one, in a way that has no effect. Of a command it gets the
// character in the middle of the mark.
type spelling func(r rune, command bool) string

func inText(r rune, _ bool) string {
	if r < utf8.RuneSelf || r >= strayByte {
		return fmt.Sprintf(`\x%02x`, r&0xff)
	}
	return inJSON(r, false)
}

func inJSON(r rune, _ bool) string {
	if r >= strayByte {
		return `\ufffd`
	}
	var b strings.Builder
	for _, unit := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

func inShell(r rune, command bool) string {
	switch {
	case command:
		return "''" + string(r)
	case r < utf8.RuneSelf || r >= strayByte:
		return fmt.Sprintf(`'$'\x%02x''`, r&0xff)
	default:
		return fmt.Sprintf(`'$'\U%08x''`, r)
	}
}

// strayByte and what follows it are bytes that are no part of a character.
const strayByte = unicode.MaxRune + 1

func spelt(s string, spell spelling) string {
	var b strings.Builder
	b.Grow(len(s))
	begins := true // nothing but blanks so far in this line
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b.WriteString(spell(strayByte+rune(s[i]), false))
		case Acts(r):
			b.WriteString(spell(r, false))
		case marks(s, i) || begins && opens(s[i:]):
			// Every mark is ASCII. Its first sign stays, so that it is found again where it was.
			b.WriteString(s[i:i+1] + spell(rune(s[i+1]), true))
			size = 2
		default:
			b.WriteRune(r)
		}
		begins = r == '\n' || begins && unicode.IsSpace(r)
		i += size
	}
	return b.String()
}

// Acts reports whether a character acts on a terminal or cannot be seen: controls but line feed and tab, characters that turn
// the direction of a text, those without a width, line separators, and the two that XML forbids. The comparisons of .NET, in
// which some CI systems are written, pass over what has no width, so it could hide a command.
func Acts(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < utf8.RuneSelf:
		return r < ' ' || r == 0x7f
	default:
		return r == '\ufffe' || r == '\uffff' ||
			unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector,
				unicode.Other_Default_Ignorable_Code_Point)
	}
}

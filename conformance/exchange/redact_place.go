package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isOwn reports whether a secret is made of nothing but words of the runner's own, of short numbers, and of words that are too
// short to be told from others.
func isOwn(secret string, words []string) bool {
	return slices.Contains(words, secret) || !slices.ContainsFunc(inWords(secret), func(w string) bool { return !isOwnWord(w, words) })
}

func isOwnWord(word string, words []string) bool {
	number := strings.Trim(word, "0123456789") == ""
	return len(word) <= 3 || number && len(word) <= 6 || slices.Contains(words, word)
}

// isPiece reports whether the runner's own words, one behind the other, can hold a text: its first word ends one of them, its
// last begins one, and those between are some.
func isPiece(text string, words []string) bool {
	parts := inWords(text)
	some := func(holds func(word, part string) bool, part string) bool {
		return len(part) <= 3 || slices.ContainsFunc(words, func(w string) bool { return holds(w, part) })
	}
	if len(parts) < 2 {
		return some(strings.Contains, text)
	}
	last := len(parts) - 1
	return some(strings.HasSuffix, parts[0]) && some(strings.HasPrefix, parts[last]) &&
		!slices.ContainsFunc(parts[1:last], func(w string) bool { return !isOwnWord(w, words) })
}

func inWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !inWord(r) })
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// escape finds an escaped sign at the end of a text, whose last letters are no word.
var escape = regexp.MustCompile(`(?:%[0-9A-Fa-f]{2}|\\[bfnrt]|\\u[0-9A-Fa-f]{4})$`)

// isWord reports whether a part is a word of its own, delimited by signs that no word holds. Words that a dash or a full stop
// joins are one.
func isWord(text string, p part) bool {
	first, _ := utf8.DecodeRuneInString(text[p.from:])
	last, _ := utf8.DecodeLastRuneInString(text[:p.to])
	before, behind := text[:p.from], text[p.to:]
	return (!inWord(first) || !endsInWord(before) || escape.MatchString(before[max(0, len(before)-6):])) &&
		(!inWord(last) || !beginsWithWord(behind))
}

func endsInWord(text string) bool {
	r, n := utf8.DecodeLastRuneInString(text)
	if r == '-' || r == '.' {
		r, _ = utf8.DecodeLastRuneInString(text[:len(text)-n])
	}
	return inWord(r)
}

func beginsWithWord(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	if r == '-' || r == '.' {
		r, _ = utf8.DecodeRuneInString(text[n:])
	}
	return inWord(r)
}

// schemed finds the name of a scheme at the end of a text.
var schemed = regexp.MustCompile(`(?i:\b(?:basic|bearer)(?: |%20|\+))$`)

// credential reports whether a part stands where credentials do.
func credential(text string, p part) bool {
	return schemed.MatchString(text[max(0, p.from-12):p.from])
}

// value reports whether a part is the whole of a string in JSON that is the value of a member.
func value(text string, p part) bool {
	before, quoted := strings.CutSuffix(text[:p.from], `"`)
	return quoted && strings.HasPrefix(text[p.to:], `"`) && strings.HasSuffix(strings.TrimRight(before, " \t\r\n"), `":`)
}

// outsideNames leaves out the parts of a JSON text that are no values: names of members, numbers and literals. Of another text
// it leaves out none.
func outsideNames(text string, parts []part) []part {
	if trimmed := strings.TrimLeft(text, " \t\r\n"); !strings.HasPrefix(trimmed, "{") && !strings.HasPrefix(trimmed, "[") {
		return parts
	}
	var kept []part
	for at := 0; at < len(text) && len(parts) > 0; at++ {
		if text[at] != '"' {
			continue
		}
		end := endOfString(text, at+1)
		name := strings.HasPrefix(strings.TrimLeft(text[min(end+1, len(text)):], " \t\r\n"), ":")
		for len(parts) > 0 && parts[0].from < end {
			if parts[0].from > at && !name {
				kept = append(kept, parts[0])
			}
			parts = parts[1:]
		}
		at = end
	}
	return kept
}

// endOfString is where a JSON string ends that began before at: at its quotation mark, or at the end of the text.
func endOfString(text string, at int) int {
	for ; at < len(text) && text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return min(at, len(text))
}

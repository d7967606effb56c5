package kit

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// reading is a way to read the values of filters other than as they are.
type reading struct {
	name  string // what a filter is then
	match func(asked, has string) bool
}

// readings are patterns as the operator LIKE of databases takes them, of which some fold the case of letters, of ASCII or of all;
// regular expressions; the words of a search; and the first word alone, of what is asked for or of both.
func readings() (all []reading) {
	const pattern, words = " matched as a pattern: % and _ stand for others (LIKE)",
		" matched by its words, as a search does: signs and the case of letters are lost"
	for _, folded := range []func(string) string{func(text string) string { return text }, inLowerASCII, strings.ToLower} {
		all = append(all, reading{pattern, func(asked, has string) bool { return like(folded(asked), folded(has)) }})
	}
	for _, sides := range [][2]string{{"^(?:", ")$"}, {"", ""}} {
		compiled := map[string]*regexp.Regexp{}
		all = append(all, reading{" matched as a regular expression: . and + stand for others", func(asked, has string) bool {
			if _, known := compiled[asked]; !known {
				compiled[asked], _ = regexp.Compile(sides[0] + asked + sides[1]) // nil, which finds nothing, if it is none
			}
			return compiled[asked] != nil && compiled[asked].MatchString(has)
		}})
	}
	for _, letter := range []func(rune) bool{asciiWord, asciiLetter, unicodeWord, unicodeLetter} {
		all = append(all, reading{words, func(asked, has string) bool {
			return asked == has || hasWords(wordsOf(asked, letter), wordsOf(has, letter))
		}})
	}
	const first = " matched by the first word alone: what stands behind a space is lost"
	all = append(all,
		reading{first, func(asked, has string) bool { return firstWord(asked) == has }},
		reading{first, func(asked, has string) bool { return firstWord(asked) == firstWord(has) }},
	)
	return all
}

// patternHypotheses are that values of filters are read in another way, or without the case of letters: for one filter, or for all.
func patternHypotheses() (all []hypothesis) {
	for _, r := range readings() {
		all = append(all, likening("filters are"+r.name, "", r.match, AllFilters()))
	}
	for _, f := range PlainFilters {
		all = append(all, likening(CaseFolded+" in "+f.Name, CaseFolded, strings.EqualFold, []PlainFilter{f}))
		for _, r := range readings() {
			all = append(all, likening(f.Name+" is"+r.name, "filters are"+r.name, r.match, []PlainFilter{f}))
		}
	}
	return all
}

// likening makes the hypothesis that the values of some filters match so.
func likening(name, rather string, match func(asked, has string) bool, fields []PlainFilter) hypothesis {
	h := returning(name, exactValue, func(k *RunEvent, q Query, from, to time.Time) bool {
		for _, f := range fields {
			if asked := f.Asked(q); asked != "" && !match(asked, f.Sent(k.Sent)) {
				return false
			}
			f.Ask(&q, "")
		}
		return Inside(k.When(), from, to) && k.fits(q)
	})
	h.rather = rather
	return h
}

func asciiLetter(r rune) bool   { return r < utf8.RuneSelf && unicodeLetter(r) }
func asciiWord(r rune) bool     { return r == '_' || asciiLetter(r) }
func unicodeLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
func unicodeWord(r rune) bool   { return r == '_' || unicodeLetter(r) }

func wordsOf(text string, letter func(rune) bool) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !letter(r) })
}

// hasWords reports whether a text has all the words that are asked for, of which there is one.
func hasWords(asked, has []string) bool {
	return len(asked) > 0 && !slices.ContainsFunc(asked, func(word string) bool { return !slices.Contains(has, word) })
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(text), " ")
	return word
}

func inLowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf {
			return unicode.ToLower(r)
		}
		return r
	}, text)
}

// like reports whether a text meets a pattern of LIKE.
func like(pattern, text string) bool {
	if pattern == "" || text == "" {
		return text == "" && strings.Trim(pattern, "%") == ""
	}
	sign, n := utf8.DecodeRuneInString(pattern)
	letter, m := utf8.DecodeRuneInString(text)
	switch sign {
	case '%':
		return like(pattern[n:], text) || like(pattern, text[m:])
	case '_', letter:
		return like(pattern[n:], text[m:])
	default:
		return false
	}
}

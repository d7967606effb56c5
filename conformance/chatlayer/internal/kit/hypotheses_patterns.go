package kit

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// patternHypotheses are that values of filters are patterns, as the operator LIKE of databases takes them: for one filter, or for all.
// Some databases fold the case of letters then, of ASCII or of all.
func patternHypotheses() (all []hypothesis) {
	const pattern, patterns = " is matched as a pattern: % and _ stand for others (LIKE)",
		"filters are matched as patterns: % and _ stand for others (LIKE)"
	foldings := []func(string) string{func(text string) string { return text }, inLowerASCII, strings.ToLower}
	for _, folded := range foldings {
		all = append(all, likening(patterns, "", folded, AllFilters()))
	}
	for _, f := range PlainFilters {
		for _, folded := range foldings {
			all = append(all, likening(f.Name+pattern, patterns, folded, []PlainFilter{f}))
		}
	}
	return all
}

// likening makes the hypothesis that the values of some filters are patterns.
func likening(name, rather string, folded func(string) string, fields []PlainFilter) hypothesis {
	h := returning(name, exactValue, func(k *Known, q Query, from, to time.Time) bool {
		for _, f := range fields {
			if asked := f.Asked(q); asked != "" && !like(folded(asked), folded(f.Sent(k.Sent))) {
				return false
			}
			f.Ask(&q, "")
		}
		return Inside(k.When(), from, to) && k.fits(q)
	})
	h.rather = rather
	return h
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

package exchange

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

// spellings is a pattern for a secret as it travels: as it is, percent-encoded, with any of its signs escaped as in JSON or
// HTML, and in base64.
func spellings(s string) *regexp.Regexp {
	forms := []string{url.QueryEscape(s), url.PathEscape(s)}
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		forms = append(forms, e.EncodeToString([]byte(s)), e.WithPadding(base64.NoPadding).EncodeToString([]byte(s)))
	}
	return anyOf(forms, escapes(s))
}

// anyOf is a pattern for the longest of some texts, or of what another pattern finds.
func anyOf(texts []string, others ...string) *regexp.Regexp {
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	patterns := others
	for _, t := range slices.Compact(texts) {
		patterns = append(patterns, regexp.QuoteMeta(t))
	}
	p := regexp.MustCompile(strings.Join(patterns, "|"))
	p.Longest()
	return p
}

// longestForm is how long a form of a secret may be, in bytes: no escape of a sign is longer than twelve.
func longestForm(s string) int { return 12*len(s) + 4 }

// withinBase64 gives what stays the same of a secret in base64 whatever stands before and behind it.
func withinBase64(s string) []string {
	var forms []string
	for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		for before := range 3 {
			text := e.EncodeToString(append(make([]byte, before), s...))
			first, last := (before*8+5)/6, (before+len(s))*8/6
			if last-first >= shortestForm {
				forms = append(forms, text[first:last])
			}
		}
	}
	return forms
}

// shortestForm is the length below which a part of a form says nothing about a secret.
const shortestForm = 6

// escapes is a pattern for a secret of which any sign may be escaped. Encoders differ in which signs they escape and how.
func escapes(s string) string {
	var pattern strings.Builder
	for _, r := range s {
		plain := regexp.QuoteMeta(string(r))
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r) {
			pattern.WriteString(plain)
			continue
		}
		// The longest first, as a backslash begins its own escape.
		pattern.WriteString("(?:" + inJSON(r) + "|" + inHTML(r) + "|(?i:" + inPercent(r) + ")|" + plain + ")")
	}
	return pattern.String()
}

// inJSON is a pattern for a sign as JSON escapes it: by number, in halves if it is beyond 16 bits, or by a letter.
func inJSON(r rune) string {
	var pattern strings.Builder
	for _, unit := range utf16.AppendRune(nil, r) {
		fmt.Fprintf(&pattern, `\\u%04x`, unit)
	}
	numbered := "(?i:" + pattern.String() + ")"
	if letter := strings.IndexRune("\"\\/\b\f\n\r\t", r); letter >= 0 {
		return numbered + `|\\` + regexp.QuoteMeta(`"\/bfnrt`[letter:letter+1])
	}
	return numbered
}

// inHTML is a pattern for a sign as HTML escapes it: by number or by name.
func inHTML(r rune) string {
	pattern := fmt.Sprintf(`&#0*%d;|(?i:&#x0*%x;)`, r, r)
	if name := entity(r); name != "" {
		pattern += "|&" + name + ";"
	}
	return pattern
}

func inPercent(r rune) string {
	var pattern strings.Builder
	for _, b := range []byte(string(r)) {
		fmt.Fprintf(&pattern, "%%%02x", b)
	}
	return pattern.String()
}

// entity is the name of a sign in HTML 4.01, section 24, for markup and Latin-1; empty if it has none there.
func entity(r rune) string {
	const latin1 = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute " +
		"micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil " +
		"Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute " +
		"Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute " +
		"icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml"
	markup := map[rune]string{'"': "quot", '&': "amp", '<': "lt", '>': "gt", '\'': "apos"}
	if r >= 0xa0 && r <= 0xff {
		return strings.Fields(latin1)[r-0xa0]
	}
	return markup[r]
}

package exchange

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Credential is what lets the runner in, and the name of the environment variable that holds it where a printed command runs.
type Credential struct {
	Variable string
	Value    string // ID:SECRET or KEY
}

// With returns the redactor with names for the credentials. Those without a value are left out.
func (r Redactor) With(credentials ...Credential) Redactor {
	r.derived, r.coded = nil, nil
	for _, c := range credentials {
		if c.Value != "" {
			r.derived = append(r.derived, c.derived()...)
			r.coded = append(r.coded, c.coded()...)
		}
	}
	// The longest first, and of equals the one that is the least work.
	slices.SortStableFunc(r.derived, func(a, b derivation) int { return len(b.value) - len(a.value) })
	return r
}

// derivation is a text that a shell makes of a credential.
type derivation struct {
	value     string
	expansion string
}

// shortestDerived is the length below which a derivation is taken for a part of another text only by chance, in bytes.
const shortestDerived = 4

// derived are the texts that checks make of a credential: all of it and its two parts, without an end, and in the other case of
// letters.
func (c Credential) derived() []derivation {
	id, key, pair := strings.Cut(c.Value, ":")
	all := c.cuts("${"+c.Variable+"}", c.Value, 0)
	if !pair {
		return append(all, swapped("$"+c.Variable, c.Value)...)
	}
	name, secret := "${"+c.Variable+"%%:*}", "${"+c.Variable+"#*:}"
	before := utf8.RuneCountInString(id) + 1
	all = append(all, derivation{id, name})
	all = append(all, c.cuts(secret, key, before)...)
	if first, size := utf8.DecodeRuneInString(key); size > 0 {
		all = append(all, derivation{id + ":" + string(first), fmt.Sprintf("${%s:0:%d}", c.Variable, before+1)})
	}
	return slices.Concat(all, swapped(name, id), swapped(secret, key))
}

// coded are the forms in which a credential, or its secret, stands in URLs and bodies.
func (c Credential) coded() []derivation {
	var all []derivation
	plain := []derivation{{c.Value, "$" + c.Variable}}
	if _, key, pair := strings.Cut(c.Value, ":"); pair {
		plain = append(plain, derivation{key, "${" + c.Variable + "#*:}"})
	}
	for _, d := range plain {
		percent := func(text string) string { return `$(` + text + ` | od -An -tx1 -v | tr -d ' \n' | sed 's/../%&/g')` }
		said := `printf %s "` + d.expansion + `"`
		based, base := base64.StdEncoding.EncodeToString([]byte(d.value)), said+` | base64 | tr -d '\n'`
		all = append(all,
			derivation{url.QueryEscape(d.value), percent(said)}, derivation{url.PathEscape(d.value), percent(said)},
			derivation{based, `$(` + base + `)`}, derivation{url.QueryEscape(based), percent(base)})
	}
	return all
}

// cuts are a text, which begins so many characters behind the credential's start and ends with it, and the text without its last
// character, without its first, and that one alone.
func (c Credential) cuts(expansion, text string, from int) []derivation {
	n := utf8.RuneCountInString(text)
	if n < 2 {
		return []derivation{{text, expansion}}
	}
	_, first := utf8.DecodeRuneInString(text)
	_, last := utf8.DecodeLastRuneInString(text)
	shorter := fmt.Sprintf("${%s:%d:%d}", c.Variable, from, n-1)
	if from == 0 {
		shorter = "${" + c.Variable + "%?}"
	}
	return []derivation{
		{text, expansion},
		{text[:len(text)-last], shorter},
		{text[first:], fmt.Sprintf("${%s:%d}", c.Variable, from+1)},
		{text[:first], fmt.Sprintf("${%s:%d:1}", c.Variable, from)},
	}
}

// swapped is a text in the other case of letters.
func swapped(expansion, text string) []derivation {
	other := strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
	if other == text || strings.IndexFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
		return nil
	}
	return []derivation{{other, `$(printf %s "` + expansion + `" | tr a-zA-Z A-Za-z)`}}
}

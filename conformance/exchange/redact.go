package exchange

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Redacted stands where a secret was.
const Redacted = "REDACTED"

// Redactor replaces secrets in whatever is kept. The zero value knows no secrets and still hides Authorization headers.
//
// A secret is hidden where it can be one. A long one that no word of the runner's own holds is hidden wherever it stands. A
// short one is hidden where it is a whole word. One that is a word of the runner's own, such as token or 200, is left where
// the runner speaks, because nobody can tell it from that word. It is hidden in what the target says but for the names of
// members, and in what the runner quotes as a value or sends behind the name of a scheme.
type Redactor struct {
	secrets []secret
	reach   int          // how long a form of a secret can be, in bytes
	derived []derivation // what a shell can make of the credentials, the longest first
	coded   []derivation // and of their forms
}

// secret is one of them, and where it is looked for.
type secret struct {
	text     string
	forms    *regexp.Regexp
	within   *regexp.Regexp // parts of longer texts in base64; nil if none says enough
	anywhere bool           // as a part of other words too
	common   bool           // it is a word of the runner's own
}

// NewRedactor knows the secrets, and the forms in which they travel: base64, alone and behind what precedes them,
// percent-encoded, and with any of their signs escaped as in JSON or HTML.
func NewRedactor(secrets ...string) Redactor {
	var r Redactor
	for _, s := range slices.Compact(slices.Sorted(slices.Values(secrets))) {
		if s != "" {
			r.secrets = append(r.secrets, secret{text: s, forms: spellings(s)})
			r.reach = max(r.reach, longestForm(s))
		}
	}
	return r.Sparing(nil)
}

// Sparing returns the redactor with the runner's own words, which it leaves alone where the runner speaks.
func (r Redactor) Sparing(words []string) Redactor {
	r.secrets = slices.Clone(r.secrets)
	for i, s := range r.secrets {
		held := func(text string) bool { return isPiece(text, words) }
		s.common = isOwn(s.text, words)
		s.anywhere = !s.common && len(s.text) >= shortestAnywhere && !held(s.text)
		s.within = nil
		if parts := slices.DeleteFunc(withinBase64(s.text), held); !s.common && len(parts) > 0 {
			s.within = anyOf(parts)
		}
		r.secrets[i] = s
	}
	return r
}

// shortestAnywhere is the length from which on a secret is not a part of other words by chance, in bytes.
const shortestAnywhere = 8

// voice is who says a text.
type voice int

const (
	target voice = iota // the target: any of its words may be a secret
	runner              // the runner, which may quote the target
	asker               // the runner, in a request
)

// What is shown at most, in bytes.
const (
	longestProse = 8 << 10
	longestValue = 4 << 10 // of a header
)

// Text replaces every secret in what the target said.
func (r Redactor) Text(s string) string { return r.replace(s, len(s), target) }

// Request replaces every secret in a part of a request.
func (r Redactor) Request(s string) string { return r.replace(s, len(s), asker) }

// Prose replaces every secret in what the runner says about the target, and shortens what the target makes it say too much of.
func (r Redactor) Prose(s string) string { return r.shorten(s, longestProse, runner) }

func (r Redactor) shorten(s string, most int, by voice) string {
	if len(s) <= most {
		return r.replace(s, len(s), by)
	}
	return fmt.Sprintf("%s… (%d bytes in all)", strings.ToValidUTF8(r.beginning([]byte(s), most, false, by), ""), len(s))
}

// Answer is the beginning of a body of the target's, of so many bytes. If the body was cut there is less, so that no half of a
// secret stays.
func (r Redactor) Answer(body []byte, most int, wasCut bool) string {
	return r.beginning(body, most, wasCut, target)
}

// Asked is the beginning of a body that was sent, like Answer.
func (r Redactor) Asked(body []byte, most int, wasCut bool) string {
	return r.beginning(body, most, wasCut, asker)
}

func (r Redactor) beginning(body []byte, most int, wasCut bool, by voice) string {
	if wasCut {
		most = min(most, max(0, len(body)-r.reach))
	}
	most = min(most, len(body))
	return r.replace(string(body[:min(len(body), most+r.reach)]), most, by)
}

// replace replaces the secrets in the first bytes of a text. A secret that begins there is replaced as a whole.
func (r Redactor) replace(s string, most int, by voice) string {
	var b strings.Builder
	at := 0
	for _, found := range r.find(s, by) {
		if found.from >= most {
			break
		}
		b.WriteString(s[at:found.from])
		b.WriteString(Redacted)
		at = found.to
	}
	if at == 0 && most == len(s) {
		return s
	}
	if at < most {
		b.WriteString(s[at:most])
	}
	return b.String()
}

// part is a part of a text.
type part struct{ from, to int }

// find returns where the secrets are, from the first on; none overlaps another.
func (r Redactor) find(s string, by voice) []part {
	var all []part
	for _, secret := range r.secrets {
		all = append(all, secret.find(s, by)...)
	}
	slices.SortFunc(all, func(a, b part) int { return cmp.Or(a.from-b.from, a.to-b.to) })
	var merged []part
	for _, p := range all {
		if last := len(merged) - 1; last >= 0 && p.from < merged[last].to {
			merged[last].to = max(merged[last].to, p.to)
			continue
		}
		merged = append(merged, p)
	}
	return merged
}

func (s secret) find(text string, by voice) []part {
	parts := matches(s.forms, text, func(p part) bool { return s.anywhere || isWord(text, p) })
	if s.within != nil {
		parts = append(parts, matches(s.within, text, func(part) bool { return true })...)
	}
	if !s.common || len(parts) == 0 {
		return parts
	}
	if by == target {
		return outsideNames(text, parts)
	}
	stands := map[voice]func(string, part) bool{runner: value, asker: credential}[by]
	return slices.DeleteFunc(parts, func(p part) bool { return !stands(text, p) })
}

// matches are what a pattern finds that may be hidden. What may not can hold another match.
func matches(pattern *regexp.Regexp, text string, may func(part) bool) []part {
	var found []part
	for at := 0; at < len(text); {
		loc := pattern.FindStringIndex(text[at:])
		if loc == nil {
			break
		}
		p := part{at + loc[0], at + loc[1]}
		if may(p) {
			found = append(found, p)
			at = p.to
			continue
		}
		at = p.from + 1
	}
	return found
}

// Header returns a copy of what the target sent whose Cookie and Set-Cookie are hidden and whose other values hold no secret.
func (r Redactor) Header(h http.Header) map[string]string { return r.header(h, target) }

// Asking is Header for a request.
func (r Redactor) Asking(h http.Header) map[string]string { return r.header(h, asker) }

func (r Redactor) header(h http.Header, by voice) map[string]string {
	shown := map[string]string{}
	for name, values := range h {
		text := strings.Join(values, ", ")
		switch http.CanonicalHeaderKey(name) {
		case "Authorization", "Proxy-Authorization":
			shown[name] = Redacted
			if scheme, _, ok := strings.Cut(text, " "); ok { // a word alone is no scheme
				shown[name] = r.scheme(scheme) + " " + Redacted
			}
		case "Cookie", "Set-Cookie":
			shown[name] = Redacted
		case "Content-Length", "Content-Type", "Date", "Retry-After", "Allow", "Vary", "Cache-Control", "Connection":
			shown[name] = r.shorten(text, longestValue, asker) // words of HTTP's own
		default:
			shown[name] = r.shorten(text, longestValue, by)
		}
	}
	return shown
}

// scheme shows the name of a scheme; any other word in its place may be a secret.
func (r Redactor) scheme(word string) string {
	for _, known := range []string{"Basic", "Bearer", "Digest"} {
		if strings.EqualFold(word, known) {
			return word
		}
	}
	return r.Text(word)
}

package journal

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// hidden stands where a secret was.
const hidden = "[redacted]"

// shortestSecret is the length of the shortest secret that is looked for in texts, in bytes: what is shorter stands everywhere by chance.
const shortestSecret = 4

// Secrets are texts that are shown to nobody.
type Secrets struct {
	hide []*strings.Replacer
	ids  []string // of tokens, which are no secrets
}

// NewSecrets returns the secrets that credentials are, as clients present them: a key, or an id and a secret with a colon between them,
// of which the id is none.
func NewSecrets(presented ...string) Secrets {
	var forms, ids []string
	for _, p := range presented {
		forms = append(forms, formsOf(p)...)
		if id, secret, found := strings.Cut(p, ":"); found {
			forms, ids = append(forms, formsOf(secret)...), append(ids, id)
		}
	}
	s := ofForms(forms)
	s.ids = ids
	return s
}

func ofForms(forms []string) Secrets {
	forms = slices.DeleteFunc(forms, func(form string) bool { return len(form) < shortestSecret })
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) }) // the longest is hidden whole
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, hidden)
	}
	return Secrets{hide: []*strings.Replacer{strings.NewReplacer(pairs...)}}
}

// formsOf are the ways in which a secret may be written: as it is, encoded for a URL, and in base64, wherever in a longer text it stands.
func formsOf(secret string) []string {
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret)}
	if len(secret) < shortestSecret {
		return nil
	}
	for _, code := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := code.EncodeToString(append(make([]byte, before), secret...))
			// The first and the last character are made of what stands around, too.
			first := []int{0, 2, 3}[before]
			last := len(text)
			if (before+len(secret))%3 != 0 {
				last--
			}
			if last-first >= shortestSecret {
				forms = append(forms, text[first:last])
			}
		}
	}
	return forms
}

// Text hides what is secret in a text.
func (s Secrets) Text(text string) string {
	for _, h := range s.hide {
		text = h.Replace(text)
	}
	return text
}

// For are the secrets of an exchange: those, and what it was sent with as its own credentials, good ones or not.
func (s Secrets) For(x *Exchange) Secrets {
	var own []string
	request := x.Request.Header()
	for _, value := range slices.Concat(request["Authorization"], request["Proxy-Authorization"]) {
		payload, presented := presentedIn(value)
		if s.Text(payload) == hidden || len(payload) < shortestSecret {
			continue
		}
		own = append(own, formsOf(payload)...)
		if _, secret, found := strings.Cut(presented, ":"); found {
			own = append(own, formsOf(secret)...)
		}
	}
	if len(own) > 0 {
		s.hide = slices.Concat(ofForms(own).hide, s.hide) // what is its own goes whole, before parts of it may
	}
	return s
}

// presentedIn is what stands behind the scheme in a header, and the credential that it is.
func presentedIn(header string) (payload, presented string) {
	scheme, payload, _ := strings.Cut(header, " ")
	payload = strings.TrimSpace(payload)
	if decoded, err := base64.StdEncoding.DecodeString(payload); err == nil && strings.EqualFold(scheme, "Basic") {
		return payload, string(decoded)
	}
	return payload, payload
}

// Credential is what may be told of the credential in a header, so that people see which one it may be: of a token the id, if it is a
// known one, and how long the secret or the key is.
func (s Secrets) Credential(header string) string {
	_, presented := presentedIn(header)
	id, secret, found := strings.Cut(presented, ":")
	switch {
	case presented == "":
		return ""
	case !found:
		return hidden + length(presented)
	case slices.Contains(s.ids, id):
		return id + ":" + hidden + length(secret)
	}
	return hidden + ":" + hidden + length(secret)
}

func length(text string) string {
	n, many := utf8.RuneCountInString(text), "s"
	if n == 1 {
		many = ""
	}
	return fmt.Sprintf(" (%d character%s)", n, many)
}

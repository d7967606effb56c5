package journal

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// hidden stands where a secret was.
const hidden = "[redacted]"

// shortestSecret is the length of the shortest secret that is looked for in texts, in bytes: what is shorter stands everywhere by chance.
const shortestSecret = 4

// Secrets are texts that are shown to nobody.
type Secrets struct{ hide []*strings.Replacer }

// NewSecrets returns the secrets that credentials are, as clients present them: a key, or an id and a secret with a colon between them,
// of which the id is none.
func NewSecrets(presented ...string) Secrets {
	var forms []string
	for _, p := range presented {
		forms = append(forms, formsOf(p)...)
		if _, secret, found := strings.Cut(p, ":"); found {
			forms = append(forms, formsOf(secret)...)
		}
	}
	return ofForms(forms)
}

func ofForms(forms []string) Secrets {
	forms = slices.DeleteFunc(forms, func(form string) bool { return len(form) < shortestSecret })
	slices.SortFunc(forms, func(a, b string) int { return len(b) - len(a) }) // the longest is hidden whole
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, hidden)
	}
	return Secrets{[]*strings.Replacer{strings.NewReplacer(pairs...)}}
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
		_, payload, _ := strings.Cut(value, " ")
		payload = strings.TrimSpace(payload)
		if s.Text(payload) == hidden || len(payload) < shortestSecret {
			continue
		}
		own = append(own, formsOf(payload)...)
		if decoded, err := base64.StdEncoding.DecodeString(payload); err == nil {
			_, secret, _ := strings.Cut(string(decoded), ":")
			own = append(own, formsOf(secret)...)
		}
	}
	if len(own) == 0 {
		return s
	}
	return Secrets{slices.Concat(ofForms(own).hide, s.hide)} // what is its own goes whole, before parts of it may
}

package exchange

import (
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"
)

// curlCredentials gives the words that send credentials, good ones or such as are wrong on purpose.
func (r Redactor) curlCredentials(authorization string) []string {
	if authorization == "" {
		return nil
	}
	scheme, payload, _ := strings.Cut(authorization, " ")
	if plain, err := base64.StdEncoding.DecodeString(payload); err == nil && strings.EqualFold(scheme, "basic") && utf8.Valid(plain) {
		pair := r.derive(string(plain))
		_, text := pair.isText()
		switch {
		case scheme == "Basic" && strings.Contains(string(plain), ":") && !strings.ContainsRune(string(plain), 0):
			return []string{"-u", pair.String()}
		case !text:
			coded := wordPart{`$(printf %s ` + pair.String() + ` | base64 | tr -d '\n')`, true}
			return []string{"-H", word{literal("Authorization: " + scheme + " "), coded}.String()}
		}
	}
	return []string{"-H", append(word{literal("Authorization: ")}, r.derive(authorization)...).merged().String()}
}

// derive spells a text that is made of credentials. What it cannot take from them stands as it is, unless it says too much of a
// secret.
func (r Redactor) derive(text string) word {
	w := r.parts(text).merged()
	for i, p := range w {
		if !p.expands && r.reveals(p.text) {
			w[i].text = Redacted
		}
	}
	return w
}

func (r Redactor) parts(text string) word {
	if text == "" {
		return nil
	}
	for _, d := range r.derived {
		if d.value == text {
			return word{{d.expansion, true}}
		}
	}
	for _, d := range r.derived {
		if at := strings.Index(text, d.value); at >= 0 && len(d.value) >= shortestDerived {
			return slices.Concat(r.parts(text[:at]), word{{d.expansion, true}}, r.parts(text[at+len(d.value):]))
		}
	}
	for _, sign := range []string{" ", ":"} {
		if before, behind, ok := strings.Cut(text, sign); ok {
			return slices.Concat(r.parts(before), word{literal(sign)}, r.parts(behind))
		}
	}
	return word{literal(text)}
}

// reveals reports whether a text holds half of a secret or more, as it is or in base64.
func (r Redactor) reveals(text string) bool {
	if len(r.find(text, target)) > 0 {
		return true
	}
	for _, s := range r.secrets {
		half := max(shortestDerived, (len(s.text)+1)/2)
		for at := 0; at+half <= len(s.text); at++ {
			if strings.Contains(text, s.text[at:at+half]) {
				return true
			}
		}
	}
	return false
}

// spell spells a part of a request, with the credentials in it taken from their variables.
func (r Redactor) spell(text string) word {
	var w word
	at := 0
	for _, p := range r.find(text, asker) {
		hidden := literal(Redacted)
		for _, d := range slices.Concat(r.derived, r.coded) {
			if d.value == text[p.from:p.to] {
				hidden = wordPart{d.expansion, true}
				break
			}
		}
		w = append(w, literal(text[at:p.from]), hidden)
		at = p.to
	}
	return append(w, literal(text[at:])).merged()
}

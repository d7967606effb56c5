package protocol

import (
	"encoding/base64"
	"strings"
	"unicode"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// canary is a secret that nobody has: if it comes back, the target repeats secrets.
const canary = "uWrongSecret7Kq2Zx"

// unreadable is no payload of any scheme, so that a server may answer 400 rather than 401.
const unreadable = " !!!!"

// attempt is a try to get in without good credentials.
type attempt struct {
	name  string // what is wrong, for people
	value string // of the Authorization header; empty sends none
}

// header is the Authorization header's value for an id and a secret.
func (p *probe) header(id, secret string) string {
	if p.api.Scheme == "Basic" {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(id+":"+secret))
	}
	return p.api.Scheme + " " + secret
}

// wrong is a header of the right form that nobody may use.
func (p *probe) wrong() string { return p.header("understudy-nobody", canary) }

// wrongSecrets are headers with a good id, if there are ids, and a secret that is not the one.
func (p *probe) wrongSecrets() []attempt {
	id, _ := p.api.Secret(p.Target())
	return []attempt{{"a wrong secret", p.header(id, canary)}}
}

// nearSecrets are headers whose secret is almost the right one.
func (p *probe) nearSecrets() []attempt {
	id, secret := p.api.Secret(p.Target())
	near := []attempt{
		{"a secret without its last character", p.header(id, secret[:len(secret)-1])},
		{"a secret without its first character", p.header(id, secret[1:])},
		{"the first character of a secret", p.header(id, secret[:1])},
		{"a secret with one character more", p.header(id, secret+"x")},
		{"a secret followed by a colon and more", p.header(id, secret+":x")},
	}
	if other := otherCase(secret); other != secret {
		near = append(near, attempt{"a secret in the other case of letters", p.header(id, other)})
	}
	if last := lastChanged(secret); last != secret {
		near = append(near, attempt{"a secret with another last character", p.header(id, last)})
	}
	if len(secret) < 4 {
		return nil // shorter ones may be good by chance
	}
	return near
}

// paddedSecrets are headers whose secret has a space too many. In Bearer a space is no part of the secret.
func (p *probe) paddedSecrets() []attempt {
	id, secret := p.api.Secret(p.Target())
	return []attempt{
		{"a secret with a space behind it", p.header(id, secret+" ")},
		{"a secret with a space before it", p.header(id, " "+secret)},
	}
}

// emptyParts are headers that lack a part of the credentials.
func (p *probe) emptyParts() []attempt {
	id, secret := p.api.Secret(p.Target())
	if p.api.Scheme != "Basic" {
		return []attempt{{"the scheme alone", p.api.Scheme}, {"the scheme and a space", p.api.Scheme + " "}}
	}
	raw := func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }
	return []attempt{
		{"an empty secret", p.header(id, "")},
		{"an empty id", p.header("", secret)},
		{"an empty id and an empty secret", p.header("", "")},
		{"no colon after the id", raw(id)},
		{"a secret without an id and a colon", raw(secret)},
		{"the scheme alone", "Basic"},
		{"the scheme and a space", "Basic "},
	}
}

// malformed are headers that no parser, and no query for a secret, should trip over. None holds a good secret.
func (p *probe) malformed() []attempt {
	id, _ := p.api.Secret(p.Target())
	return []attempt{
		{"an id and a wrong secret under Bearer", "Bearer " + id + ":" + canary},
		{"a payload that is no base64", p.api.Scheme + unreadable},
		{"padding alone", p.api.Scheme + " ===="},
		{"bytes that are no text", p.api.Scheme + " " + base64.StdEncoding.EncodeToString([]byte{0xff, 0xfe, ':', 0xff, 0})},
		{"another scheme", `Digest username="understudy", realm="r", nonce="n", uri="/", response="0"`},
		{"a scheme that nobody knows", "Understudy " + canary},
		{"no scheme", canary},
		{"a comma alone", ","},
		{"colons alone", p.api.Scheme + " " + base64.StdEncoding.EncodeToString([]byte("::::"))},
		{"parameters in place of a secret", p.api.Scheme + ` realm="x", charset="UTF-8"`},
		{"a payload of 2,000 characters", p.api.Scheme + " " + strings.Repeat("QUJD", 500)},
		{"the word undefined, as a client sends whose secret is not set", p.header("undefined", "undefined")},
		{"the word null", p.header("null", "null")},
		{"a wildcard in place of a secret", p.header(id, "%")},
		{"a secret that is always true where it gets into a query", p.header(id, "' OR '1'='1")},
	}
}

func otherCase(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, text)
}

func lastChanged(text string) string {
	last := text[len(text)-1]
	if last == 'x' {
		return text[:len(text)-1] + "y"
	}
	return text[:len(text)-1] + "x"
}

// as returns a request of an operation with other credentials.
func (p *probe) as(o Operation, authorization string) exchange.Request {
	r := p.request(o)
	r.Authorization = authorization
	return r
}

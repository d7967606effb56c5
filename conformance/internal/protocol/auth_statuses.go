package protocol

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// statuses are the checks of how a stranger is refused.
func statuses() []row {
	return []row{
		{
			id: "auth.status-401", title: "missing and wrong credentials are answered with 401", uses: firm,
			floor: map[string]int{"refusals": 3}, run: unauthorized,
		},
		{
			id: "auth.challenge", title: "a 401 says in WWW-Authenticate how to get in", uses: firm,
			floor: map[string]int{"refusals": 1}, run: challenge,
		},
		{
			id: "auth.scheme-case", title: "the scheme's name is read in any case of letters", uses: firm, phase: conformance.Writing,
			floor: map[string]int{"answers": 2}, run: schemeCase,
		},
		{
			id: "auth.before-validation", title: "a stranger's broken request is refused for the credentials, not for what is broken",
			uses: firm, floor: map[string]int{"refusals": 1}, run: beforeValidation,
		},
		{
			id: "auth.same-refusal", title: "a wrong id and a wrong secret are refused alike", uses: firm,
			floor: map[string]int{"refusals": 2}, run: sameRefusal,
		},
		{
			id: "auth.no-echo", title: "a refusal does not repeat the secret", uses: firm, floor: map[string]int{"refusals": 3}, run: noEcho,
		},
	}
}

func (p *probe) strangers() []attempt {
	return append([]attempt{{name: "no credentials"}, {"a malformed header", p.api.Scheme + " !!!!"}}, p.wrongSecrets()...)
}

func unauthorized(ctx context.Context, p *probe) {
	ops, tries := p.operations(), p.strangers()
	for i := range len(ops) * 2 { // two on each operation
		o, a := ops[i%len(ops)], tries[(i+i/len(ops))%len(tries)]
		x := p.stranger(ctx, p.as(o, a.value))
		if x.Status != http.StatusUnauthorized {
			p.Fail(conformance.Failure{
				Message: o.ID + " does not answer 401 to a request with " + a.name, Expected: "401 Unauthorized", Got: status(x),
				Exchanges: []*wire.Exchange{x},
			})
		}
		p.Saw("refusals", 1)
	}
}

// challenge looks for the header that RFC 9110 wants with every 401.
func challenge(ctx context.Context, p *probe) {
	seen := ""
	for _, a := range p.strangers() {
		x := p.stranger(ctx, p.as(p.operations()[0], a.value))
		if x.Status != http.StatusUnauthorized {
			p.NotApplicable("a stranger is not answered with 401 but with %s", status(x))
		}
		p.Saw("refusals", 1)
		seen = x.Header.Get("WWW-Authenticate")
		if seen == "" && p.Check().Level != conformance.Info {
			p.Fail(conformance.Failure{
				Message: "a 401 has no WWW-Authenticate", Expected: "WWW-Authenticate with the scheme " + p.api.Scheme, Got: "no such header",
				Exchanges: []*wire.Exchange{x},
			})
		}
	}
	p.Record("WWW-Authenticate of a 401: %q", seen)
}

func schemeCase(ctx context.Context, p *probe) {
	o := p.one(ctx)
	_, payload, _ := strings.Cut(p.Authorization(), " ")
	for _, scheme := range []string{strings.ToLower(p.api.Scheme), strings.ToUpper(p.api.Scheme)} {
		x := p.valid(ctx, o, func(r *wire.Request) { r.Authorization = scheme + " " + payload })
		p.Saw("answers", 1)
		if !success(x) && p.Check().Level != conformance.Info {
			p.Fail(conformance.Failure{
				Message: "the scheme is refused when it is spelt " + scheme, Expected: "the answer to " + p.api.Scheme, Got: status(x),
				Exchanges: []*wire.Exchange{x},
			})
		}
		p.Record("the scheme spelt %s is answered with %s", scheme, status(x))
	}
}

// beforeValidation sends what is broken without credentials. A stranger should learn nothing about what a request must hold.
func beforeValidation(ctx context.Context, p *probe) {
	for _, o := range p.operations() {
		broken := p.as(o, "")
		if o.Body == nil {
			broken.RawQuery = ""
		} else {
			broken.Body = []byte(`{"broken":`)
		}
		x := p.stranger(ctx, broken)
		p.Saw("refusals", 1)
		if !anyOf(x, http.StatusBadRequest, http.StatusUnprocessableEntity) {
			continue
		}
		if plain := p.stranger(ctx, p.as(o, "")); x.Status != plain.Status {
			p.Fail(conformance.Failure{
				Message:  o.ID + " looks at a stranger's parameters before the credentials",
				Expected: "as for a good request without credentials: " + status(plain), Got: status(x), Exchanges: []*wire.Exchange{x, plain},
			})
		}
	}
}

func sameRefusal(ctx context.Context, p *probe) {
	id, _ := p.api.Secret(p.Target())
	for _, o := range p.operations()[:min(2, len(p.operations()))] {
		known, unknown := p.stranger(ctx, p.as(o, p.header(id, canary))), p.stranger(ctx, p.as(o, p.wrong()))
		p.alike(o, "a known id with a wrong secret and an unknown id", known, unknown)
	}
}

// alike fails the check if two refusals differ in status or in the code of their body.
func (p *probe) alike(o Operation, what string, a, b *wire.Exchange) {
	one, _ := decode(a)
	other, _ := decode(b)
	codeA, codeB := canonical(member(one, "code")), canonical(member(other, "code"))
	if a.Status != b.Status || codeA != codeB {
		p.Fail(conformance.Failure{
			Message: o.ID + " tells strangers apart " + what, Expected: "the same status and code for both",
			Got: status(a) + " with code " + codeA + ", and " + status(b) + " with code " + codeB, Exchanges: []*wire.Exchange{a, b},
		})
	}
	p.Saw("refusals", 2)
}

// noEcho looks for the presented secret, and for the form in which it travelled, in headers and bodies of refusals.
func noEcho(ctx context.Context, p *probe) {
	id, _ := p.api.Secret(p.Target())
	tries := []string{p.header(id, canary), p.wrong(), "Understudy " + canary, canary, p.api.Scheme + " " + canary}
	for _, value := range tries {
		x := p.stranger(ctx, p.as(p.operations()[0], value))
		body, _ := x.Plain()
		_, payload, _ := strings.Cut(value, " ")
		for _, secret := range []string{canary, base64.StdEncoding.EncodeToString([]byte(canary)), payload} {
			if secret != "" && strings.Contains(string(body)+canonical(x.Header), secret) {
				p.Fail(conformance.Failure{
					Message: "a refusal repeats the secret that was presented", Expected: "no trace of it", Got: "it is in the answer",
					Exchanges: []*wire.Exchange{x},
				})
			}
		}
		p.Saw("refusals", 1)
	}
}

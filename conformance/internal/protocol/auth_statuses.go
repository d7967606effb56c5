package protocol

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// statuses are the checks of how a stranger is refused.
func statuses() []check {
	return []check{unauthorized, challenge, schemeCase, beforeValidation, sameRefusal, noEcho}
}

func (p *probe) strangers() []attempt {
	return append([]attempt{{name: "no credentials"}, {"a malformed header", p.api.Scheme + unreadable}}, p.wrongSecrets()...)
}

var unauthorized = check{
	id:    "auth.status-401",
	title: "missing and wrong credentials are answered with 401",
	uses:  firm,
	floor: map[string]int{"refusals": 3},
	run: func(ctx context.Context, p *probe) {
		ops, tries := p.operations(), p.strangers()
		for i := range len(ops) * 2 { // two on each operation
			o, a := ops[i%len(ops)], tries[(i+i/len(ops))%len(tries)]
			x := p.stranger(ctx, p.as(o, a.value))
			if x.Status != http.StatusUnauthorized && (x.Status != http.StatusBadRequest || !strings.HasSuffix(a.value, unreadable)) {
				p.letIn(ctx, conformance.Failure{
					Message: o.ID + " does not answer 401 to a request with " + a.name, Expected: "401 Unauthorized", Got: status(x),
					Exchanges: []*exchange.Exchange{x},
				})
			}
			p.Saw("refusals", 1)
		}
	},
}

// challenge looks for the header that RFC 9110 wants with every 401.
var challenge = check{
	id:    "auth.challenge",
	title: "what a 401 says in WWW-Authenticate is recorded",
	uses:  firm,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		seen := ""
		for _, a := range p.strangers() {
			x := p.stranger(ctx, p.as(p.operations()[0], a.value))
			if x.Status != http.StatusUnauthorized {
				p.NotApplicable("a stranger is not answered with 401 but with %s; see what the check auth.status-401 says of that",
					status(x))
			}
			p.Saw("refusals", 1)
			seen = x.Header.Get("WWW-Authenticate")
		}
		p.Record("a 401 says in WWW-Authenticate: %s", orNothing(seen))
	},
}

var schemeCase = check{
	id:    "auth.scheme-case",
	title: "whether the scheme's name is read in any case of letters is recorded",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"answers": 2},
	run: func(ctx context.Context, p *probe) {
		o := p.one(ctx)
		_, payload, _ := strings.Cut(p.Authorization(), " ")
		var seen []string
		for _, scheme := range []string{strings.ToLower(p.api.Scheme), strings.ToUpper(p.api.Scheme)} {
			x := p.askValid(ctx, o, func(r *exchange.Request) { r.Authorization = scheme + " " + payload })
			p.Saw("answers", 1)
			seen = append(seen, scheme+" is answered with "+status(x))
		}
		p.Record("the scheme spelt %s", strings.Join(seen, ", "))
	},
}

// beforeValidation sends what is broken without credentials. Many frameworks read a body before they ask who sent it.
var beforeValidation = check{
	id:    "auth.before-validation",
	title: "whether the credentials or what is broken is looked at first is recorded",
	uses:  firm,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		var seen []string
		for _, o := range p.operations() {
			broken := p.as(o, "")
			if o.Body == nil {
				broken.RawQuery = ""
			} else {
				broken.Body = []byte(`{"broken":`)
			}
			x := p.stranger(ctx, broken)
			p.Saw("refusals", 1)
			seen = append(seen, o.ID+": "+status(x))
		}
		p.Record("a broken request without credentials is answered with %s", strings.Join(seen, ", "))
	},
}

var sameRefusal = check{
	id:    "auth.same-refusal",
	title: "whether a wrong id and a wrong secret are refused alike is recorded",
	uses:  firm,
	floor: map[string]int{"refusals": 2},
	run: func(ctx context.Context, p *probe) {
		id, _ := p.api.Secret(p.Target())
		var seen []string
		for _, o := range p.operations()[:min(2, len(p.operations()))] {
			seen = append(seen, o.ID+": "+p.told(p.stranger(ctx, p.as(o, p.header(id, canary))), p.stranger(ctx, p.as(o, p.wrong()))))
		}
		p.Record("a known id with a wrong secret, and an unknown id: %s", strings.Join(seen, "; "))
	},
}

// told says what two strangers were told, by status and by the code in the body.
func (p *probe) told(a, b *exchange.Exchange) string {
	p.Saw("refusals", 2)
	said := func(x *exchange.Exchange) string {
		value, _ := decode(x)
		if code := member(value, "code"); code != nil {
			return status(x) + " with code " + shorten(canonical(code))
		}
		return status(x)
	}
	one, other := said(a), said(b)
	if one == other {
		return "both " + one
	}
	return one + ", and " + other
}

// noEcho looks for the presented secret, and for the form in which it travelled, in headers and bodies of refusals.
var noEcho = check{
	id:    "auth.no-echo",
	title: "whether a refusal repeats the secret is recorded",
	uses:  firm,
	floor: map[string]int{"refusals": 3},
	run: func(ctx context.Context, p *probe) {
		repeated := 0
		id, _ := p.api.Secret(p.Target())
		tries := []string{p.header(id, canary), p.wrong(), "Understudy " + canary, canary, p.api.Scheme + " " + canary}
		for _, value := range tries {
			x := p.stranger(ctx, p.as(p.operations()[0], value))
			body, _ := x.Plain()
			_, payload, _ := strings.Cut(value, " ")
			for _, secret := range []string{canary, base64.StdEncoding.EncodeToString([]byte(canary)), payload} {
				if secret != "" && strings.Contains(string(body)+canonical(x.Header), secret) {
					repeated++
					break
				}
			}
			p.Saw("refusals", 1)
		}
		p.Record("%d of %d refusals repeat the secret that was presented", repeated, len(tries))
	},
}

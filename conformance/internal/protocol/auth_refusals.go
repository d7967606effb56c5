package protocol

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// refusals are the checks that nobody gets in without good credentials.
func refusals() []check {
	return []check{
		noCredentials,
		wrongSecret,
		unknownID,
		foreignSecret,
		almostRight,
		paddedSecrets,
		idCase,
		headKeptOut,
		emptyParts,
		malformed,
	}
}

var noCredentials = check{
	id:    "auth.no-credentials",
	title: "no operation serves a request without credentials",
	uses:  every,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		p.keepOut(ctx, p.operations(), []attempt{{name: "no credentials"}})
	},
}

var wrongSecret = check{
	id:    "auth.wrong-secret",
	title: "no operation serves a request with a wrong secret",
	uses:  every,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		wrong := p.wrongSecrets()
		p.keepOut(ctx, p.operations(), append(wrong, attempt{wrong[0].name + ", once more", wrong[0].value}))
	},
}

var almostRight = check{
	id:    "auth.near-secrets",
	title: "a secret that is almost right is refused",
	uses:  firm,
	floor: map[string]int{"refusals": 5},
	run: func(ctx context.Context, p *probe) {
		near := p.nearSecrets()
		if near == nil {
			p.NotApplicable("the secret is too short to make similar ones of it")
		}
		p.keepOut(ctx, p.operations()[:1], near)
	},
}

var paddedSecrets = check{
	id:    "auth.padded-secrets",
	title: "a secret with white space around it is refused",
	uses:  firm,
	floor: map[string]int{"refusals": 2},
	run:   func(ctx context.Context, p *probe) { p.keepOut(ctx, p.operations()[:1], p.paddedSecrets()) },
}

var emptyParts = check{
	id:    "auth.empty-parts",
	title: "credentials that lack a part are refused",
	uses:  every,
	floor: map[string]int{"refusals": 2},
	run:   func(ctx context.Context, p *probe) { p.each(ctx, p.emptyParts()) },
}

var malformed = check{
	id:    "auth.malformed",
	title: "credentials that cannot be read, or are words and signs with a meaning of their own, are refused",
	uses:  every,
	floor: map[string]int{"refusals": 8},
	run:   func(ctx context.Context, p *probe) { p.each(ctx, p.malformed()) },
}

var unknownID = check{
	id:    "auth.unknown-id",
	title: "no operation serves a request with an unknown id",
	uses:  every,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		_, secret := p.api.Secret(p.Target())
		p.keepOut(ctx, p.operations(), []attempt{{"an unknown id with a good secret", p.header("understudy-nobody", secret)}})
		p.keepOut(ctx, p.operations()[:1], []attempt{{"an unknown id", p.wrong()}})
	},
}

var idCase = check{
	id:    "auth.id-case",
	title: "whether an id may be written in another case of letters is recorded",
	uses:  firm,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		id, secret := p.api.Secret(p.Target())
		if otherCase(id) == id {
			p.NotApplicable("the id has no letters")
		}
		x := p.stranger(ctx, p.as(p.operations()[0], p.header(otherCase(id), secret)))
		p.Saw("refusals", 1)
		p.Record("an id in the other case of letters is answered with %s", status(x))
	},
}

// keepOut makes every attempt on each operation.
func (p *probe) keepOut(ctx context.Context, ops []Operation, tries []attempt) {
	for _, o := range ops {
		for _, a := range tries {
			p.refuses(ctx, o, a.name, p.stranger(ctx, p.as(o, a.value)))
		}
	}
}

// each makes every attempt, on one operation after the other, and each operation's turn comes.
func (p *probe) each(ctx context.Context, tries []attempt) {
	ops := p.operations()
	for i := range max(len(tries), len(ops)) {
		o, a := ops[i%len(ops)], tries[i%len(tries)]
		p.refuses(ctx, o, a.name, p.stranger(ctx, p.as(o, a.value)))
	}
}

// refuses fails the check if a request with bad credentials was served.
func (p *probe) refuses(ctx context.Context, o Operation, what string, x *exchange.Exchange) {
	if success(x) {
		p.letIn(ctx, conformance.Failure{
			Message: o.ID + " serves a request with " + what, Expected: "a refusal, such as 401", Got: status(x),
			Exchanges: []*exchange.Exchange{x},
		})
	}
	p.Saw("refusals", 1)
}

// headKeptOut asks as strangers do who hope that only GET is guarded.
var headKeptOut = check{
	id:    "auth.head",
	title: "HEAD is not served without credentials where it is served with them",
	uses:  reads,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.operations() {
			if o.Method != http.MethodGet {
				continue
			}
			x := p.stranger(ctx, exchange.Request{Method: http.MethodHead, Path: o.Path(p.Target()), RawQuery: query(o.Query)})
			known := p.send(ctx, func() exchange.Request {
				r := p.request(o)
				r.Method = http.MethodHead
				return r
			})
			p.Saw("refusals", 1)
			if success(known) && success(x) {
				p.refuses(ctx, o, "HEAD and no credentials", x)
			}
		}
	},
}

// foreignSecret joins the ids and the secrets of two teams crosswise.
var foreignSecret = check{
	id:    "auth.foreign-secret",
	title: "an id is not served with the secret of another",
	other: true,
	uses:  every,
	floor: map[string]int{"refusals": 2},
	run: func(ctx context.Context, p *probe) {
		id, secret := p.api.Secret(p.Target())
		otherID, otherSecret := p.api.OtherSecret(p.Target())
		if secret == otherSecret || id == otherID {
			p.NotApplicable("the two teams' credentials have a part in common")
		}
		p.keepOut(ctx, p.operations(), []attempt{{"the secret of another token", p.header(id, otherSecret)}})
		p.keepOut(ctx, p.operations()[:1], []attempt{{"the id of another token", p.header(otherID, secret)}})
	},
}

// shows reports whether an answer holds data of the API, whatever its status.
func shows(o Operation, x *exchange.Exchange) bool {
	value, err := decode(x)
	return err == nil && o.Owned(value)
}

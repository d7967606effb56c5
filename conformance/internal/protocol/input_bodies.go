package protocol

import (
	"context"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// inputs are the checks of bodies that are no good JSON.
func inputs() []check {
	return []check{brokenJSON, notAnObject, trailingBytes, duplicateMembers, namesTheField}
}

var brokenJSON = check{
	id:    "input.broken-json",
	title: "a body that is not JSON is refused",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"refusals": 5},
	run:   func(ctx context.Context, p *probe) { p.refusesBodies(ctx, notJSON()) },
}

// body is a body with a name for people.
type body struct{ name, text string }

func notJSON() []body {
	return []body{
		{"cut in the middle", `{"broken":`},
		{"with a text that does not end", `{"broken":"`},
		{"of plain text", "understudy"},
		{"of XML", "<event/>"},
		{"of a form", "event=x&version=LIVE"},
	}
}

func noObjects() []body {
	return []body{{"null", "null"}, {"7", "7"}, {"true", "true"}, {`"text"`, `"text"`}, {"of no bytes", ""}}
}

func (p *probe) refusesBodies(ctx context.Context, bodies []body) {
	ops := p.working(ctx)
	for i := range max(len(bodies), 3*len(ops)) { // three at least on each operation
		o, b := ops[i%len(ops)], bodies[i%len(bodies)]
		if x := p.odd(ctx, o, b.text); success(x) {
			p.Fail(conformance.Failure{
				Message: o.ID + " takes a body " + b.name, Expected: "a refusal, such as 400", Got: status(x),
				Exchanges: []*exchange.Exchange{x},
			})
		}
		p.Saw("refusals", 1)
	}
}

// odd sends an operation another body, which has to be refused or is no request of the operation.
func (p *probe) odd(ctx context.Context, o Operation, text string) *exchange.Exchange {
	r := p.request(o)
	r.Safe, r.Body, r.Meta = false, []byte(text), o.Refusal
	return p.hostile(ctx, r)
}

// notAnObject leaves it to the target whether it takes lists as well, as some do that have many things to say at once. But it may not
// answer one that holds nothing as if it had been told something.
var notAnObject = check{
	id:    "input.not-an-object",
	title: "a body that is JSON and no object is refused; a list that holds nothing is not taken for one",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"refusals": 5},
	run: func(ctx context.Context, p *probe) {
		p.refusesBodies(ctx, noObjects())
		var seen []string
		for _, o := range p.working(ctx) {
			for _, text := range []string{"[]", "[{}]"} {
				x := p.odd(ctx, o, text)
				if success(x) && shows(o, x) {
					p.Fail(conformance.Failure{
						Message:  o.ID + " takes the body " + text + " for a good one",
						Expected: "a refusal, such as 400, or an answer about no data",
						Got:      status(x) + " with data", Exchanges: []*exchange.Exchange{x},
					})
				}
				seen = append(seen, o.ID+" with "+text+": "+status(x))
			}
		}
		p.Record("lists, which a target may take as well, are answered so: %s", strings.Join(seen, ", "))
	},
}

// trailingBytes looks at the answer only: it has to be a refusal, or what one body alone would give.
var trailingBytes = check{
	id:    "input.trailing-bytes",
	title: "what follows the JSON text is refused or passed over",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 2},
	run: func(ctx context.Context, p *probe) {
		ops := p.working(ctx)
		for i, tail := range []string{"{}", " x", "\x00", "]", "{\"a\":1}", "\xff"} {
			o := ops[i%len(ops)]
			r := p.request(o)
			r.Safe, r.Body = false, append(r.Body, tail...)
			x := p.hostile(ctx, r)
			p.neverFails(ctx, x, o.ID+" answers a body that something follows with a server error")
			if !success(x) {
				continue
			}
			if _, err := decode(x); err != nil && !unread(err) {
				p.Fail(conformance.Failure{
					Message:  o.ID + " answers a body that something follows with what is not one JSON text",
					Expected: "a refusal, or one answer",
					Got:      err.Error(), Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	},
}

var duplicateMembers = check{
	id:    "input.duplicate-members",
	title: "what becomes of a member that is there twice is recorded",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		seen := map[string]string{}
		for _, o := range p.working(ctx) {
			r := p.request(o)
			for name := range o.Body("x") {
				r.Body = fmt.Appendf(nil, `{%q:"understudy-first",%s`, name, strings.TrimPrefix(string(r.Body), "{"))
				break
			}
			r.Safe = false
			seen[o.ID] = status(p.hostile(ctx, r))
			p.Saw("answers", 1)
		}
		p.Record("a body with a member that is there twice is answered so: %s", canonical(seen))
	},
}

var namesTheField = check{
	id:    "input.names-the-field",
	title: "whether a refusal names what was wrong is recorded",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		seen := map[string]string{}
		for _, o := range p.working(ctx) {
			const name = "understudy_no_such_member"
			x := p.hostile(ctx, p.request(o.change(func(body map[string]any) {
				for member := range body {
					body[member] = []any{map[string]any{name: true}}
				}
			})))
			p.Saw("answers", 1)
			text, _ := x.Plain()
			named := 0
			for member := range o.Body("x") {
				if strings.Contains(string(text), member) {
					named++
				}
			}
			seen[o.ID] = fmt.Sprintf("%s, names %d of %d wrong members", status(x), named, len(o.Body("x")))
		}
		p.Record("a body whose members all have wrong types is answered so: %s", canonical(seen))
	},
}

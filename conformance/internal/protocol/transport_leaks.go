package protocol

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// leaks are the checks that a request gets nothing of another one.
func leaks() []check {
	return []check{pipelined, refusalForgotten}
}

// pipelined sends a good request and one without credentials in one piece, so that the order of the answers shows in their statuses. A
// target may close the connection after the first.
var pipelined = check{
	id:    "transport.pipelined",
	title: "requests that come at once on a connection are answered in their order",
	phase: conformance.Alone,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		told := 0
		for _, o := range p.working(ctx) {
			answers, whole := p.mixedUp(ctx, o)
			if answers != nil { // once more, as something on the way may have been wrong
				answers, _ = p.mixedUp(ctx, o)
			}
			if answers != nil {
				p.letIn(ctx, conformance.Failure{
					Message:   o.ID + ": requests that come at once on a connection are not answered in their order",
					Expected:  "2xx, and then a refusal: the second has no credentials",
					Got:       status(answers[0]) + ", and then " + status(answers[1]),
					Exchanges: []*exchange.Exchange{answers[1], answers[0]},
				})
			}
			if whole {
				told++
			}
		}
		if told == 0 {
			p.Record("the target closes a connection on which several requests come at once, or does not answer them all")
		}
	},
}

// mixedUp returns the answers to two requests that came at once if they are not in order.
func (p *probe) mixedUp(ctx context.Context, o Operation) (answers []*exchange.Exchange, whole bool) {
	answers, whole = p.atOnce(ctx, p.request(o), p.as(o, ""))
	p.Saw("answers", len(answers))
	if !whole || success(answers[0]) && !success(answers[1]) {
		return nil, whole
	}
	if !success(answers[0]) && !success(answers[1]) { // not a matter of their order: the target may have locked the credentials
		p.Inconclusive("good credentials are answered with %s", status(answers[0]))
	}
	return answers, true
}

// atOnce sends requests in one piece over a connection of their own. They were answered as a whole unless the target ended the
// connection, took too long or was busy.
func (p *probe) atOnce(ctx context.Context, requests ...exchange.Request) (answers []*exchange.Exchange, whole bool) {
	conn := p.dial(ctx)
	defer conn.Close()
	var text []byte
	for i, r := range requests {
		requests[i] = p.named(r)
		text = append(append(text, conn.Head(requests[i])...), r.Body...)
	}
	for i, r := range requests {
		x, closes := conn.Send(ctx, r, func() error {
			if i > 0 {
				return nil
			}
			return conn.Write(text)
		})
		answers = append(answers, x)
		if x.Err != nil || x.Busy() || closes && i < len(requests)-1 {
			return answers, false
		}
	}
	return answers, true
}

// RefusedText begins the texts of a run that are in no request but one that has to be refused; a number and an x follow.
func RefusedText(run string) string { return "leak" + run }

// refusalForgotten has a request refused that holds texts which are in no other, and looks for them, and for what they would do, in the
// answers that follow: to a stranger, to another wrong request and to a good one.
var refusalForgotten = check{
	id:    "transport.refusal-forgotten",
	title: "what was refused shows in no later answer and changes none",
	phase: conformance.Alone,
	uses:  firm,
	floor: map[string]int{"refusals": 1},
	run: func(ctx context.Context, p *probe) {
		for i, o := range p.forgetting(ctx) {
			mark := fmt.Sprintf("%s%dx", RefusedText(p.Run()), i)
			before := p.ask(ctx, o, nil)
			refused := p.hostile(ctx, p.request(o.wrong(mark+"a")))
			if refused.Err != nil || success(refused) {
				continue // whether it has to be refused is for others to say
			}
			p.Saw("refusals", 1)
			p.without(mark, "a stranger", p.stranger(ctx, p.as(o, "")), refused)
			p.without(mark+"a", "another request that is refused", p.hostile(ctx, p.request(o.wrong(mark+"b"))), refused)
			after := p.ask(ctx, o, nil)
			p.without(mark, "a good request", after.last, refused)
			if o.Writes || before.odd != "" || after.odd == "" && missing(before, after) == "" {
				continue
			}
			if again := p.ask(ctx, o, nil); again.odd == "" && missing(before, again) == "" {
				p.Fail(conformance.Failure{
					Message:   o.ID + " is answered otherwise after a refused request than before it, and later",
					Expected:  "as before: " + shorten(before.text()),
					Got:       orNothing(after.odd + shorten(after.text())),
					Exchanges: []*exchange.Exchange{after.last, refused, before.last},
				})
			}
		}
	},
}

// forgetting are the operations that can be asked wrongly, with a window in which something is and without the filter that the wrong
// request has.
func (p *probe) forgetting(ctx context.Context) []Operation {
	var pairs []Pair
	if p.api.Narrow != nil {
		pairs = slices.DeleteFunc(slices.Clone(p.api.Narrow(ctx, p.T)), func(pair Pair) bool { return pair.Name == filtered })
	}
	var ops []Operation
	for _, o := range p.working(ctx) {
		if o.Body == nil || o.Wrong != nil {
			ops = append(ops, o.setAll(pairs))
		}
	}
	return ops
}

// filtered is the parameter that a wrong query has beside what is wrong in it.
const filtered = "event"

// wrong returns the operation with a request that has to be refused and that has a text in it.
func (o Operation) wrong(text string) Operation {
	if o.Body == nil {
		return o.setAll([]Pair{{filtered, text}}).set(Pair{"page_size", text})
	}
	return o.change(func(body map[string]any) { o.Wrong(body, text) })
}

// refusalAgain is what a server does that keeps a refusal for the next request.
const refusalAgain = "a refusal is given again to the next request"

// without fails the check if an answer has a text that only a refused request had.
func (p *probe) without(text, to string, x, refused *exchange.Exchange) {
	body, err := x.Plain()
	if err == nil && strings.Contains(string(body)+canonical(x.Header), text) {
		likely := ""
		if refused.Refused() && x.Status == refused.Status && bytes.Equal(x.Body, refused.Body) {
			likely = refusalAgain
		}
		p.Fail(conformance.Failure{
			LooksLike: likely,
			Message:   "the answer to " + to + " shows a text of a request that was refused before", Expected: "nothing of another request",
			Got:       status(x) + " with " + text,
			Exchanges: []*exchange.Exchange{x, refused},
		})
	}
}

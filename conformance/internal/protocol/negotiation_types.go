package protocol

import (
	"context"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// mediaTypes are the checks of Content-Type and Accept.
func mediaTypes() []row {
	return []row{
		{
			id: "negotiation.accept", title: "no Accept, any type and application/json give the same", uses: firm, phase: conformance.Writing,
			floor: map[string]int{"comparisons": 2}, run: accept,
		},
		{
			id: "negotiation.no-html", title: "a client that wants HTML gets none as a success", uses: firm, phase: conformance.Writing,
			floor: map[string]int{"answers": 1}, run: noHTML,
		},
		{
			id: "negotiation.json-content-type", title: "a JSON body is taken in every spelling of its media type", uses: withBody,
			phase: conformance.Writing, floor: map[string]int{"answers": 4}, run: jsonContentType,
		},
		{
			id: "negotiation.other-content-type", title: "no media type of a body makes the target fail", uses: withBody,
			phase: conformance.Writing, floor: map[string]int{"answers": 4}, run: otherContentType,
		},
	}
}

func accept(ctx context.Context, p *probe) {
	ops := p.narrowed(ctx)
	for i := range max(2, len(ops)) {
		kind := []string{"*/*", ""}[i%2]
		p.same(ctx, ops[i%len(ops)], "Accept: "+orNothing(kind), func(r *wire.Request) {
			r.Header.Del("Accept")
			if kind != "" {
				r.Header.Set("Accept", kind)
			}
		})
	}
}

func noHTML(ctx context.Context, p *probe) {
	for _, o := range p.working(ctx) {
		x := p.valid(ctx, o, func(r *wire.Request) { r.Header.Set("Accept", "text/html") })
		p.Saw("answers", 1)
		body, _ := x.Plain()
		if success(x) && (mediaType(x.Header) == "text/html" || strings.HasPrefix(strings.TrimSpace(string(body)), "<")) {
			p.Fail(conformance.Failure{
				Message: o.ID + " answers a client that asks for HTML with a page", Expected: "JSON, or 406", Got: status(x) + " with " + mediaType(x.Header),
				Exchanges: []*wire.Exchange{x},
			})
		}
	}
}

func jsonContentType(ctx context.Context, p *probe) {
	for _, o := range p.working(ctx) {
		for _, kind := range []string{
			"application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON", "application/JSON; Charset=Utf-8",
		} {
			x := p.valid(ctx, o, func(r *wire.Request) { r.Header.Set("Content-Type", kind) })
			p.Saw("answers", 1)
			if !success(x) {
				p.Fail(conformance.Failure{
					Message: o.ID + " refuses a JSON body that is declared as " + kind, Expected: "2xx, as for application/json", Got: status(x),
					Exchanges: []*wire.Exchange{x},
				})
			}
		}
	}
}

// otherContentType sends good bodies under wrong names. What becomes of them is the target's choice.
func otherContentType(ctx context.Context, p *probe) {
	seen := map[string]string{}
	ops := p.operations()
	for i, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/xml; charset=\"", "/"} {
		o := ops[i%len(ops)]
		r := p.request(o)
		r.Header.Set("Content-Type", kind)
		if kind == "" {
			r.Header.Del("Content-Type")
		}
		x := p.hostile(ctx, r)
		p.neverFails(x, o.ID+" answers with a server error when the body is declared as "+orNothing(kind))
		seen[orNothing(kind)] = status(x)
	}
	p.Record("answers by Content-Type: %s", canonical(seen))
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

// neverFails fails the check if a request was answered with a server error. 501 and 503 are no failures of the server.
func (p *probe) neverFails(x *wire.Exchange, message string) {
	p.Saw("answers", 1)
	if failed(x) {
		p.Fail(conformance.Failure{Message: message, Expected: "a status below 500", Got: status(x), Exchanges: []*wire.Exchange{x}})
	}
}

func failed(x *wire.Exchange) bool {
	return x.Status >= 500 && x.Status != http.StatusNotImplemented && x.Status != http.StatusServiceUnavailable && x.Status != http.StatusHTTPVersionNotSupported
}

package protocol

import (
	"context"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// mediaTypes are the checks of Content-Type and Accept.
func mediaTypes() []check {
	return []check{anyAccept, noAccept, noHTML, jsonContentType, jsonTypeCase, otherContentType}
}

var anyAccept = check{
	id:    "negotiation.accept",
	title: "Accept for any type and for application/json give the same",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"comparisons": 1},
	run:   func(ctx context.Context, p *probe) { p.accepts(ctx, "*/*") },
}

var noAccept = check{
	id:    "negotiation.no-accept",
	title: "no Accept and application/json give the same",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"comparisons": 1},
	run:   func(ctx context.Context, p *probe) { p.accepts(ctx, "") },
}

var jsonContentType = check{
	id:    "negotiation.json-content-type",
	title: "a JSON body is taken with charset=utf-8 behind its media type",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 2},
	run: func(ctx context.Context, p *probe) {
		p.declares(ctx, "application/json; charset=utf-8", "application/json;charset=UTF-8")
	},
}

var jsonTypeCase = check{
	id:    "negotiation.json-type-case",
	title: "a JSON body is taken under its media type in any case of letters, and with the charset in quotes",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		p.declares(ctx, "Application/JSON", `application/JSON; Charset="Utf-8"`)
	},
}

func (p *probe) accepts(ctx context.Context, kind string) {
	what := "Accept: " + kind
	if kind == "" {
		what = "leaving Accept out"
	}
	for _, o := range p.narrowed(ctx) {
		p.same(ctx, o, what, func(r *exchange.Request) {
			r.Header.Del("Accept")
			if kind != "" {
				r.Header.Set("Accept", kind)
			}
		})
	}
	if p.Check().Level == conformance.Info {
		p.Record("%s gives the same answers as Accept: application/json", what)
	}
}

var noHTML = check{
	id:    "negotiation.no-html",
	title: "a client that wants HTML gets none as a success",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		for _, o := range p.working(ctx) {
			x := p.valid(ctx, o, func(r *exchange.Request) { r.Header.Set("Accept", "text/html") })
			p.Saw("answers", 1)
			body, _ := x.Plain()
			if success(x) && (mediaType(x.Header) == "text/html" || strings.HasPrefix(strings.TrimSpace(string(body)), "<")) {
				p.Fail(conformance.Failure{
					Message: o.ID + " answers a client that asks for HTML with a page", Expected: "JSON, or 406",
					Got:       status(x) + " with " + mediaType(x.Header),
					Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	},
}

// declares wants a good body to be taken under each of some media types.
func (p *probe) declares(ctx context.Context, kinds ...string) {
	for _, o := range p.working(ctx) {
		for _, kind := range kinds {
			x := p.valid(ctx, o, func(r *exchange.Request) { r.Header.Set("Content-Type", kind) })
			p.Saw("answers", 1)
			if !success(x) {
				p.Fail(conformance.Failure{
					Message: o.ID + " refuses a JSON body that is declared as " + kind, Expected: "2xx, as for application/json",
					Got:       status(x),
					Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	}
}

// otherContentType sends good bodies under wrong names, and a well-formed one of another type. What becomes of them is the target's
// choice.
var otherContentType = check{
	id:    "negotiation.other-content-type",
	title: "no media type of a body makes the target fail",
	phase: conformance.Writing,
	uses:  withBody,
	floor: map[string]int{"answers": 4},
	run: func(ctx context.Context, p *probe) {
		seen := map[string]string{}
		ops := p.operations()
		for i, kind := range []string{
			"", "text/plain", "application/x-www-form-urlencoded", formType, "multipart/form-data",
			"application/xml; charset=\"",
		} {
			o := ops[i%len(ops)]
			r := p.request(o)
			r.Header.Set("Content-Type", kind)
			switch kind {
			case "":
				r.Header.Del("Content-Type")
			case formType:
				r.Body = form(r.Body)
			}
			x := p.hostile(ctx, r)
			p.neverFails(ctx, x, o.ID+" answers with a server error when the body is declared as "+orNothing(kind))
			seen[orNothing(kind)] = status(x)
		}
		p.Record("answers by Content-Type: %s", canonical(seen))
	},
}

const formType = "multipart/form-data; boundary=understudy"

// form is a text as the one field of a form of formType.
func form(text []byte) []byte {
	return fmt.Appendf(nil, "--understudy\r\nContent-Disposition: form-data; name=\"event\"\r\n\r\n%s\r\n--understudy--\r\n", text)
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

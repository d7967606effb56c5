package protocol

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// contents are the checks of what a successful answer is made of. They look through the whole traffic.
func contents() []row {
	floor := map[string]int{"answers": 1}
	return []row{
		{
			id: "negotiation.gzip", title: "a compressed answer holds what the plain one holds", uses: firm, phase: conformance.Writing,
			floor: map[string]int{"comparisons": 1}, run: compressed,
		},
		{
			id: "negotiation.json-declared", title: "successful answers are declared as application/json", uses: firm, phase: conformance.Closing,
			floor: floor, run: declared,
		},
		{
			id: "negotiation.json-body", title: "successful answers are one JSON text in UTF-8", uses: firm, phase: conformance.Closing,
			floor: floor, run: oneText,
		},
		{
			id: "negotiation.no-duplicate-members", title: "no object of an answer has a member twice", uses: firm, phase: conformance.Closing,
			floor: floor, run: noDuplicates,
		},
		{
			id: "negotiation.not-public", title: "no answer to somebody with credentials is declared fit for shared caches", uses: firm,
			phase: conformance.Closing, floor: floor, run: notPublic,
		},
	}
}

// compressed compares small answers, and reads a large one, which takes several blocks of the compression.
func compressed(ctx context.Context, p *probe) {
	gzip := func(r *wire.Request) { r.Header.Set("Accept-Encoding", "gzip") }
	for _, o := range p.narrowed(ctx) {
		p.same(ctx, o, "Accept-Encoding: gzip", gzip)
	}
	for _, o := range p.operations() {
		large := o.with(p.api.Wide)
		if o.Text != nil {
			large = o.change(func(body map[string]any) { o.Text(body, strings.Repeat("understudy ", 8000)) })
		}
		x := p.long(ctx, large, gzip)
		if !success(x) {
			continue // a long answer may be refused
		}
		if _, err := decode(x); err != nil && !errors.Is(err, wire.ErrCoding) {
			p.Fail(conformance.Finding{
				Message: o.ID + ": a long answer cannot be read when the client accepts gzip", Expected: "the same JSON as without it",
				Got: err.Error(), Exchanges: []*wire.Exchange{x},
			})
		}
	}
}

// answers are the successful answers of the run to good requests of the operations that this is about, one more of each
// included.
func (p *probe) answers(ctx context.Context) []*wire.Exchange {
	p.working(ctx)
	var all []*wire.Exchange
	for _, x := range p.Traffic() {
		if success(x) && !x.Request.Hostile && x.Request.Authorization != "" && p.belongs(x) {
			all = append(all, x)
		}
	}
	p.Saw("answers", len(all))
	return all
}

// belongs reports whether an exchange is one of an operation, as far as method and end of the path tell.
func (p *probe) belongs(x *wire.Exchange) bool {
	for _, o := range p.api.Operations {
		path := o.Path(p.Target())
		if x.Request.Method == o.Method && strings.HasSuffix(x.Request.Path, path[strings.LastIndexByte(path, '/'):]) {
			return true
		}
	}
	return false
}

func declared(ctx context.Context, p *probe) {
	for _, x := range p.answers(ctx) {
		if kind := mediaType(x.Header); kind != "application/json" {
			p.Fail(conformance.Finding{
				Message: "a successful answer is not declared as JSON", Expected: "Content-Type: application/json", Got: "Content-Type: " + orNothing(kind),
				Exchanges: []*wire.Exchange{x},
			})
		}
	}
}

func oneText(ctx context.Context, p *probe) {
	for _, x := range p.answers(ctx) {
		if text, err := x.Plain(); err == nil && utf8.Valid(text) && json.Valid(text) {
			continue
		}
		if _, err := decode(x); err != nil && !errors.Is(err, wire.ErrCoding) {
			p.Fail(conformance.Finding{
				Message: "a successful answer is not one JSON text in UTF-8", Expected: "one JSON text and nothing after it", Got: err.Error(),
				Exchanges: []*wire.Exchange{x},
			})
		}
	}
}

// mostTexts is how many answers are read name by name, which takes its time.
const mostTexts = 200

func noDuplicates(ctx context.Context, p *probe) {
	all := p.answers(ctx)
	for i := 0; i < len(all); i += 1 + len(all)/mostTexts {
		x := all[i]
		text, err := x.Plain()
		if err != nil {
			continue
		}
		if name, found := twice(text); found {
			p.Fail(conformance.Finding{
				Message: "an object of an answer has a member twice", Expected: "every name once", Got: "two members " + strconv.Quote(shorten(name)),
				Exchanges: []*wire.Exchange{x},
			})
		}
	}
}

func notPublic(ctx context.Context, p *probe) {
	for _, x := range p.answers(ctx) {
		for _, directive := range strings.Split(strings.ToLower(strings.Join(x.Header.Values("Cache-Control"), ",")), ",") {
			name, _, _ := strings.Cut(strings.TrimSpace(directive), "=")
			if name == "public" || name == "s-maxage" {
				p.Fail(conformance.Finding{
					Message:  "an answer to somebody with credentials may be kept by a shared cache and given to others",
					Expected: "no public and no s-maxage in Cache-Control", Got: "Cache-Control: " + x.Header.Get("Cache-Control"),
					Exchanges: []*wire.Exchange{x},
				})
			}
		}
	}
}

package protocol

import (
	"context"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// contents are the checks of what a successful answer is made of. They look through every answer of a run.
func contents() []check {
	return []check{compressed, jsonDeclared, jsonBody, noDuplicateMembers, fitForSharedCaches}
}

var jsonDeclared = check{
	id:    "negotiation.json-declared",
	title: "successful answers are declared as application/json",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	watch: watching(declared),
	run:   everyAnswer,
}

var jsonBody = check{
	id:    "negotiation.json-body",
	title: "successful answers are one JSON text in UTF-8",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	watch: watching(oneText),
	run:   everyAnswer,
}

var noDuplicateMembers = check{
	id:    "negotiation.no-duplicate-members",
	title: "no object of an answer has a member twice",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	watch: watching(noDuplicates),
	run:   everyAnswer,
}

// compressed compares small answers, and reads a large one, which takes several blocks of the compression.
var compressed = check{
	id:    "negotiation.gzip",
	title: "a compressed answer holds what the plain one holds",
	phase: conformance.Writing,
	uses:  firm,
	floor: map[string]int{"comparisons": 1},
	run: func(ctx context.Context, p *probe) {
		gzip := func(r *exchange.Request) { r.Header.Set("Accept-Encoding", "gzip") }
		for _, o := range p.narrowed(ctx) {
			p.same(ctx, o, "Accept-Encoding: gzip", gzip)
		}
		for _, o := range p.operations() {
			large := o.setAll(p.api.Wide)
			if o.Text != nil {
				large = o.change(func(body map[string]any) { o.Text(body, strings.Repeat("understudy ", 8000)) })
			}
			x := p.long(ctx, large, gzip)
			if !success(x) {
				continue // a long answer may be refused
			}
			if _, err := decode(x); err != nil && !unread(err) {
				p.Fail(conformance.Failure{
					Message: o.ID + ": a long answer cannot be read when the client accepts gzip", Expected: "the same JSON as without it",
					Got: err.Error(), Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	},
}

// content watches the successful answers of a run to good requests.
type content struct {
	api   API
	rule  func(nth int, x *exchange.Exchange) *conformance.Failure
	seen  int
	found *conformance.Failure // the first violation
}

// watching makes the watcher of a check that holds every answer to a rule.
func watching(rule func(nth int, x *exchange.Exchange) *conformance.Failure) func(API) conformance.Watcher {
	return func(api API) conformance.Watcher { return &content{api: api, rule: rule} }
}

// See looks at one answer.
func (c *content) See(x *exchange.Exchange) {
	if !success(x) || x.Request.Hostile || x.Request.Authorization == "" || !c.belongs(x) {
		return
	}
	c.seen++
	if c.found != nil {
		return
	}
	if c.found = c.rule(c.seen, x); c.found != nil {
		c.found.Exchanges = []*exchange.Exchange{x.Brief()}
	}
}

// belongs reports whether an exchange is one of an operation, as far as method and end of the path tell.
func (c *content) belongs(x *exchange.Exchange) bool {
	for _, o := range c.api.Operations {
		path := o.Path(conformance.Target{})
		if x.Request.Method == o.Method && strings.HasSuffix(x.Request.Path, path[strings.LastIndexByte(path, '/'):]) {
			return true
		}
	}
	return false
}

// everyAnswer has one more answer of each operation looked at, and reports the first violation.
func everyAnswer(ctx context.Context, p *probe) {
	p.working(ctx)
	c, _ := p.Watcher().(*content)
	p.Saw("answers", c.seen)
	if c.found != nil {
		p.Fail(*c.found)
	}
}

// fitForSharedCaches has every answer looked at, and records what it says to shared caches.
var fitForSharedCaches = check{
	id:    "negotiation.not-public",
	title: "whether answers to somebody with credentials are declared fit for shared caches is recorded",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	watch: watching(notPublic),
	run: func(ctx context.Context, p *probe) {
		everyAnswer(ctx, p)
		c, _ := p.Watcher().(*content)
		p.Record("none of %s to somebody with credentials is declared fit for shared caches", english.Count(c.seen, "answer"))
	},
}

func declared(_ int, x *exchange.Exchange) *conformance.Failure {
	if kind := mediaType(x.Header); kind != "application/json" {
		return &conformance.Failure{
			Message: "a successful answer is not declared as JSON", Expected: "Content-Type: application/json",
			Got: "Content-Type: " + orNothing(kind),
		}
	}
	return nil
}

func oneText(_ int, x *exchange.Exchange) *conformance.Failure {
	if text, err := x.Plain(); err == nil && exchange.IsJSON(text) {
		return nil
	}
	if _, err := decode(x); err != nil && !unread(err) {
		return &conformance.Failure{
			Message: "a successful answer is not one JSON text in UTF-8", Expected: "one JSON text and nothing after it", Got: err.Error(),
		}
	}
	return nil
}

// mostTexts is about how many answers are read name by name, which takes its time: so many, and then ever fewer.
const mostTexts = 200

func noDuplicates(nth int, x *exchange.Exchange) *conformance.Failure {
	if nth%(1+nth/mostTexts) != 0 {
		return nil
	}
	text, err := x.Plain()
	if err != nil || exchange.Dense(text, mostValues) {
		return nil
	}
	if name, found := twice(text); found {
		return &conformance.Failure{
			Message: "an object of an answer has a member twice", Expected: "every name once",
			Got: "two members " + strconv.Quote(shorten(name)),
		}
	}
	return nil
}

// notPublic looks for answers that a shared cache may give to others without asking the target.
func notPublic(_ int, x *exchange.Exchange) *conformance.Failure {
	given := map[string]string{}
	for directive := range strings.SplitSeq(strings.ToLower(strings.Join(x.Header.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		given[name] = strings.Trim(value, `"`)
	}
	life, shared := given["s-maxage"]
	if _, public := given["public"]; public && !shared {
		life, shared = given["max-age"], true
	}
	if _, asks := given["must-revalidate"]; !shared || asks || strings.Trim(life, "0") == "" {
		return nil
	}
	return &conformance.Failure{Message: "shared caches may keep an answer to somebody with credentials: Cache-Control: " +
		x.Header.Get("Cache-Control")}
}

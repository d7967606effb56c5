package chatlayer

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var badSize = conformance.Check{
	ID:          "chatlayer.paging.bad-size",
	Level:       conformance.Should,
	Requirement: "CHL-PAGE-16",
	Title:       "A page_size that is no integer is refused.",
	Operations:  listing(),
	Floor:       map[string]int{"bad sizes": 6},
	Run:         with(badSizes),
}

// badSizes sends page sizes that are no integers. What one beyond 32 bits gives is recorded: it is above 100, too.
func badSizes(ctx context.Context, p *probe) {
	huge := []string{}
	for _, op := range p.everyList() {
		values, tooLarge := []any{"ten", "1.5", "10abc"}, any("99999999999")
		if op == post {
			values, tooLarge = []any{"ten", json.RawMessage("1.5"), json.RawMessage("[10]")}, json.RawMessage("99999999999")
		}
		huge = append(huge, fmt.Sprintf("%s: status %d", called(op), p.strange(ctx, p.s.with(p.s.all(op), "page_size", tooLarge)).X.Status))
		for _, value := range values {
			page := p.strange(ctx, p.s.with(p.s.all(op), "page_size", value))
			p.Saw("bad sizes", 1)
			if page.X.Status >= 200 && page.X.Status < 300 {
				text := fmt.Sprint(value)
				if raw, ok := value.(json.RawMessage); ok {
					text = string(raw)
				}
				p.Fail(conformance.Failure{
					Message:  fmt.Sprintf("%s takes page_size %s, which is no integer", called(op), text),
					Expected: "a status other than 2xx", Got: gist(page.X), Exchanges: []*exchange.Exchange{page.X},
				})
			}
		}
	}
	p.Record("page_size 99999999999: %s", listed(huge))
}

var pagingZeroSize = conformance.Check{
	ID:          "chatlayer.paging.zero-size",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-14",
	Title:       "What page_size 0 means.",
	Operations:  listing(),
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Run:         with(zeroSize),
}

// zeroSize records what page_size 0 means, and negativeSize a negative one.
func zeroSize(ctx context.Context, p *probe) { recordSize(ctx, p, 0) }

var pagingNegativeSize = conformance.Check{
	ID:          "chatlayer.paging.negative-size",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-15",
	Title:       "What a negative page_size means.",
	Operations:  listing(),
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Run:         with(negativeSize),
}

func negativeSize(ctx context.Context, p *probe) { recordSize(ctx, p, -1) }

func recordSize(ctx context.Context, p *probe, size int) {
	said := []string{}
	for _, op := range p.everyList() {
		page := p.strange(ctx, p.s.with(p.s.all(op), "page_size", sizeValue(op, size)))
		said = append(said, fmt.Sprintf("%s: status %d with %d events", called(op), page.X.Status, len(page.Events)))
		p.Saw("answers", 1)
	}
	p.Record("%s", listed(said))
}

var pagingHundred = conformance.Check{
	ID:          "chatlayer.paging.hundred",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-2",
	Title:       "No page holds more than 100 events, whatever page_size is.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Watch:       everyAnswer(hundred),
	Run:         bare(neverMore),
}

// neverMore asks for negative sizes, which may be refused, and tells what the watcher saw of these and of all other answers.
func neverMore(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		for _, size := range []int{-1, math.MinInt32} {
			p.Do(ctx, p.s.with(p.s.all(op), "page_size", sizeValue(op, size)))
		}
	}
	told(ctx, p)
}

// sizeValue is a page_size for the query or for the body.
func sizeValue(op string, size int) any {
	if op == post {
		return json.RawMessage(fmt.Sprint(size))
	}
	return fmt.Sprint(size)
}

var pagingEmptyToken = conformance.Check{
	ID:          "chatlayer.paging.empty-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-25",
	Title:       "What an empty page_token means.",
	Operations:  listing(),
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Run:         with(emptyToken),
}

// emptyToken records what an empty page_token means.
func emptyToken(ctx context.Context, p *probe) {
	said := []string{}
	for _, op := range p.everyList() {
		page := p.strange(ctx, p.s.with(p.s.all(op), "page_token", ""))
		said = append(said, fmt.Sprintf("%s: status %d with %d events", called(op), page.X.Status, len(page.Events)))
		p.Saw("answers", 1)
	}
	p.Record("%s", listed(said))
}

var crossedToken = conformance.Check{
	ID:          "chatlayer.paging.crossed-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-22",
	Title:       "Whether GET and POST take each other's page tokens.",
	Operations:  []string{get, post},
	Unproved:    "records only",
	Run:         with(crossedTokens),
}

// crossedTokens records whether a token of one operation is taken by the other.
func crossedTokens(ctx context.Context, p *probe) {
	said := []string{}
	for _, pair := range [][2]string{{get, post}, {post, get}} {
		o := p.open(ctx, p.s.some(pair[0], 12, p.s.random("crossed "+pair[0])).sized(5))
		page := p.strange(ctx, p.s.wrong(o.q.on(pair[1])))
		said = append(said, fmt.Sprintf("a token of %s by %s: status %d with %d events", called(pair[0]), called(pair[1]), page.X.Status,
			len(page.Events)))
	}
	p.Record("%s", listed(said))
}

var tokenOtherQuery = conformance.Check{
	ID:          "chatlayer.paging.token-other-query",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-19",
	Title:       "What a page token does with another filter.",
	Operations:  []string{get},
	Unproved:    "records only",
	Run:         with(otherQuery),
}

// otherQuery records what a token does with another filter than that of its walk.
func otherQuery(ctx context.Context, p *probe) {
	o := p.open(ctx, p.s.some(get, 12, p.s.random("other query")).sized(5))
	q := o.q
	q.User = p.s.names.of("nobody")
	page := p.strange(ctx, p.s.wrong(q))
	p.Record("a token with another user_id: status %d with %d events", page.X.Status, len(page.Events))
}

var pageSize = conformance.Check{
	ID:          "chatlayer.paging.page-size",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-1",
	Title:       "No page holds more events than page_size.",
	Operations:  listing(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"sized pages": 1},
	Watch:       everyPage(alike(pageSizes)),
	Run:         bare(told),
}

// pageSizes holds every page to the page_size that was asked for.
func pageSizes(a answer, saw saw) *conformance.Failure {
	if a.q.Size < 1 {
		return nil
	}
	saw("sized pages", 1)
	if a.held() > a.q.Size {
		return &conformance.Failure{
			Message:  fmt.Sprintf("%s: a page holds more events than page_size", called(a.q.Op)),
			Expected: fmt.Sprintf("at most %d events", a.q.Size), Got: fmt.Sprint(a.held()), Symptoms: tooLong(),
		}
	}
	return nil
}

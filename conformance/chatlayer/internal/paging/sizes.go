package paging

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var badSize = conformance.Check{
	ID:          "chatlayer.paging.bad-size",
	Level:       conformance.Should,
	Requirement: "CHL-PAGE-16",
	Title:       "A page_size that is no integer is refused.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"bad sizes": 6},
	Run:         kit.WithPlanted(badSizes),
}

// badSizes sends page sizes that are no integers. What one beyond 32 bits gives is recorded: it is above 100, too.
func badSizes(ctx context.Context, p *kit.Probe) {
	huge := []string{}
	for _, op := range p.EveryList() {
		values, tooLarge := []any{"ten", "1.5", "10abc"}, any("99999999999")
		if op == kit.Post {
			values, tooLarge = []any{"ten", json.RawMessage("1.5"), json.RawMessage("[10]")}, json.RawMessage("99999999999")
		}
		huge = append(huge, fmt.Sprintf("%s: status %d", kit.Called(op),
			p.Strange(ctx, p.RequestWith(p.ListPlanted(op), "page_size", tooLarge)).X.Status))
		for _, value := range values {
			page := p.Strange(ctx, p.RequestWith(p.ListPlanted(op), "page_size", value))
			p.Saw("bad sizes", 1)
			if page.X.Status >= 200 && page.X.Status < 300 {
				text := fmt.Sprint(value)
				if raw, ok := value.(json.RawMessage); ok {
					text = string(raw)
				}
				p.Fail(conformance.Failure{
					Message:  fmt.Sprintf("%s takes page_size %s, which is no integer", kit.Called(op), text),
					Expected: "a status other than 2xx", Got: kit.Gist(page.X), Exchanges: []*exchange.Exchange{page.X},
				})
			}
		}
	}
	p.Record("page_size 99999999999: %s", kit.Joined(huge))
}

var zeroSize = conformance.Check{
	ID:          "chatlayer.paging.zero-size",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-14",
	Title:       "What page_size 0 means.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(runZeroSize),
}

// runZeroSize records what page_size 0 means, and runNegativeSize a negative one.
func runZeroSize(ctx context.Context, p *kit.Probe) { recordSize(ctx, p, 0) }

var negativeSize = conformance.Check{
	ID:          "chatlayer.paging.negative-size",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-15",
	Title:       "What a negative page_size means.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(runNegativeSize),
}

func runNegativeSize(ctx context.Context, p *kit.Probe) { recordSize(ctx, p, -1) }

func recordSize(ctx context.Context, p *kit.Probe, size int) {
	said := []string{}
	for _, op := range p.EveryList() {
		page := p.Strange(ctx, p.RequestWith(p.ListPlanted(op), "page_size", sizeValue(op, size)))
		said = append(said, fmt.Sprintf("%s: status %d with %s", kit.Called(op), page.X.Status, english.Count(len(page.Events), "event")))
		p.Saw("answers", 1)
	}
	p.Record("%s", kit.Joined(said))
}

var hundred = conformance.Check{
	ID:          "chatlayer.paging.hundred",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-2",
	Title:       "No page holds more than 100 events, whatever page_size is.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Watch:       kit.EveryAnswer(kit.AtMostHundred),
	Run:         kit.WithoutPlanted(neverMore),
}

// neverMore asks for negative sizes, which may be refused, and tells what the watcher saw of these and of all other answers.
func neverMore(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		for _, size := range []int{-1, math.MinInt32} {
			p.Do(ctx, p.RequestWith(p.ListPlanted(op), "page_size", sizeValue(op, size)))
		}
	}
	kit.ReportWatch(ctx, p)
}

// sizeValue is a page_size for the query or for the body.
func sizeValue(op string, size int) any {
	if op == kit.Post {
		return json.RawMessage(fmt.Sprint(size))
	}
	return fmt.Sprint(size)
}

var emptyToken = conformance.Check{
	ID:          "chatlayer.paging.empty-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-25",
	Title:       "What an empty page_token means.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(runEmptyToken),
}

// runEmptyToken records what an empty page_token means.
func runEmptyToken(ctx context.Context, p *kit.Probe) {
	said := []string{}
	for _, op := range p.EveryList() {
		page := p.Strange(ctx, p.RequestWith(p.ListPlanted(op), "page_token", ""))
		said = append(said, fmt.Sprintf("%s: status %d with %s", kit.Called(op), page.X.Status, english.Count(len(page.Events), "event")))
		p.Saw("answers", 1)
	}
	p.Record("%s", kit.Joined(said))
}

var crossedToken = conformance.Check{
	ID:          "chatlayer.paging.crossed-token",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-22",
	Title:       "Whether GET and POST take each other's page tokens.",
	Operations:  []string{kit.Get, kit.Post},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(crossedTokens),
}

// crossedTokens records whether a token of one operation is taken by the other.
func crossedTokens(ctx context.Context, p *kit.Probe) {
	said := []string{}
	for _, pair := range [][2]string{{kit.Get, kit.Post}, {kit.Post, kit.Get}} {
		o := p.Open(ctx, p.ListSome(pair[0], 12, p.Random("crossed "+pair[0])).Sized(5))
		page := p.Strange(ctx, p.HostileRequest(o.Q.On(pair[1])))
		said = append(said, fmt.Sprintf("a token of %s by %s: status %d with %s", kit.Called(pair[0]), kit.Called(pair[1]), page.X.Status,
			english.Count(len(page.Events), "event")))
	}
	p.Record("%s", kit.Joined(said))
}

var tokenOtherQuery = conformance.Check{
	ID:          "chatlayer.paging.token-other-query",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-19",
	Title:       "What a page token does with another filter.",
	Operations:  []string{kit.Get},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(otherQuery),
}

// otherQuery records what a token does with another filter than that of its walk.
func otherQuery(ctx context.Context, p *kit.Probe) {
	o := p.Open(ctx, p.ListSome(kit.Get, 12, p.Random("other query")).Sized(5))
	q := o.Q
	q.User = p.Names.Of("nobody")
	page := p.Strange(ctx, p.HostileRequest(q))
	p.Record("a token with another user_id: status %d with %s", page.X.Status, english.Count(len(page.Events), "event"))
}

var pageSize = conformance.Check{
	ID:          "chatlayer.paging.page-size",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-1",
	Title:       "No page holds more events than page_size.",
	Operations:  kit.AllLists(),
	Phase:       conformance.Closing,
	Floor:       map[string]int{"sized pages": 1},
	Watch:       kit.EveryPage(kit.Stateless(pageSizes)),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// pageSizes holds every page to the page_size that was asked for.
func pageSizes(a kit.Answer, saw kit.Count) *conformance.Failure {
	if a.Asked.Size < 1 {
		return nil
	}
	saw("sized pages", 1)
	if a.Held() > a.Asked.Size {
		return &conformance.Failure{
			Message:  fmt.Sprintf("%s: a page holds more events than page_size", kit.Called(a.Asked.Op)),
			Expected: "at most " + english.Count(a.Asked.Size, "event"), Got: fmt.Sprint(a.Held()), Symptoms: kit.TooLong(),
		}
	}
	return nil
}

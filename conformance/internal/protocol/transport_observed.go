package protocol

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/dustin/go-humanize"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// observed are what is looked at over several requests.
func observed() []check {
	return []check{ownAnswers, date, redirects}
}

func echoes(o Operation) bool { return o.Text != nil }

// ownAnswers sends texts at the same time and wants each back where it was sent.
var ownAnswers = check{
	id:    "transport.own-answers",
	title: "requests at the same time each get their own answer",
	phase: conformance.Alone,
	uses:  echoes,
	floor: map[string]int{"answers": 8},
	run: func(ctx context.Context, p *probe) {
		working := p.working(ctx)
		o := working[0]
		const many = 16
		texts, requests, got := make([]string, many), make([]exchange.Request, many), make([]*exchange.Exchange, many)
		for i := range many {
			texts[i] = fmt.Sprintf("probe-%s-%d", p.Run(), i)
			requests[i] = p.request(o.change(func(body map[string]any) { o.Text(body, texts[i]) }))
		}
		var all sync.WaitGroup
		for i := range many {
			all.Go(func() { got[i] = p.Do(ctx, requests[i]) })
		}
		all.Wait()
		for i, x := range got {
			if !success(x) {
				continue // busy, or broken on the way; the others still tell
			}
			value, err := decode(x)
			if err != nil {
				continue
			}
			p.Saw("answers", 1)
			if back := o.Back(value); back != texts[i] {
				p.Fail(conformance.Failure{
					Message: o.ID + " gives a request another answer than its own", Expected: texts[i], Got: shorten(back),
					Exchanges: []*exchange.Exchange{x},
				})
			}
		}
	},
}

// date records how far the target's clock is from the runner's, and notes one that stands still or is far away.
var date = check{
	id:    "transport.date",
	title: "what the header Date says is recorded",
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		at, apart, told := p.date(ctx)
		p.Saw("answers", 1)
		if !told {
			p.Record("answers have no Date that can be read")
			return
		}
		if p.Client().Clock().Sleep(ctx, 1100*time.Millisecond) != nil {
			return
		}
		later, _, _ := p.date(ctx)
		goes := map[bool]string{true: "stands still", false: "goes on"}[later.Equal(at)]
		way := map[bool]string{true: "ahead of", false: "behind"}[apart > 0]
		away := apart.Abs().Round(time.Second).String()
		if apart.Abs() > 48*time.Hour {
			away = strings.TrimSpace(humanize.RelTime(at, at.Add(-apart), "", ""))
		}
		said := fmt.Sprintf("by the header Date the target's clock is %s %s this one, and %s", away, way, goes)
		if apart.Abs() < farApart && goes == "goes on" {
			p.Record("%s", said)
			return
		}
		said += "; what the target dates is judged by its Date"
		p.Record("%s", said)
		p.Note("%s", said)
	},
}

// farApart is how far two clocks are apart that nobody takes for the same time.
const farApart = 10 * time.Minute

// date is the Date of an answer, and by how much the target's clock is ahead of this one by it. What a cache has kept tells none.
func (p *probe) date(ctx context.Context) (at time.Time, ahead time.Duration, told bool) {
	x := p.stranger(ctx, p.as(p.operations()[0], ""))
	at, err := http.ParseTime(x.Header.Get("Date"))
	return at, at.Sub(x.Began), err == nil && x.Header.Get("Age") == ""
}

// redirects records them: none is ever followed.
var redirects = check{
	id:    "transport.redirects",
	title: "redirects that were seen are recorded",
	phase: conformance.Closing,
	uses:  firm,
	floor: map[string]int{"answers": 1},
	run: func(ctx context.Context, p *probe) {
		p.stranger(ctx, p.as(p.operations()[0], ""))
		seen := map[string]int{}
		for _, x := range p.Exchanges() {
			if x.Err == nil {
				p.Saw("answers", 1)
			}
			if x.Status >= 300 && x.Status < 400 {
				seen[status(x)]++
			}
		}
		if len(seen) == 0 {
			p.Record("no answer was a redirect")
			return
		}
		p.Record("redirects by their status: %s", canonical(seen))
	},
}

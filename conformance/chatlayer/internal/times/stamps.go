package times

import (
	"context"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var stampNearNow = conformance.Check{
	ID:          "chatlayer.time.stamp-near-now",
	Level:       conformance.Info,
	Requirement: "CHL-TRK-19",
	Title:       "How an event is dated that is tracked without a time.",
	Operations:  []string{"TrackEvent", kit.Get},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"stamps": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(stampedNow),
}

// stampedNow tracks an event without a time and records how far from the Date header of the answer it is dated.
func stampedNow(ctx context.Context, p *kit.Probe) {
	k, x := p.Track(ctx, kit.Sent{
		Version: "LIVE", Event: p.Names.Of("stamped-now"), User: p.Names.Of("stamped-now"),
		Conversation: p.Names.Of("stamped-now"),
	})
	if k == nil {
		p.NotApplicable("an event without a time is refused with status %d", x.Status)
	}
	date, err := http.ParseTime(x.Header.Get("Date"))
	if err != nil {
		p.NotApplicable("the answer has no Date header to compare with")
	}
	from, to := p.RunWindow()
	route := kit.Query{User: k.User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	elsewhere := func([]*kit.RunEvent) []kit.Query { // a day at a time, because nobody says how long a window may be
		var days []kit.Query
		for i := range 3 {
			end := to.Add(-time.Duration(i) * 20 * time.Hour)
			days = append(days, kit.Query{User: k.User, Start: kit.Bound(end.Add(-20 * time.Hour)), End: kit.Bound(end), Size: 100})
		}
		return append(days, kit.Query{User: k.User, Start: kit.Bound(to), End: kit.Bound(to.Add(20 * time.Hour)), Size: 100})
	}
	if lost, _ := p.Settle(ctx, []kit.Query{route}, elsewhere, []*kit.RunEvent{k}); len(lost) > 0 {
		p.Inconclusive("an event that was tracked without a time is not listed within two days of the answer; look where the target has it")
	}
	p.Saw("stamps", 1)
	off := k.When().Sub(date)
	side := "after"
	if off < 0 {
		side = "before"
	}
	p.Record("an event that was tracked without a time is dated %s, %s %s the answer's own Date", k.Listed.Timestamp, off.Abs(), side)
}

package tracking

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var offsetEdges = conformance.Check{
	ID:          "chatlayer.tracking.offset-edges",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-28",
	Title:       "A timestamp whose offset leads into another month or year is the instant that it says, or is refused.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"timestamps": 1},
	Run:         kit.WithPlanted(trackOffsetEdges),
}

// edgeTimes are written in another month than in UTC, some in another year: from and to a leap day, the end of a February without one and
// of months with 30 and 31 days, with the widest offsets that there are and with all quarters of an hour.
func edgeTimes() []string {
	return []string{
		"2024-03-01T13:45:00.250+14:00", "2024-02-29T23:15:00.250-12:00", "2025-03-01T00:30:00.250+12:45", "2025-01-01T00:30:00.250+01:00",
		"2024-12-31T20:45:00.250-03:30", "2025-05-01T05:15:00.250+05:45", "2025-07-31T23:45:00.250-09:30",
	}
}

// atEdge are two events of one instant: the first has it in UTC as its timestamp, the other as the text says.
type atEdge struct {
	text       string
	utc, spelt *kit.RunEvent
}

// trackOffsetEdges wants both events of each time to be listed at one instant. What becomes of times of earlier years is not said, but it
// is the same for both.
func trackOffsetEdges(ctx context.Context, p *kit.Probe) {
	if !p.Honoured {
		p.NotApplicable("the target gives events the time of their receipt")
	}
	pairs := trackAtEdges(ctx, p)
	var all []*kit.RunEvent
	var times []time.Time
	for _, pair := range pairs {
		all, times = append(all, pair.utc, pair.spelt), append(times, pair.utc.At)
	}
	if len(pairs) == 0 {
		p.NotApplicable("the target refuses timestamps of earlier years, or those with an offset")
	}
	q := kit.YearsAround(all[0].User, times)
	if page := p.Strange(ctx, p.HostileRequest(q)); page.Declined() {
		p.NotApplicable("the target refuses a window of some years with status %d, so that the events cannot be found", page.X.Status)
	}
	p.Settle(ctx, []kit.Query{q}, nil, all)
	pairs = slices.DeleteFunc(pairs, func(a atEdge) bool { return !a.utc.Seen || a.utc.When().Sub(a.utc.At).Abs() >= time.Second })
	if len(pairs) == 0 {
		p.NotApplicable("the target does not keep timestamps of earlier years")
	}
	for _, pair := range pairs {
		pair.hold(p)
	}
}

// hold wants the second event where the first one is.
func (a atEdge) hold(p *kit.Probe) {
	k := a.spelt
	if !k.Seen {
		p.Inconclusive("an event with the timestamp %s is not listed, and one of the same instant in UTC is; look where the target "+
			"has it", a.text)
	}
	p.Saw("timestamps", 1)
	if apart := k.When().Sub(k.At); apart.Abs() >= time.Second {
		_, offset := a.at().Zone()
		p.Fail(conformance.Failure{
			Message:  "a timestamp whose offset leads into another month is listed as another instant",
			Expected: kit.Bound(k.At) + " for " + a.text, Got: k.Listed.Timestamp,
			LooksLike: kit.MisreadOffset(apart, time.Duration(offset)*time.Second), Exchanges: p.ExchangesOf(p.Exchanges(), k),
		})
	}
}

func (a atEdge) at() time.Time {
	at, _ := time.Parse(time.RFC3339, a.text) // one of the list
	return at
}

// trackAtEdges tracks what the target takes of them.
func trackAtEdges(ctx context.Context, p *kit.Probe) (pairs []atEdge) {
	track := func(a kit.Asker, e kit.Sent) *kit.RunEvent {
		k, x := a.Track(ctx, e)
		if k == nil && !x.Refused() {
			p.Inconclusive("an event could not be tracked: %s", kit.Gist(x))
		}
		return k
	}
	for _, text := range edgeTimes() {
		pair := atEdge{text: text}
		e := kit.Sent{Version: "LIVE", Event: p.Names.Of("offset-edge"), User: p.Names.Of("offset-edge"), At: pair.at()}
		if pair.utc = track(p.Asker, e); pair.utc == nil {
			continue
		}
		if pair.spelt = track(p.Stamping(text), e); pair.spelt != nil {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

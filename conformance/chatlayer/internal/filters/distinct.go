package filters

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// keptApart tracks an event for each value, which is its name, its user, its conversation and its campaign, and wants each filter
// to find that one event only. Values that the target does not take are left out. The first is asked for in all of the filters,
// the others in so many.
func keptApart(ctx context.Context, p *kit.Probe, what string, minutes, filters int, values []string) {
	p, own, open := settledValues(ctx, p, what, minutes, values)
	for i, k := range own {
		for j, f := range kit.ShownFilters() {
			if i > 0 && (i+j)%3 >= filters {
				continue
			}
			q := f.AddTo(open, k.User)
			if slices.ContainsFunc(own, func(other *kit.RunEvent) bool { return other != k && other.User == k.User }) {
				q.Size = 1 // so that there is a later page, which has to heed the value, too
			}
			q.Op = []string{kit.Get, kit.Post}[(i/2+j)%2]
			if w, taken := unlessTooLong(ctx, p, q, k.User); taken {
				if p.Check().Level != conformance.Must {
					exactCase(p, w, f, k.User, own)
				}
				p.Hold(ctx, w, own, what+" in "+f.Name+" ("+q.Op+")")
				p.Saw("values", 1)
			}
		}
	}
	campaignKeptApart(ctx, p, what, own, open)
}

// settledValues tracks an event for each value and waits until they are listed. It returns them with the query that lists them, and
// the probe to ask with: aside, if the check is no must.
func settledValues(ctx context.Context, p *kit.Probe, what string, minutes int, values []string) (ask *kit.Probe, own []*kit.RunEvent,
	open kit.Query,
) {
	own = trackValues(ctx, p, minutes, values)
	if len(own) < 2 {
		p.NotApplicable("the target took %s with %s", english.Of(len(own), len(values), "event"), what)
	}
	if ask = p; p.Check().Level != conformance.Must {
		ask = p.Aside()
	}
	from, to := p.EventWindow(own)
	open = kit.Query{Op: kit.Get, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	lost, _ := ask.Settle(ctx, []kit.Query{open}, func([]*kit.RunEvent) []kit.Query { return []kit.Query{open.On(kit.Post)} }, own)
	if len(lost) > 0 {
		p.Inconclusive("%s with %s did not become visible", english.Of(len(lost), len(own), "event"), what)
	}
	return ask, own, open
}

// campaignKeptApart wants no event of another campaign for the first value that is not too long. Whether campaign_id means the id
// that a track gives is for another check.
func campaignKeptApart(ctx context.Context, p *kit.Probe, what string, own []*kit.RunEvent, open kit.Query) {
	for _, k := range own {
		w, taken := unlessTooLong(ctx, p, kit.ByCampaign.AddTo(open, k.Campaign), k.Campaign)
		if !taken {
			continue
		}
		p.Sound(ctx, w, what+" in campaign_id ("+open.Op+")")
		return
	}
}

// unlessTooLong walks with a filter whose value a target may refuse if it is long: how long one may be nobody says. It records
// a refusal.
func unlessTooLong(ctx context.Context, p *kit.Probe, q kit.Query, value string) (w kit.Walk, taken bool) {
	const short = 64
	w, taken = p.UnlessRefused(ctx, q)
	if !taken && len(value) <= short {
		p.MustEnd(ctx, w)
	}
	if !taken {
		p.Record("a filter with a value of %d bytes is refused with status %d", len(value), w.Last().X.Status)
	}
	return w, taken
}

// trackValues tracks one event for each value. The events lie apart from the planted events.
func trackValues(ctx context.Context, p *kit.Probe, minutes int, values []string) []*kit.RunEvent {
	var own []*kit.RunEvent
	at := p.Base.Add(time.Duration(minutes) * time.Minute)
	for i, v := range values {
		if k, _ := p.Track(ctx, kit.Sent{
			Version: "LIVE", Event: v, User: v, Conversation: v, Campaign: v,
			At: at.Add(time.Duration(i) * time.Second),
		}); k != nil {
			own = append(own, k)
		}
	}
	return own
}

var numerals = conformance.Check{
	ID:          "chatlayer.filters.numerals",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-3",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2"},
	Title:       "Values that look like one number are kept apart.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         kit.WithPlanted(numberLooks),
}

// numberLooks are different texts that many languages read as one number.
func numberLooks(ctx context.Context, p *kit.Probe) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(p.Run()))
	n := fmt.Sprint(100_000_000_000 + h.Sum64()%800_000_000_000)
	keptApart(ctx, p, "digits", 20, 1, []string{n, "0" + n, n + ".0", "+" + n})
}

var longValues = conformance.Check{
	ID:          "chatlayer.filters.long-values",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-3",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2"},
	Title:       "Long values that differ at their end are kept apart.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         kit.WithPlanted(longTwins),
}

// longTwins are alike for many characters and differ at the end. A target that takes no long values takes the last two. One of each length
// comes twice.
func longTwins(ctx context.Context, p *kit.Probe) {
	long := p.Names.Of(strings.Repeat("long-", 70))
	var values []string
	for i, n := range []int{300, 250, 60} {
		values = append(values, long[:n]+"ace"[i:i+1], long[:n]+"bdf"[i:i+1], long[:n]+"ace"[i:i+1])
	}
	keptApart(ctx, p, "long values", 22, 1, values)
}

var letters = conformance.Check{
	ID:          "chatlayer.filters.letters",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Values that differ in one letter beyond ASCII are kept apart.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         kit.WithPlanted(letterPairs),
}

// letterPairs differ from the first in one letter beyond ASCII, or in how it is written: a capital, a number in a circle; the last two in
// a letter that sorts as two others. What é in two pieces finds is recorded.
func letterPairs(ctx context.Context, p *kit.Probe) {
	const first = "café-日-😀-1"
	other := func(old, letter string) string { return p.Names.Of(strings.Replace(first, old, letter, 1)) }
	keptApart(ctx, p, "letters beyond ASCII", 24, 1,
		[]string{
			p.Names.Of(first), other("é", "É"), other("é", "è"), other("日", "本"), other("😀", "😁"), other("1", "①"),
			p.Names.Of("straße"), p.Names.Of("strasse"),
		})
	at := p.Base.Add(24 * time.Minute)
	q := kit.Query{Event: other("é", "e\u0301"), Start: kit.Bound(at), End: kit.Bound(at.Add(time.Minute)), Size: 1}
	if !p.Honoured {
		q = p.ListPlanted(kit.Get)
	}
	page := p.Strange(ctx, p.HostileRequest(q))
	p.Record("é in two pieces finds %s of é in one piece", english.Count(len(p.Ours(page)), "event"))
}

var escapes = conformance.Check{
	ID:          "chatlayer.filters.escapes",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Values that look escaped are taken as they are.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         kit.WithPlanted(escapedLooks),
}

// escapedLooks differ where a value is unescaped once too often.
func escapedLooks(ctx context.Context, p *kit.Probe) {
	n := p.Names
	keptApart(ctx, p, "values that look escaped", 26, 2,
		[]string{n.Of("a%41b"), n.Of("aAb"), n.Of("a&lt;b"), n.Of("a<b"), n.Of(`a\b`), n.Of("ab")})
}

var patterns = conformance.Check{
	ID:          "chatlayer.filters.patterns",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "No sign in a value stands for others or is left out, and no value ends at a space.",
	Operations:  kit.TrackAndLists(),
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         kit.WithPlanted(patternSigns),
}

// patternSigns match each other where a sign stands for anything, where hyphens are left out, as they may be of UUIDs, or where words are
// looked for.
func patternSigns(ctx context.Context, p *kit.Probe) {
	n := p.Names
	keptApart(ctx, p, "signs of patterns", 30, 2, []string{
		n.Of("s*r"), n.Of("sxr"), n.Of("s_r"), n.Of("s%r"), n.Of("s?r"), n.Of("s.r"), n.Of("s.*r"),
		n.Of("s") + "-r", n.Of("sr"), n.Of("s") + " r", n.Of("s") + " t",
	})
}

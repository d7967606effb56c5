package chatlayer

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// apart tracks an event for each value, which is its name, its user, its conversation and its campaign, and wants each filter
// to find that one event only. Values that the target does not take are left out. The first is asked for in all of the filters,
// the others in so many.
func apart(ctx context.Context, p *probe, what string, minutes, filters int, values []string) {
	p, own, open := settledValues(ctx, p, what, minutes, values)
	for i, k := range own {
		for j, f := range shownFilters() {
			if i > 0 && (i+j)%3 >= filters {
				continue
			}
			q := f.with(open, k.User)
			q.Op = []string{get, post}[(i/2+j)%2]
			if w, taken := unlessTooLong(ctx, p, q, k.User); taken {
				if p.Check().Level != conformance.Must {
					exactCase(p, w, f, k.User, own)
				}
				p.Hold(ctx, w, own, what+" in "+f.name+" ("+q.Op+")")
				p.Saw("values", 1)
			}
		}
	}
	campaignApart(ctx, p, what, own, open)
}

// settledValues tracks an event for each value and waits until they are listed. It returns them with the query that lists them, and
// the probe to ask with: aside, if the check is no must.
func settledValues(ctx context.Context, p *probe, what string, minutes int, values []string) (ask *probe, own []*Known, open Query) {
	own = trackValues(ctx, p, minutes, values)
	if len(own) < 2 {
		p.NotApplicable("the target took %d of %d events with %s", len(own), len(values), what)
	}
	if ask = p; p.Check().Level != conformance.Must {
		ask = p.aside()
	}
	from, to := p.s.span(own)
	open = Query{Op: get, Start: bound(from), End: bound(to), Size: 100}
	lost, _ := ask.settle(ctx, []Query{open}, func([]*Known) []Query { return []Query{open.on(post)} }, own)
	if len(lost) > 0 {
		p.Inconclusive("%d of %d events with %s did not become visible", len(lost), len(own), what)
	}
	return ask, own, open
}

// campaignApart wants no event of another campaign for the first value that is not too long. Whether campaign_id means the id
// that a track gives is for another check.
func campaignApart(ctx context.Context, p *probe, what string, own []*Known, open Query) {
	for _, k := range own {
		w, taken := unlessTooLong(ctx, p, byCampaign.with(open, k.Campaign), k.Campaign)
		if !taken {
			continue
		}
		p.sound(ctx, w, what+" in campaign_id ("+open.Op+")")
		return
	}
}

// unlessTooLong walks with a filter whose value a target may refuse if it is long: how long one may be nobody says. It records
// a refusal.
func unlessTooLong(ctx context.Context, p *probe, q Query, value string) (w Walk, taken bool) {
	const short = 64
	w, taken = p.unlessRefused(ctx, q)
	if !taken && len(value) <= short {
		p.whole(ctx, w)
	}
	if !taken {
		p.Record("a filter with a value of %d bytes is refused with status %d", len(value), w.Last().X.Status)
	}
	return w, taken
}

// trackValues tracks one event for each value. The events lie apart from the seed.
func trackValues(ctx context.Context, p *probe, minutes int, values []string) []*Known {
	var own []*Known
	at := p.s.base.Add(time.Duration(minutes) * time.Minute)
	for i, v := range values {
		if k, _ := p.Track(ctx, Sent{
			Version: "LIVE", Event: v, User: v, Conversation: v, Campaign: v,
			At: at.Add(time.Duration(i) * time.Second),
		}); k != nil {
			own = append(own, k)
		}
	}
	return own
}

var filterNumerals = conformance.Check{
	ID:          "chatlayer.filters.numerals",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-3",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2"},
	Title:       "Values that look like one number are kept apart.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         with(numberLooks),
}

// numberLooks are different texts that many languages read as one number.
func numberLooks(ctx context.Context, p *probe) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(p.Run()))
	n := fmt.Sprint(100_000_000_000 + h.Sum64()%800_000_000_000)
	apart(ctx, p, "digits", 20, 1, []string{n, "0" + n, n + ".0", "+" + n})
}

var longValues = conformance.Check{
	ID:          "chatlayer.filters.long-values",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-3",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2"},
	Title:       "Long values that differ at their end are kept apart.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         with(longTwins),
}

// longTwins are alike for many characters and differ at the end. A target that takes no long values takes the last two.
func longTwins(ctx context.Context, p *probe) {
	long := p.s.names.of(strings.Repeat("long-", 70))
	var values []string
	for i, n := range []int{300, 250, 60} {
		values = append(values, long[:n]+"ace"[i:i+1], long[:n]+"bdf"[i:i+1])
	}
	apart(ctx, p, "long values", 22, 1, values)
}

var filterLetters = conformance.Check{
	ID:          "chatlayer.filters.letters",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Values that differ in one letter beyond ASCII are kept apart.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         with(letterPairs),
}

// letterPairs differ from the first in one letter beyond ASCII, or in how it is written: a capital, a number in a circle. What é in
// two pieces finds is recorded.
func letterPairs(ctx context.Context, p *probe) {
	const first = "café-日-😀-1"
	other := func(old, letter string) string { return p.s.names.of(strings.Replace(first, old, letter, 1)) }
	apart(ctx, p, "letters beyond ASCII", 24, 1,
		[]string{p.s.names.of(first), other("é", "É"), other("é", "è"), other("日", "本"), other("😀", "😁"), other("1", "①")})
	at := p.s.base.Add(24 * time.Minute)
	q := Query{Event: other("é", "e\u0301"), Start: bound(at), End: bound(at.Add(time.Minute)), Size: 1}
	if !p.s.honoured {
		q = p.inSeed(get)
	}
	page := p.strange(ctx, p.s.wrong(q))
	p.Record("é in two pieces finds %d events of é in one piece", len(p.s.ours(page)))
}

var filterEscapes = conformance.Check{
	ID:          "chatlayer.filters.escapes",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "Values that look escaped are taken as they are.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         with(escapedLooks),
}

// escapedLooks differ where a value is unescaped once too often.
func escapedLooks(ctx context.Context, p *probe) {
	n := p.s.names
	apart(ctx, p, "values that look escaped", 26, 2,
		[]string{n.of("a%41b"), n.of("aAb"), n.of("a&lt;b"), n.of("a<b"), n.of(`a\b`), n.of("ab")})
}

var filterPatterns = conformance.Check{
	ID:          "chatlayer.filters.patterns",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-8",
	Title:       "No sign in a value stands for others.",
	Operations:  tracked(),
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"values": 2},
	Run:         with(patternSigns),
}

// patternSigns match each other where a sign stands for anything.
func patternSigns(ctx context.Context, p *probe) {
	n := p.s.names
	apart(ctx, p, "signs of patterns", 30, 2,
		[]string{n.of("s*r"), n.of("sxr"), n.of("s_r"), n.of("s%r"), n.of("s?r"), n.of("s.r"), n.of("s.*r")})
}

package chatlayer

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
	"time"
)

// apart tracks an event for each value, which is its name, its user and its conversation, and wants each filter to find that
// one event only. Values that the target does not take are left out.
func (p *probe) apart(ctx context.Context, what string, minutes int, values []string) {
	own := p.trackValues(ctx, minutes, values)
	if len(own) < 2 {
		p.NotApplicable("the target took %d of %d events with %s", len(own), len(values), what)
	}
	from, to := p.s.span(own)
	open := Query{Op: get, Start: bound(from), End: bound(to), Size: 100}
	lost := p.settle(ctx, []Query{open}, func([]*Known) []Query {
		byPost := open
		byPost.Op = post
		return []Query{byPost}
	}, own)
	if len(lost) > 0 {
		p.Inconclusive("%d of %d events with %s did not become visible", len(lost), len(own), what)
	}
	for i, k := range own {
		for j, f := range shownFields() {
			if j == i%3 {
				continue // two of the three are enough for one value
			}
			q := f.with(open, k.User)
			q.Op = []string{get, post}[(i/2+j)%2]
			p.Hold(ctx, p.patientWalk(ctx, q, own), own, what+" in "+f.name+" ("+q.Op+")")
			p.Saw("values", 1)
		}
	}
}

// trackValues tracks one event for each value. The events lie apart from the seed.
func (p *probe) trackValues(ctx context.Context, minutes int, values []string) []*Known {
	var own []*Known
	at := p.s.base.Add(time.Duration(minutes) * time.Minute)
	for i, v := range values {
		if k, _ := p.Track(ctx, Sent{Version: "LIVE", Event: v, User: v, Conversation: v, At: at.Add(time.Duration(i) * time.Second)}); k != nil {
			own = append(own, k)
		}
	}
	return own
}

// numberLooks are different texts that many languages read as one number.
func numberLooks(ctx context.Context, p *probe) {
	h := fnv.New64a()
	_, _ = h.Write([]byte(p.Run()))
	n := fmt.Sprint(100_000_000_000 + h.Sum64()%800_000_000_000)
	p.apart(ctx, "digits", 20, []string{n, "0" + n, n + ".0", "+" + n})
}

// longTwins are alike for many characters and differ at the end.
func longTwins(ctx context.Context, p *probe) {
	long := p.s.names.of(strings.Repeat("long-", 40))
	var values []string
	for _, n := range []int{24, 64, 180} {
		values = append(values, long[:n]+"a", long[:n]+"b")
	}
	p.apart(ctx, "long values", 22, values)
}

// letterPairs differ in one letter beyond ASCII.
func letterPairs(ctx context.Context, p *probe) {
	n := p.s.names
	p.apart(ctx, "letters beyond ASCII", 24, []string{n.of("café"), n.of("cafè"), n.of("日"), n.of("本"), n.of("😀"), n.of("😁")})
}

// escapedLooks differ where a value is unescaped once too often.
func escapedLooks(ctx context.Context, p *probe) {
	n := p.s.names
	p.apart(ctx, "values that look escaped", 26, []string{n.of("a%41b"), n.of("aAb"), n.of("a&lt;b"), n.of("a<b"), n.of(`a\b`), n.of("ab")})
}

// patternSigns match each other where a sign stands for anything.
func patternSigns(ctx context.Context, p *probe) {
	n := p.s.names
	p.apart(ctx, "signs of patterns", 30, []string{n.of("s*r"), n.of("sxr"), n.of("s_r"), n.of("s%r"), n.of("s?r"), n.of("s.r"), n.of("s.*r")})
}

package chatlayer

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// showed notes the known events of a page: how each looks there, and, where there was no filter, how often it is on it.
// What a target has shown so it may not leave out elsewhere, nor repeat: a must rests on that alone.
func (s *session) showed(p Page) {
	q := s.filled(p.Query)
	if p.Problem != "" || len(q.Filters) > 0 || q.narrowed() && q.Op == team || q.Op != team && q.Bot != s.target.Bot || q.Op == team &&
		q.Team != s.target.Team {
		return
	}
	from, to := instants(q)
	times, as := map[string]int{}, map[*Known]string{}
	for _, e := range p.Events {
		k := s.identify(e)
		if k == nil || s.forbidden(k, e, q, from, to) != "" {
			continue
		}
		if q.narrowed() {
			k.behind[q.asks().asked()].CompareAndSwap(nil, &sifted{showing{e, q.Version}, q.asks()})
			continue
		}
		if before, there := as[k]; there && before != e.key() {
			k.double.Store(true)
		}
		as[k] = e.key()
		place := &k.open
		if q.Op == team {
			place = &k.inTeam
		}
		if place.Load() == nil {
			place.CompareAndSwap(nil, &showing{e, q.Version})
		}
		if times[e.key()]++; times[e.key()] > 1 {
			s.mu.Lock()
			s.copies[e.key()] = max(s.copies[e.key()], times[e.key()])
			s.mu.Unlock()
		}
	}
}

// narrowed reports whether the query asks for less than all of its window and version.
func (q Query) narrowed() bool {
	return q.filtered() || len(q.Filters) > 0
}

// onOnePage is how often one page without filters has shown an event, at least once.
func (s *session) onOnePage(e Event) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(1, s.copies[e.key()])
}

// expect notes that a check of level must has judged a walk, and what the walk lacks of what was tracked, if it lacks anything.
func (s *session) expect(lacks bool, finding func() conformance.Failure) {
	s.judged.Add(1)
	if lacks && s.lacking.Load() == nil {
		f := finding()
		s.lacking.CompareAndSwap(nil, &f)
	}
}

// allowance is how long after its acknowledgement an event may be missing from a list.
func (s *session) allowance() time.Duration { return max(s.target.Settle, 3*s.slowestSeen()) }

// awaited reports whether a walk lacks known events that are so young that its list may not show them yet.
func (s *session) awaited(w Walk) bool {
	q := s.filled(w.Query)
	if !w.Ended || len(q.Filters) > 0 || q.Token != "" || q.Op != team && q.Bot != s.target.Bot {
		return false
	}
	from, to := instants(q)
	seen, allowance, now := s.knownOf(w), s.allowance(), s.clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.byTag {
		if !k.Seen || q.Op != team && k.Bot != "" || seen[k] > 0 || now.Sub(k.since()) >= allowance || q.Op == team && k.inTeam.Load() == nil {
			continue
		}
		if k.due(q, from, to) || k.matches(q, from, to) {
			return true
		}
	}
	return false
}

// since is when the target took the event, or showed it first.
func (k *Known) since() time.Time {
	if k.AckedAt.IsZero() {
		return k.SeenAt
	}
	return k.AckedAt
}

// young reports whether one of the events was acknowledged so lately that a list may not show it yet.
func (s *session) young(known []*Known) bool {
	allowance, now := s.allowance(), s.clock.Now()
	for _, k := range known {
		if now.Sub(k.since()) < allowance {
			return true
		}
	}
	return false
}

// Walk walks to the end, and again as long as the walk lacks events that its list may not show yet: how long a write takes, and
// whether all lists take as long, nobody documents. All reads of a check do so. What is behind a page token is read once.
func (p *probe) Walk(ctx context.Context, q Query) Walk {
	return p.patiently(ctx, func() []Walk { return []Walk{p.asker.Walk(ctx, q)} })[0]
}

// patiently walks in some way, and again as long as one of the walks lacks events that its list may not show yet, and none shows
// what may not be there at any time.
func (p *probe) patiently(ctx context.Context, walk func() []Walk) []Walk {
	for pause := quickest; ; pause = min(slowest, pause*3/2) {
		walks, again := walk(), false
		for _, w := range walks {
			if p.s.awaited(w) {
				again = again || !p.unfit(w)
			}
		}
		if !again || p.s.clock.Sleep(ctx, pause) != nil {
			return walks
		}
	}
}

// unfit reports whether a walk shows what may not be there at any time, so that waiting would only hide it. To a check that is no
// must that is also a known event which does not match to the letter.
func (p *probe) unfit(w Walk) bool {
	if len(p.s.compare(w, nil).extra) > 0 {
		return true
	}
	q := p.s.filled(w.Query)
	for k := range p.s.knownOf(w) {
		if k.Owned && p.Check().Level != conformance.Must && !k.fits(q) {
			return true
		}
	}
	return false
}

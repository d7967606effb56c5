package kit

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// showed notes the run's events of a page: how each looks there, and, where there was no filter, how often it is on it.
// What a target has shown so it may not leave out elsewhere, nor repeat: a must rests on that alone.
func (s *Session) showed(p Page) {
	q := s.WithDefaults(p.Query)
	if p.Problem != "" || len(q.Filters) > 0 || q.Narrowed() && q.Op == Team || q.Op != Team && q.Bot != s.Bot || q.Op == Team &&
		q.Team != s.Team {
		return
	}
	from, to := Instants(q)
	times, as := map[string]int{}, map[*RunEvent]string{}
	doubted := s.doubt(p, q)
	for _, e := range p.Events {
		k := s.Identify(e)
		if k == nil || s.Forbidden(k, e, q, from, to) != "" {
			continue
		}
		if q.Narrowed() {
			k.showedBehind(&filteredShowing{showing{e, q.Version}, q.asks(), doubted})
			continue
		}
		if before, there := as[k]; there && before != e.Key() {
			k.Double.Store(true)
		}
		as[k] = e.Key()
		place := &k.open
		if q.Op == Team {
			place = &k.inTeam
		}
		if place.Load() == nil {
			place.CompareAndSwap(nil, &showing{e, q.Version})
		}
		if times[e.Key()]++; times[e.Key()] > 1 {
			s.mu.Lock()
			s.copies[e.Key()] = max(s.copies[e.Key()], times[e.Key()])
			s.mu.Unlock()
		}
	}
}

// doubt tells whether lists by these filters, of this operation, have shown what does not meet them, on this page or before.
func (s *Session) doubt(p Page, q Query) *atomic.Bool {
	doubted := &s.doubted[q.asks().asked()]
	if q.Op == Post {
		doubted = &s.doubtedByPost[q.asks().asked()]
	}
	from, to := Instants(q)
	unmet := func(e Event) bool {
		why := s.Forbidden(s.Identify(e), e, q, from, to)
		return why != "" && strings.HasPrefix(ForbiddenSymptom(why).Text, listsBy)
	}
	if q.Narrowed() && !doubted.Load() && slices.ContainsFunc(p.Events, unmet) {
		doubted.Store(true)
	}
	return doubted
}

// showedBehind notes how a list with filters showed the event first, or first of those that are not in doubt.
func (k *RunEvent) showedBehind(n *filteredShowing) {
	place := &k.behind[n.asked.asked()]
	if before := place.Load(); before == nil || before.doubted.Load() {
		place.CompareAndSwap(before, n)
	}
}

// Narrowed reports whether the query asks for less than all of its window and version.
func (q Query) Narrowed() bool {
	return q.filtered() || len(q.Filters) > 0
}

// onOnePage is how often one page without filters has shown an event, at least once.
func (s *Session) onOnePage(e Event) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(1, s.copies[e.Key()])
}

// expect notes that a check of level must has judged a walk, and what the walk lacks of what was tracked, if it lacks anything.
func (s *Session) expect(lacks bool, finding func() conformance.Failure) {
	s.Judged.Add(1)
	if lacks && s.Lacking.Load() == nil {
		f := finding()
		s.Lacking.CompareAndSwap(nil, &f)
	}
}

// Allowance is how long after its acknowledgement an event may be missing from a list.
func (s *Session) Allowance() time.Duration { return max(s.target.Settle, 3*s.slowestSeen()) }

// Awaited reports whether a walk lacks events of the run that are so young that its list may not show them yet.
func (s *Session) Awaited(w Walk) bool {
	q := s.WithDefaults(w.Query)
	if !w.Ended || len(q.Filters) > 0 || q.Token != "" || q.Op != Team && q.Bot != s.Bot {
		return false
	}
	from, to := Instants(q)
	seen, allowance, now := s.TimesOf(w), s.Allowance(), s.Clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.byTag {
		if !k.Seen || q.Op != Team && k.Bot != "" || seen[k] > 0 || now.Sub(k.Since()) >= allowance || q.Op == Team &&
			k.inTeam.Load() == nil {
			continue
		}
		if k.due(q, from, to) || k.Matches(q, from, to) {
			return true
		}
	}
	return false
}

// Since is when the target took the event, or showed it first.
func (k *RunEvent) Since() time.Time {
	if k.AckedAt.IsZero() {
		return k.SeenAt
	}
	return k.AckedAt
}

// Young reports whether one of the events was acknowledged so lately that a list may not show it yet.
func (s *Session) Young(planted []*RunEvent) bool {
	allowance, now := s.Allowance(), s.Clock.Now()
	for _, k := range planted {
		if now.Sub(k.Since()) < allowance {
			return true
		}
	}
	return false
}

// Walk walks to the end, and again as long as the walk lacks events that its list may not show yet: how long a write takes, and
// whether all lists take as long, nobody documents. All reads of a check do so. What is behind a page token is read once.
func (p *Probe) Walk(ctx context.Context, q Query) Walk {
	return p.Patiently(ctx, func() []Walk { return []Walk{p.Asker.Walk(ctx, q)} })[0]
}

// Patiently walks in some way, and again as long as one of the walks lacks events that its list may not show yet, and none shows
// what may not be there at any time.
func (p *Probe) Patiently(ctx context.Context, walk func() []Walk) []Walk {
	for pause := ShortestPause; ; pause = min(LongestPause, pause*3/2) {
		walks, again := walk(), false
		for _, w := range walks {
			if p.Awaited(w) {
				again = again || !p.unfit(w)
			}
		}
		if !again || p.Clock.Sleep(ctx, pause) != nil {
			return walks
		}
	}
}

// unfit reports whether a walk shows what may not be there at any time, so that waiting would only hide it. To a check that is no
// must that is also an event of the run which does not match to the letter.
func (p *Probe) unfit(w Walk) bool {
	if len(p.Compare(w, nil).Extra) > 0 {
		return true
	}
	q := p.WithDefaults(w.Query)
	for k := range p.TimesOf(w) {
		if k.Owned && p.Check().Level != conformance.Must && !k.fits(q) {
			return true
		}
	}
	return false
}

package chatlayer

import (
	"context"
	"slices"
	"time"
)

// The settle helper is the only place that waits for writes to become visible.
const (
	quickest = 40 * time.Millisecond  // between two looks at first
	slowest  = 500 * time.Millisecond // and in the end
	// agreeing is how many looks in a row must show everything: a replica that lags behind must not be taken for the whole.
	agreeing = 3
	// stubborn is how often the settle time is waited when nothing at all has been seen yet. How long a write takes nobody
	// documents, so the run is slow to call an event lost.
	stubborn = 6
	// longest is how often the settle time is waited at most, whatever the progress.
	longest = 12
)

// settle looks along the routes until all of want is seen in several looks in a row, and returns what was not. It waits as
// long as there is progress, and then the settle time more, and says what makes the routes useless, if anything does. Routes that do not show an event are helped out by detours, which
// are taken only when the routes alone have brought nothing new for a while.
func (a asker) settle(ctx context.Context, routes []Query, detours func(missing []*Known) []Query, want []*Known) (lost []*Known, stuck string) {
	w := waiting{s: a.s, began: a.s.clock.Now(), least: len(want) + 1, want: len(want)}
	w.moved = w.began
	pause, complete, late, useless := quickest, 0, false, 0
	for {
		seen, stuck := a.look(ctx, w.began, routes)
		missing, helped := unseen(seen, want), false
		if a.s.await != nil {
			a.s.await(len(want)-len(missing), len(want))
		}
		if useless++; stuck == "" || len(missing) == 0 {
			useless = 0
		}
		if useless == agreeing {
			return missing, stuck
		}
		if len(missing) > 0 && detours != nil && a.s.clock.Now().Sub(w.moved) > 4*quickest {
			seen, _ := a.look(ctx, w.began, detours(missing))
			missing, helped = unseen(seen, missing), true
		}
		complete++
		if len(missing) > 0 {
			complete, late = 0, true
		}
		if complete == agreeing && late && !helped {
			a.s.eventual.Store(true) // the routes show it, and did not at once
		}
		if complete == agreeing || ctx.Err() != nil || w.over(len(missing)) {
			return missing, stuck
		}
		if complete > 0 {
			pause = quickest / 2
		}
		if a.s.clock.Sleep(ctx, pause) != nil {
			return missing, stuck
		}
		pause = min(slowest, pause*3/2)
	}
}

// waiting knows when to give up.
type waiting struct {
	s     *session
	began time.Time
	moved time.Time // when fewer events than ever were missing
	least int       // so many
	want  int
}

// over notes how many events are missing and reports whether waiting longer makes no sense.
func (w *waiting) over(missing int) bool {
	now := w.s.clock.Now()
	if missing < w.least {
		w.least, w.moved = missing, now
	}
	settle := w.s.target.Settle
	if now.Sub(w.began) >= longest*settle {
		return true // what comes and goes for so long does not settle
	}
	patience := max(settle, 3*w.s.slowestSeen())
	if w.least == w.want && w.s.slowestSeen() == 0 {
		patience = stubborn * settle
	}
	return missing > 0 && now.Sub(w.moved) >= patience
}

func (s *session) slowestSeen() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.slowest
}

// look walks all routes and returns what was seen on them, and why waiting makes no sense: because no list can be read to its end.
func (a asker) look(ctx context.Context, began time.Time, routes []Query) (seen map[*Known]bool, stuck string) {
	seen = map[*Known]bool{}
	useless := 0
	for _, q := range routes {
		w := a.Walk(ctx, q)
		for _, e := range w.Events() {
			if k := a.s.identify(e); k != nil {
				a.s.note(k, e, began)
				seen[k] = true
			}
		}
		if why := hopeless(w); why != "" {
			useless, stuck = useless+1, why
		}
	}
	if useless < len(routes) {
		stuck = ""
	}
	return seen, stuck
}

// hopeless says why walking a list again will not show more; it is empty if it may.
func hopeless(w Walk) string {
	switch x := w.Last().X; {
	case w.Endless:
		return "a walk along the page tokens never ends: " + w.Why
	case !w.Ended && w.Last().Problem == "":
		return "a window holds more than a run reads: " + w.Why
	case w.Last().Problem != "" && x.OK():
		return "the lists cannot be read: " + w.Why
	default:
		return ""
	}
}

func unseen(seen map[*Known]bool, want []*Known) []*Known {
	missing := []*Known{}
	for _, k := range want {
		if !seen[k] && !slices.Contains(missing, k) {
			missing = append(missing, k)
		}
	}
	return missing
}

// settleOwn waits for events that a check tracked itself and returns those that did not appear. It looks by the events' users
// and, if need be, by whole windows.
func (p *probe) settleOwn(ctx context.Context, want ...*Known) (lost []*Known) {
	from, to := p.s.span(want)
	var routes []Query
	for _, k := range want {
		if k.User != "" {
			routes = append(routes, Query{Version: versionOf(k.Sent), User: k.User, Start: bound(from), End: bound(to), Size: 100})
		}
	}
	lost, _ = p.settle(ctx, eachOnce(routes), func(missing []*Known) []Query {
		var detours []Query
		for _, version := range []string{"LIVE", "DRAFT"} {
			if slices.ContainsFunc(missing, func(k *Known) bool { return versionOf(k.Sent) == version }) {
				detours = append(detours, Query{Version: version, Op: post, Start: bound(from), End: bound(to), Size: 97})
			}
		}
		return detours
	}, want)
	if p.s.eventual.Load() {
		p.ripen(ctx, p.s.everyRoute(want, from, to), want)
		p.ripenTeam(ctx, want, from, to)
	}
	return slices.DeleteFunc(lost, func(k *Known) bool { return k.Seen })
}

// everyRoute are the lists that show some of the events, with each filter alone and by both methods.
func (s *session) everyRoute(want []*Known, from, to time.Time) []Query {
	var routes []Query
	for _, k := range want {
		open := Query{Version: versionOf(k.Sent), Start: bound(from), End: bound(to), Size: 100}
		for _, filter := range []Query{{}, {Event: k.Event}, {User: k.User}, {Conversation: k.Conversation}, {Campaign: k.Campaign}} {
			q := open
			q.Event, q.User, q.Conversation, q.Campaign = filter.Event, filter.User, filter.Conversation, filter.Campaign
			byPost := q
			byPost.Op = post
			routes = append(routes, q, byPost)
		}
	}
	return eachOnce(routes)
}

// eachOnce leaves out the queries that ask the same list for the same as one before them.
func eachOnce(routes []Query) []Query {
	seen := map[string]bool{}
	return slices.DeleteFunc(routes, func(q Query) bool {
		key := q.Op + " " + q.describe()
		before := seen[key]
		seen[key] = true
		return before
	})
}

// ripenTeam waits until the lists of the team show the events, which may be the live ones alone.
func (a asker) ripenTeam(ctx context.Context, known []*Known, from, to time.Time) {
	if a.s.target.Team == "" || a.s.teamless {
		return
	}
	live := slices.DeleteFunc(slices.Clone(known), func(k *Known) bool { return versionOf(k.Sent) != "LIVE" })
	routes := []Query{{Op: team, Start: bound(from), End: bound(to), Size: 100}}
	for _, k := range live {
		routes = append(routes, Query{Op: team, User: k.User, Start: bound(from), End: bound(to), Size: 100})
	}
	a.ripen(ctx, eachOnce(routes), live)
}

// ripen waits until each of the routes shows all the known events that it has to, because lists may take their time each on
// its own. It gives up after the settle time: what is missing then is for the checks.
func (a asker) ripen(ctx context.Context, routes []Query, known []*Known) {
	began, pause, late := a.s.clock.Now(), quickest, false
	for {
		routes = slices.DeleteFunc(routes, func(q Query) bool { return len(a.s.compare(a.Walk(ctx, q), known).missing) == 0 })
		switch {
		case len(routes) == 0:
			if late {
				a.s.eventual.Store(true)
			}
			return
		case a.s.clock.Now().Sub(began) > max(a.s.target.Settle, 3*a.s.slowestSeen()), a.s.clock.Sleep(ctx, pause) != nil:
			return
		}
		late, pause = true, min(slowest, pause*3/2)
	}
}

func versionOf(e Sent) string {
	if e.Version == "" {
		return "LIVE"
	}
	return e.Version
}

// span is a window in which the target must list the events, by the time that they were given or will have been given.
func (s *session) span(events []*Known) (from, to time.Time) {
	_, soon := s.present()
	if !s.honoured {
		return s.base, soon
	}
	for _, k := range events {
		at := k.At
		if at.IsZero() {
			return s.present()
		}
		if from.IsZero() || at.Before(from) {
			from = at
		}
		if at.After(to) {
			to = at
		}
	}
	return from.Add(-time.Second), to.Add(2 * time.Second)
}

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
	// agreeing is how many looks in a row must show the seed: a replica that lags behind must not be taken for the whole. For what a
	// check brings itself one look is enough, since each of its walks waits for events that are young.
	agreeing = 3
	// stubborn is how often the settle time is waited when nothing at all has been seen yet. How long a write takes nobody
	// documents, so the run is slow to call an event lost.
	stubborn = 6
	// longest is how often the settle time is waited at most, whatever the progress.
	longest = 12
)

// settle looks along the routes until all of want is seen in several looks in a row, and returns what was not. It waits as
// long as there is progress, and then the settle time more, and says what makes the routes useless, if anything does. Routes that do not
// show an event are helped out by detours, which are taken only when the routes alone have brought nothing new for a while.
func (a asker) settle(ctx context.Context, routes []Query, detours func(missing []*Known) []Query, want []*Known) (lost []*Known,
	stuck string,
) {
	w := waiting{s: a.s, began: a.s.clock.Now(), least: len(want) + 1, want: len(want)}
	w.moved = w.began
	pause, complete, late, useless := quickest, 0, false, 0
	enough := agreeing
	if a.s.await == nil {
		enough = 1
	}
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
		if complete == enough && late && !helped {
			a.s.eventual.Store(true) // the routes show it, and did not at once
		}
		if complete == enough || ctx.Err() != nil || w.over(len(missing)) {
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
	patience := w.s.allowance()
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

// unseen returns the known events that were not seen, but for those that are gone.
func unseen(seen map[*Known]bool, want []*Known) []*Known {
	missing := []*Known{}
	for _, k := range want {
		if !seen[k] && !k.gone.Load() && !slices.Contains(missing, k) {
			missing = append(missing, k)
		}
	}
	return missing
}

// settleOwn waits for events that a check tracked itself and returns those that did not appear. It looks in the lists without
// filters, on which a must rests, and, if need be, by the events' users. Where a window without a filter may hold more than the
// check's own, it is the other way round.
func (p *probe) settleOwn(ctx context.Context, want ...*Known) (lost []*Known) {
	const short = 3 * time.Minute
	from, to := p.s.span(want)
	dated := !slices.ContainsFunc(want, func(k *Known) bool { return k.At.IsZero() })
	open := func(known []*Known, q Query) []Query {
		q.Start, q.End = bound(from), bound(to)
		return listsOf(known, q, func(*Known) string { return "" })
	}
	byUser := func(known []*Known) []Query {
		return listsOf(known, Query{Start: bound(from), End: bound(to), Size: 100}, func(k *Known) string { return k.User })
	}
	elsewhere := Query{Op: post, Size: 97}
	if p.s.honoured && dated && to.Sub(from) < short {
		lost, _ = p.settle(ctx, open(want, Query{Size: 100}), func(missing []*Known) []Query {
			return append(byUser(missing), open(missing, elsewhere)...)
		}, want)
		return slices.DeleteFunc(lost, func(k *Known) bool { return k.Seen })
	}
	lost, _ = p.settle(ctx, byUser(want), func(missing []*Known) []Query { return open(missing, elsewhere) }, want)
	for _, version := range []string{"LIVE", "DRAFT"} {
		if from, to, some := p.s.listedSpan(want, version); some {
			p.Walk(ctx, Query{Version: version, Start: bound(from), End: bound(to), Size: 100})
		}
	}
	return slices.DeleteFunc(lost, func(k *Known) bool { return k.Seen })
}

// readable ends the check if lists of the run were no pages: what others lack proves nothing then.
func (p *probe) readable() {
	if n := p.s.garbled.Load(); n > 0 {
		p.Inconclusive("%s answered with a success that is no page, so what lists lack proves nothing; chatlayer.schema.page is about that",
			map[bool]string{true: "a list was", false: plural(int(n), "list") + " were"}[n == 1])
	}
}

// listsOf are the lists like q that can show known events: of the version and the user of each.
func listsOf(known []*Known, q Query, user func(*Known) string) (routes []Query) {
	seen := map[[2]string]bool{}
	for _, k := range known {
		q.Version, q.User = versionOf(k.Sent), user(k)
		if key := [2]string{q.Version, q.User}; !seen[key] {
			seen[key] = true
			routes = append(routes, q)
		}
	}
	return routes
}

// listedSpan is the window of those of the events that were seen, of a version, as the target dates them.
func (s *session) listedSpan(events []*Known, version string) (from, to time.Time, some bool) {
	for _, k := range events {
		if !k.Seen || versionOf(k.Sent) != version {
			continue
		}
		at := k.moment()
		if !some || at.Before(from) {
			from = at
		}
		if some = true; !at.Before(to) {
			to = at.Add(max(s.unit, time.Millisecond))
		}
	}
	return from, to, some
}

// ripen waits until each of the routes shows all the known events that it should, because lists may take their time each on
// its own. It gives up after the settle time: what is missing then is for the checks.
func (a asker) ripen(ctx context.Context, routes []Query, known []*Known) {
	began, pause, late := a.s.clock.Now(), quickest, false
	for {
		routes = slices.DeleteFunc(routes, func(q Query) bool { return a.showsAll(ctx, q, known) })
		switch {
		case len(routes) == 0:
			if late {
				a.s.eventual.Store(true)
			}
			return
		case a.s.clock.Now().Sub(began) > a.s.allowance(), a.s.clock.Sleep(ctx, pause) != nil:
			return
		}
		late, pause = true, min(slowest, pause*3/2)
	}
}

// showsAll reports whether a list shows all the known events that match.
func (a asker) showsAll(ctx context.Context, q Query, known []*Known) bool {
	w := a.Walk(ctx, q)
	seen := a.s.knownOf(w)
	q = a.s.filled(q)
	from, to := instants(q)
	return !slices.ContainsFunc(known, func(k *Known) bool { return seen[k] == 0 && k.matches(q, from, to) })
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
	return from.Add(-time.Second - s.blurred), to.Add(2*time.Second + s.blurred)
}

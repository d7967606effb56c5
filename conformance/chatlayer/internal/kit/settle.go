package kit

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// The settle helper is the only place that waits for writes to become visible.
const (
	ShortestPause = 40 * time.Millisecond  // between two looks at first
	LongestPause  = 500 * time.Millisecond // and in the end
	// agreeing is how many looks in a row must show the planted events: a replica that lags behind must not be taken for the whole. For
	// what a check brings itself one look is enough, since each of its walks waits for events that are young.
	agreeing = 3
	// Stubborn is how often the settle time is waited when nothing at all has been seen yet. How long a write takes nobody
	// documents, so the run is slow to call an event lost.
	Stubborn = 6
	// longest is how often the settle time is waited at most, whatever the progress.
	longest = 12
)

// Settle looks along the routes until all of want is seen in several looks in a row, and returns what was not. It waits as
// long as there is progress, and then the settle time more, and says what makes the routes useless, if anything does. Routes that do not
// show an event are helped out by detours, which are taken only when the routes alone have brought nothing new for a while.
func (a Asker) Settle(ctx context.Context, routes []Query, detours func(missing []*RunEvent) []Query, want []*RunEvent) (lost []*RunEvent,
	stuck string,
) {
	w := waiting{s: a.Session, began: a.Clock.Now(), least: len(want) + 1, want: len(want)}
	w.moved = w.began
	pause, complete, late, useless := ShortestPause, 0, false, 0
	enough := agreeing
	if a.await == nil {
		enough = 1
	}
	for {
		seen, stuck := a.look(ctx, w.began, routes)
		missing, helped := Unseen(seen, want), false
		if a.await != nil {
			a.await(len(want)-len(missing), len(want))
		}
		if useless++; stuck == "" || len(missing) == 0 {
			useless = 0
		}
		if useless == agreeing {
			return missing, stuck
		}
		if len(missing) > 0 && detours != nil && a.Clock.Now().Sub(w.moved) > 4*ShortestPause {
			seen, _ := a.look(ctx, w.began, detours(missing))
			missing, helped = Unseen(seen, missing), true
		}
		complete++
		if len(missing) > 0 {
			complete, late = 0, true
		}
		if complete == enough && late && !helped {
			a.Eventual.Store(true) // the routes show it, and did not at once
		}
		if complete == enough || ctx.Err() != nil || w.over(len(missing)) {
			return missing, stuck
		}
		if complete > 0 {
			pause = ShortestPause / 2
		}
		if a.Clock.Sleep(ctx, pause) != nil {
			return missing, stuck
		}
		pause = min(LongestPause, pause*3/2)
	}
}

// waiting knows when to give up.
type waiting struct {
	s     *Session
	began time.Time
	moved time.Time // when fewer events than ever were missing
	least int       // so many
	want  int
}

// over notes how many events are missing and reports whether waiting longer makes no sense.
func (w *waiting) over(missing int) bool {
	now := w.s.Clock.Now()
	if missing < w.least {
		w.least, w.moved = missing, now
	}
	settle := w.s.target.Settle
	if now.Sub(w.began) >= longest*settle {
		return true // what comes and goes for so long does not settle
	}
	patience := w.s.Allowance()
	if w.least == w.want && w.s.slowestSeen() == 0 && !w.s.fixed {
		patience = Stubborn * settle
	}
	return missing > 0 && now.Sub(w.moved) >= patience
}

func (s *Session) slowestSeen() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.slowest
}

// look walks all routes and returns what was seen on them, and why waiting makes no sense: because no list can be read to its end.
func (a Asker) look(ctx context.Context, began time.Time, routes []Query) (seen map[*RunEvent]bool, stuck string) {
	seen = map[*RunEvent]bool{}
	useless := 0
	for _, q := range routes {
		w := a.Walk(ctx, q)
		for _, e := range w.Events() {
			if k := a.Identify(e); k != nil {
				a.note(k, e, began)
				seen[k] = true
			}
		}
		if why := whyUseless(w); why != "" {
			useless, stuck = useless+1, why
		}
	}
	if useless < len(routes) {
		stuck = ""
	}
	return seen, stuck
}

// whyUseless says why walking a list again will not show more; it is empty if it may.
func whyUseless(w Walk) string {
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

// Unseen returns the run's events that were not seen, but for those that are gone.
func Unseen(seen map[*RunEvent]bool, want []*RunEvent) []*RunEvent {
	missing := []*RunEvent{}
	for _, k := range want {
		if !seen[k] && !k.gone.Load() && !slices.Contains(missing, k) {
			missing = append(missing, k)
		}
	}
	return missing
}

// SettleOwn waits for events that a check tracked itself and returns those that did not appear. It looks in the lists without
// filters, on which a must rests, and, if need be, by the events' users. Where a window without a filter may hold more than the
// check's own, it is the other way round.
func (p *Probe) SettleOwn(ctx context.Context, want ...*RunEvent) (lost []*RunEvent) {
	const short = 3 * time.Minute
	from, to := p.EventWindow(want)
	dated := !slices.ContainsFunc(want, func(k *RunEvent) bool { return k.At.IsZero() })
	open := func(planted []*RunEvent, q Query) []Query {
		q.Start, q.End = Bound(from), Bound(to)
		return listsOf(planted, q, func(*RunEvent) string { return "" })
	}
	byUser := func(planted []*RunEvent) []Query {
		return listsOf(planted, Query{Start: Bound(from), End: Bound(to), Size: 100}, func(k *RunEvent) string { return k.User })
	}
	elsewhere := Query{Op: Post, Size: 97}
	if p.Honoured && dated && to.Sub(from) < short {
		lost, _ = p.Settle(ctx, open(want, Query{Size: 100}), func(missing []*RunEvent) []Query {
			return append(byUser(missing), open(missing, elsewhere)...)
		}, want)
		return slices.DeleteFunc(lost, func(k *RunEvent) bool { return k.Seen })
	}
	lost, _ = p.Settle(ctx, byUser(want), func(missing []*RunEvent) []Query { return open(missing, elsewhere) }, want)
	for _, version := range []string{"LIVE", "DRAFT"} {
		if from, to, some := p.listedWindow(want, version); some {
			p.Walk(ctx, Query{Version: version, Start: Bound(from), End: Bound(to), Size: 100})
		}
	}
	return slices.DeleteFunc(lost, func(k *RunEvent) bool { return k.Seen })
}

// MustBeReadable ends the check if lists of the run were no pages: what others lack proves nothing then.
func (p *Probe) MustBeReadable() {
	if n := p.garbled.Load(); n > 0 {
		p.Inconclusive("%s answered with a success that is no page, so what lists lack proves nothing; see chatlayer.schema.page",
			map[bool]string{true: "a list was", false: english.Count(int(n), "list") + " were"}[n == 1])
	}
}

// listsOf are the lists like q that can show events of the run: of the version and the user of each.
func listsOf(planted []*RunEvent, q Query, user func(*RunEvent) string) (routes []Query) {
	seen := map[[2]string]bool{}
	for _, k := range planted {
		q.Version, q.User = VersionOf(k.Sent), user(k)
		if key := [2]string{q.Version, q.User}; !seen[key] {
			seen[key] = true
			routes = append(routes, q)
		}
	}
	return routes
}

// listedWindow is the window of those of the events that were seen, of a version, as the target dates them.
func (s *Session) listedWindow(events []*RunEvent, version string) (from, to time.Time, some bool) {
	for _, k := range events {
		if !k.Seen || VersionOf(k.Sent) != version {
			continue
		}
		at := k.Moment()
		if !some || at.Before(from) {
			from = at
		}
		if some = true; !at.Before(to) {
			to = at.Add(max(s.Unit, time.Millisecond))
		}
	}
	return from, to, some
}

// Ripen waits until each of the routes shows all the run's events that it should, because lists may take their time each on
// its own. It gives up after the settle time: what is missing then is for the checks.
func (a Asker) Ripen(ctx context.Context, routes []Query, planted []*RunEvent) {
	began, pause, late := a.Clock.Now(), ShortestPause, false
	for {
		routes = slices.DeleteFunc(routes, func(q Query) bool { return a.showsAll(ctx, q, planted) })
		switch {
		case len(routes) == 0:
			if late {
				a.Eventual.Store(true)
			}
			return
		case a.Clock.Now().Sub(began) > a.Allowance(), a.Clock.Sleep(ctx, pause) != nil:
			return
		}
		late, pause = true, min(LongestPause, pause*3/2)
	}
}

// showsAll reports whether a list shows all the run's events that match.
func (a Asker) showsAll(ctx context.Context, q Query, planted []*RunEvent) bool {
	w := a.Walk(ctx, q)
	seen := a.TimesOf(w)
	q = a.WithDefaults(q)
	from, to := Instants(q)
	return !slices.ContainsFunc(planted, func(k *RunEvent) bool { return seen[k] == 0 && k.Matches(q, from, to) })
}

// VersionOf is the version that an event is listed under; a track that names none is of LIVE.
func VersionOf(e Sent) string {
	if e.Version == "" {
		return "LIVE"
	}
	return e.Version
}

// EventWindow is a window in which the target must list the events, by the time that they were given or will have been given.
func (s *Session) EventWindow(events []*RunEvent) (from, to time.Time) {
	_, soon := s.RunWindow()
	if !s.Honoured {
		return s.Base, soon
	}
	for _, k := range events {
		at := k.At
		if at.IsZero() {
			return s.RunWindow()
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

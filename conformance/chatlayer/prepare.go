package chatlayer

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// place is what has to be right for the target to be the API at all.
const place = "the base URL, its path prefix, --basic and --bot"

// prepare looks whether the target can be judged, tracks the seed and waits for it. Read-only, it looks for events to judge by.
func prepare(ctx context.Context, env *conformance.Env) (any, error) {
	s := newSession(env)
	env.Read = s.read
	a := asker{s: s, do: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		return env.Client.Do(ctx, "prepare", r)
	}}
	env.Progress("look for the target", 0, 0)
	s.await = func(seen, of int) {
		env.Progress(fmt.Sprintf("wait for %s to appear, each time up to %s more (--settle)", plural(of, "event"), s.target.Settle), seen, of)
	}
	defer func() { s.await = nil }() // checks wait beside each other
	first := a.do(ctx, s.request(Query{Start: bound(s.base), End: bound(s.base.Add(time.Hour)), Size: 10}))
	if err := usable(first); err != nil {
		return s, err
	}
	if s.formless = a.otherForm(ctx, first); s.formless != "" {
		return s, ctx.Err()
	}
	s.readClock(first)
	a.lookForTeam(ctx)
	if !env.Unseeded {
		a.lookForSecond(ctx)
	}
	if !env.Writes {
		env.Progress("look for events", 0, 0)
		return s, a.find(ctx, first)
	}
	a.lookAhead(ctx, first)
	k, err := a.locate(ctx, first)
	switch {
	case err != nil:
		return s, err
	case env.Unseeded && k != nil:
		s.seed, s.unit = []*Known{k}, unitOf([]*Known{k})
	case !env.Unseeded && s.problem == "":
		a.plant(ctx, env.Progress)
	}
	return s, ctx.Err()
}

// usable reports why a first answer means that there is nothing to judge. Odd answers that could still be the API's are for
// the checks.
func usable(x *exchange.Exchange) error {
	media, _, _ := mime.ParseMediaType(x.Header.Get("Content-Type"))
	switch {
	case x.Cut() && x.Attempts > 2:
		return protocol.CutShort("chatlayer", x)
	case exchange.Reachable(x) != nil:
		return exchange.Reachable(x)
	case x.Status == http.StatusUnauthorized || x.Status == http.StatusForbidden:
		return fmt.Errorf("the target refused the credentials with status %d; give those of the team that owns the bot: --basic "+
			"ID:SECRET, --bot ID", x.Status)
	case x.Status >= 300 && x.Status < 400:
		return fmt.Errorf("the target redirects to %q, and redirects are not followed; give the URL that serves the API itself",
			x.Header.Get("Location"))
	case media == "text/html" && !looksLikeJSON(x):
		return fmt.Errorf("the target answers %d with an HTML page; give the base URL of the API, with its path prefix", x.Status)
	case x.Status == http.StatusTooManyRequests:
		return fmt.Errorf("the target limits how often it is asked: it answered 429 to %s in a row%s; ask it less often, or allow this "+
			"client more", plural(x.Attempts, "request"), wanted(x))
	case x.Busy():
		return fmt.Errorf("the target is too busy: it answered %s %s with %d, %s in a row; run again when it has time, or look whether "+
			"the base URL is right",
			x.Request.Method, x.Request.Path, x.Status, plural(x.Attempts, "time"))
	default:
		return nil
	}
}

// wanted says how long the target wants to be left alone.
func wanted(x *exchange.Exchange) string {
	if text := x.Header.Get("Retry-After"); text != "" {
		return ", with Retry-After: " + quoted(text)
	}
	return ""
}

func looksLikeJSON(x *exchange.Exchange) bool {
	body, err := x.Plain()
	if err != nil {
		return false
	}
	_, err = readObject(body)
	return err == nil
}

// locate tracks one event and finds out where in time the target puts it: where the client says, or now. It returns the event if
// it was seen.
func (a asker) locate(ctx context.Context, first *exchange.Exchange) (*Known, error) {
	s := a.s
	honoured := s.base.Add(-30 * time.Second) // older than the seed, so that what takes it takes the seed
	sent := Sent{Version: "LIVE", Event: s.names.of("probe"), User: s.names.of("probe"), Conversation: s.names.of("probe"), At: honoured}
	k, x := a.Track(ctx, sent)
	for _, at := range []time.Time{s.began.Add(-time.Minute), {}} { // perhaps it is the timestamp that it does not take
		if k == nil && x.Refused() {
			sent.At = at
			k, x = a.Track(ctx, sent)
		}
	}
	if k == nil {
		if x.Cut() {
			return nil, protocol.CutShort("chatlayer", x) // Track has tried several times
		}
		if err := usable(x); err != nil {
			return nil, err
		}
		if first.Status >= 300 || x.Status >= 300 && first.Status != http.StatusOK {
			return nil, protocol.Elsewhere(place, first, x)
		}
		s.problem = fmt.Sprintf("a valid event was answered with status %d, not 200, so nothing could be tracked", x.Status)
		return nil, nil
	}
	now, soon := s.present()
	there := Query{Start: bound(honoured.Add(-time.Minute)), End: bound(honoured.Add(time.Minute)), Size: 100}
	here := Query{Start: bound(now), End: bound(soon), Size: 100, User: k.User}
	routes := []Query{there, here}
	lost, stuck := a.settle(ctx, routes, func([]*Known) []Query {
		theirs, ours, wide := there, here, there
		theirs.Op, ours.Op, ours.User = post, post, ""
		wide.Start, wide.End, wide.User = bound(honoured.Add(-aDay)), bound(honoured.Add(aDay)), k.User
		return []Query{theirs, ours, wide}
	}, []*Known{k})
	if len(lost) > 0 {
		s.stuck = stuck
		s.problem = "the first event that was tracked did not become visible" + s.remedy()
		if k.Seen && stuck == "" {
			s.problem = "the first event that was tracked was listed, and is not any more; see chatlayer.tracking.stays"
		}
		s.lost = []*Known{k}
		return nil, nil
	}
	at := k.when()
	if !k.Listed.has("timestamp") {
		s.problem = "lists do not show the timestamp of an event, which may be left out, so that no window can be cut around one"
		return nil, nil
	}
	off := at.Sub(honoured).Abs()
	s.honoured, s.located = off < time.Minute, true
	if s.honoured && off >= time.Second {
		s.blurred = time.Minute // it may cut or round to the minute
	}
	if !s.honoured {
		s.base, s.misplaced = at, k
	}
	return k, nil
}

// plant tracks the seed and waits until all of it can be seen.
func (a asker) plant(ctx context.Context, progress func(string, int, int)) {
	live, draft, old := a.s.seedPlan()
	joined, rest := a.joinSecond(ctx)
	plan := slices.Concat(live[:len(live)/2], rest, live[len(live)/2:], draft, old) // between, for those that are stamped when they come
	var planted []*Known
	for _, part := range a.s.parts(plan) {
		if planted != nil {
			_ = a.s.clock.Sleep(ctx, 1100*time.Millisecond) // the context is looked at later
		}
		planted = append(planted, a.trackAll(ctx, part, func(done int) { progress("track the seed", len(planted)+done, len(plan)) })...)
	}
	ours := func(k *Known) bool { return k.Bot == "" }
	joined = append(joined, slices.DeleteFunc(slices.Clone(planted), ours)...)
	planted = slices.DeleteFunc(planted, func(k *Known) bool { return !ours(k) })
	if len(planted) < (len(plan)-len(rest))/2 {
		a.s.problem = fmt.Sprintf("only %d of %d events of the seed were taken; look at what the target answers to a track, in "+
			"chatlayer.tracking.accepted", len(planted), len(plan)-len(rest))
		return
	}
	last := a.s.clock.Now()
	lost, stuck := a.settle(ctx, a.s.seedRoutes(), a.s.seedDetours, planted)
	if len(lost) > 0 {
		a.s.stuck = stuck
	}
	for _, k := range planted {
		if k.Seen {
			a.s.seed = append(a.s.seed, k)
		}
	}
	for _, k := range lost {
		if !k.Seen {
			a.s.lost = append(a.s.lost, k)
		}
	}
	a.ripenSeed(ctx)
	a.settleSecond(ctx, joined)
	a.s.settled = a.s.clock.Now().Sub(last)
	a.s.unit = unitOf(a.s.seed)
	if len(a.s.seed) < len(planted)/2 {
		a.s.problem = fmt.Sprintf("only %d of %d events that were tracked became visible%s", len(a.s.seed), len(planted), a.s.remedy())
	}
}

// remedy says why events did not become visible, if it is known, and what to do.
func (s *session) remedy() string {
	if s.stuck != "" {
		return ", because " + s.stuck
	}
	return "; allow more time with --settle, or mend the list"
}

// parts are what is tracked at a time: all of it, but a target that stamps events in whole seconds itself gets them over
// several, because its lists could not tell them apart.
func (s *session) parts(plan []Sent) [][]Sent {
	if s.honoured || s.base.Nanosecond() > 0 {
		return [][]Sent{plan}
	}
	return slices.Collect(slices.Chunk(plan, (len(plan)+8)/9))
}

// lookForTeam notes whether the team's list is there at all, and for this team.
func (a asker) lookForTeam(ctx context.Context) {
	if a.s.target.Team == "" {
		return
	}
	x := a.do(ctx, a.s.request(Query{Op: team, Start: bound(a.s.base), End: bound(a.s.base.Add(time.Hour)), Size: 10}))
	if x.Err == nil && !x.Busy() && (x.Refused() || x.Status == http.StatusNotImplemented) {
		a.s.teamless = x.Status
	}
}

// lookAhead notes whether a window may end in the future, of which nobody says anything.
func (a asker) lookAhead(ctx context.Context, first *exchange.Exchange) {
	from, soon := a.s.present()
	x := a.do(ctx, a.s.request(Query{Start: bound(from), End: bound(soon), Size: 10}))
	a.s.futureless = first.OK() && x.Refused() && !x.Busy()
}

// readClock compares the target's clock with this machine's.
func (s *session) readClock(x *exchange.Exchange) {
	if date, err := http.ParseTime(x.Header.Get("Date")); err == nil {
		s.skew = date.Sub(x.Began.Add(x.Took)).Truncate(time.Second)
		s.began = s.began.Add(s.skew)
	}
}

// ripenSeed waits for the lists without filters that could be later than the bot's by GET: that by POST, and the team's.
func (a asker) ripenSeed(ctx context.Context) {
	from, to := a.s.window()
	open := Query{Op: post, Start: bound(from), End: bound(to), Size: 100}
	a.ripen(ctx, []Query{open}, a.s.seed)
	if a.s.target.Team == "" || a.s.teamless != 0 {
		return
	}
	open.Op = team
	live := slices.DeleteFunc(slices.Clone(a.s.seed), func(k *Known) bool { return versionOf(k.Sent) != "LIVE" })
	a.ripen(ctx, []Query{open}, live)
}

// trackAll tracks events, several at a time, and returns those that were acknowledged, in the plan's order. Events that are
// refused are left out: whether they may be is for the checks that need them.
func (a asker) trackAll(ctx context.Context, plan []Sent, done func(int)) []*Known {
	known := make([]*Known, len(plan))
	var finished atomic.Int64
	next := make(chan int)
	var workers sync.WaitGroup
	for range a.s.target.Parallel {
		workers.Go(func() {
			for i := range next {
				known[i], _ = a.Track(ctx, plan[i])
				done(int(finished.Add(1)))
			}
		})
	}
	for i := range plan {
		next <- i
	}
	close(next)
	workers.Wait()
	var acked []*Known
	for _, k := range known {
		if k != nil {
			acked = append(acked, k)
		}
	}
	return acked
}

// unitOf is the last digit that the target prints, down to the millisecond: how a finer bound is read nobody documents.
func unitOf(known []*Known) time.Duration {
	digits := 0
	for _, k := range known {
		digits = max(digits, fraction(k.Listed.Timestamp))
	}
	unit := time.Second
	for range min(digits, 3) {
		unit /= 10
	}
	return unit
}

// seedRoutes are the lists that show all of the seed.
func (s *session) seedRoutes() []Query {
	from, to := s.window()
	routes := []Query{
		{Start: bound(from), End: bound(to), Size: 100},
		{Start: bound(from), End: bound(to), Size: 100, Version: "DRAFT"},
	}
	if s.honoured {
		for i := range 3 {
			at := s.base.Add(-time.Duration(i*11+8) * time.Hour)
			routes = append(routes, Query{Start: bound(at.Add(-time.Second)), End: bound(at.Add(time.Second)), Size: 100})
		}
	}
	return routes
}

// aDay is a little more than one: a window so wide holds the seed however a target cuts its bounds.
const aDay = 26 * time.Hour

// seedDetours looks for single events by other means, so that a list that loses them is told apart from a target that does.
func (s *session) seedDetours(missing []*Known) []Query {
	from, to := s.window()
	var detours []Query
	now, soon := s.present()
	for _, version := range []string{"LIVE", "DRAFT"} {
		detours = append(detours,
			Query{Version: version, Start: bound(from.Add(-aDay)), End: bound(to.Add(aDay)), Size: 100},
			Query{Version: version, Start: bound(now), End: bound(soon), Size: 100})
	}
	for i, k := range missing {
		if i == 12 {
			break
		}
		q := Query{Op: post, Version: k.Version, Start: bound(from), End: bound(to), Size: 50, User: k.User}
		if s.honoured {
			q.Start, q.End = bound(k.At.Add(-2*time.Second)), bound(k.At.Add(2*time.Second))
			q.User = ""
		}
		detours = append(detours, q)
	}
	return detours
}

// window holds the whole seed but for the old events.
func (s *session) window() (from, to time.Time) {
	if len(s.seed) > 0 {
		return s.tight()
	}
	if s.honoured {
		return s.base.Add(-time.Second - s.blurred), s.base.Add(10*time.Minute + s.blurred)
	}
	return s.span(nil)
}

// tight is the window from the first to the last known event, as printed, without the old ones.
func (s *session) tight() (from, to time.Time) {
	for _, k := range s.seed {
		at := k.moment()
		if s.honoured && at.Before(s.base.Add(-time.Minute)) {
			continue
		}
		if from.IsZero() || at.Before(from) {
			from = at
		}
		if at.After(to) {
			to = at
		}
	}
	return from, to.Add(s.unit)
}

var errNoBot = errors.New("give --bot ID: the bot where the checks may write and read; the team of the credentials must own it")

package kit

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
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// place is what has to be right for the target to be the API at all.
const place = "the base URL, its path prefix, --basic and --bot"

// Prepare looks whether the target can be judged, plants events and waits for them. Read-only, it looks for events to judge by.
func Prepare(ctx context.Context, env *conformance.Env, settings Settings) (any, error) {
	s := newSession(env, settings)
	env.Read = s.read
	a := Asker{Session: s, Send: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		return env.Client.Do(ctx, "prepare", r)
	}}
	env.Progress("look for the target", 0, 0)
	s.await = func(seen, of int) {
		env.Progress(fmt.Sprintf("wait for %s to appear, each time up to %s more (--settle)", english.Count(of, "event"), s.target.Settle),
			seen, of)
	}
	defer func() { s.await = nil }() // checks wait beside each other
	first := a.Send(ctx, s.Request(Query{Start: Bound(s.Base), End: Bound(s.Base.Add(time.Hour)), Size: 10}))
	if err := usable(first); err != nil {
		return s, err
	}
	if s.BoundsRefused = a.otherForm(ctx, first); s.BoundsRefused != "" {
		return s, ctx.Err()
	}
	s.readClock(first)
	a.lookForTeam(ctx)
	if !env.Unplanted {
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
	case env.Unplanted && k != nil:
		s.Planted, s.Unit = []*RunEvent{k}, unitOf([]*RunEvent{k})
	case !env.Unplanted && s.Problem == "":
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
			"client more", english.Count(x.Attempts, "request"), wanted(x))
	case x.Busy():
		return fmt.Errorf("the target is too busy: it answered %s %s with %d, %s in a row; run again when it has time, or look whether "+
			"the base URL is right",
			x.Request.Method, x.Request.Path, x.Status, english.Count(x.Attempts, "time"))
	default:
		return nil
	}
}

// wanted says how long the target wants to be left alone.
func wanted(x *exchange.Exchange) string {
	if text := x.Header.Get("Retry-After"); text != "" {
		return ", with Retry-After: " + Quoted(text)
	}
	return ""
}

func looksLikeJSON(x *exchange.Exchange) bool {
	body, err := x.Plain()
	if err != nil {
		return false
	}
	_, err = ReadObject(body)
	return err == nil
}

// plant tracks the planted events and waits until all of them can be seen.
func (a Asker) plant(ctx context.Context, progress func(string, int, int)) {
	live, draft, old := a.plantedPlan()
	joined, rest := a.joinSecond(ctx)
	plan := slices.Concat(live[:len(live)/2], rest, live[len(live)/2:], draft, old) // between, for those that are stamped when they come
	var planted []*RunEvent
	for _, part := range a.parts(plan) {
		if planted != nil {
			_ = a.Clock.Sleep(ctx, 1100*time.Millisecond) // the context is looked at later
		}
		planted = append(planted, a.trackAll(ctx, part, func(done int) { progress("plant the events", len(planted)+done, len(plan)) })...)
	}
	ours := func(k *RunEvent) bool { return k.Bot == "" }
	joined = append(joined, slices.DeleteFunc(slices.Clone(planted), ours)...)
	planted = slices.DeleteFunc(planted, func(k *RunEvent) bool { return !ours(k) })
	if len(planted) < (len(plan)-len(rest))/2 {
		a.Problem = fmt.Sprintf("only %d of %d planted events were taken; look at what the target answers to a track, in "+
			"chatlayer.tracking.accepted", len(planted), len(plan)-len(rest))
		return
	}
	last := a.Clock.Now()
	lost, stuck := a.Settle(ctx, a.plantedRoutes(), a.plantedDetours, planted)
	if len(lost) > 0 {
		a.Stuck = stuck
	}
	for _, k := range planted {
		if k.Seen {
			a.Planted = append(a.Planted, k)
		}
	}
	for _, k := range lost {
		if !k.Seen {
			a.Lost = append(a.Lost, k)
		}
	}
	a.ripenPlanted(ctx)
	a.settleSecond(ctx, joined)
	a.settled = a.Clock.Now().Sub(last)
	a.Unit = unitOf(a.Planted)
	if len(a.Planted) < len(planted)/2 {
		a.Problem = fmt.Sprintf("only %s that were tracked became visible%s", english.Of(len(a.Planted), len(planted), "event"), a.remedy())
	}
}

// remedy says why events did not become visible, if it is known, and what to do.
func (s *Session) remedy() string {
	if s.Stuck != "" {
		return ", because " + s.Stuck
	}
	return "; allow more time with --settle, or mend the list"
}

// parts are what is tracked at a time: all of it, but a target that stamps events in whole seconds itself gets them over
// several, because its lists could not tell them apart.
func (s *Session) parts(plan []Sent) [][]Sent {
	if s.Honoured || s.Base.Nanosecond() > 0 {
		return [][]Sent{plan}
	}
	return slices.Collect(slices.Chunk(plan, (len(plan)+8)/9))
}

// lookForTeam notes whether the team's list is there at all, and for this team.
func (a Asker) lookForTeam(ctx context.Context) {
	if a.Team == "" {
		return
	}
	x := a.Send(ctx, a.Request(Query{Op: Team, Start: Bound(a.Base), End: Bound(a.Base.Add(time.Hour)), Size: 10}))
	if x.Err == nil && !x.Busy() && (x.Refused() || x.Status == http.StatusNotImplemented) {
		a.TeamRefused = x.Status
	}
}

// lookAhead notes whether a window may end in the future, of which nobody says anything.
func (a Asker) lookAhead(ctx context.Context, first *exchange.Exchange) {
	from, soon := a.RunWindow()
	x := a.Send(ctx, a.Request(Query{Start: Bound(from), End: Bound(soon), Size: 10}))
	a.futureless = first.OK() && x.Refused() && !x.Busy()
}

// ripenPlanted waits for the lists without filters that could be later than the bot's by GET: that by POST, and the team's.
func (a Asker) ripenPlanted(ctx context.Context) {
	from, to := a.PlantedWindow()
	open := Query{Op: Post, Start: Bound(from), End: Bound(to), Size: 100}
	a.Ripen(ctx, []Query{open}, a.Planted)
	if a.Team == "" || a.TeamRefused != 0 {
		return
	}
	open.Op = Team
	live := slices.DeleteFunc(slices.Clone(a.Planted), func(k *RunEvent) bool { return VersionOf(k.Sent) != "LIVE" })
	a.Ripen(ctx, []Query{open}, live)
}

// trackAll tracks events, several at a time, and returns those that were acknowledged, in the plan's order. Events that are
// refused are left out: whether they may be is for the checks that need them.
func (a Asker) trackAll(ctx context.Context, plan []Sent, done func(int)) []*RunEvent {
	planted := make([]*RunEvent, len(plan))
	var finished atomic.Int64
	next := make(chan int)
	var workers sync.WaitGroup
	for range a.target.Parallel {
		workers.Go(func() {
			for i := range next {
				planted[i], _ = a.Track(ctx, plan[i])
				done(int(finished.Add(1)))
			}
		})
	}
	for i := range plan {
		next <- i
	}
	close(next)
	workers.Wait()
	var acked []*RunEvent
	for _, k := range planted {
		if k != nil {
			acked = append(acked, k)
		}
	}
	return acked
}

// unitOf is the last digit that the target prints, down to the millisecond: how a finer bound is read nobody documents.
func unitOf(planted []*RunEvent) time.Duration {
	digits := 0
	for _, k := range planted {
		digits = max(digits, FractionDigits(k.Listed.Timestamp))
	}
	unit := time.Second
	for range min(digits, 3) {
		unit /= 10
	}
	return unit
}

// plantedRoutes are the lists that show all planted events.
func (s *Session) plantedRoutes() []Query {
	from, to := s.PlantedWindow()
	routes := []Query{
		{Start: Bound(from), End: Bound(to), Size: 100},
		{Start: Bound(from), End: Bound(to), Size: 100, Version: "DRAFT"},
	}
	if s.Honoured {
		for i := range 3 {
			at := s.Base.Add(-time.Duration(i*11+8) * time.Hour)
			routes = append(routes, Query{Start: Bound(at.Add(-time.Second)), End: Bound(at.Add(time.Second)), Size: 100})
		}
	}
	return routes
}

// Day is a little more than one: a window so wide holds the planted events however a target cuts its bounds.
const Day = 26 * time.Hour

// plantedDetours looks for single events by other means, so that a list that loses them is told apart from a target that does.
func (s *Session) plantedDetours(missing []*RunEvent) []Query {
	from, to := s.PlantedWindow()
	var detours []Query
	now, soon := s.RunWindow()
	for _, version := range []string{"LIVE", "DRAFT"} {
		detours = append(detours,
			Query{Version: version, Start: Bound(from.Add(-Day)), End: Bound(to.Add(Day)), Size: 100},
			Query{Version: version, Start: Bound(now), End: Bound(soon), Size: 100})
	}
	for i, k := range missing {
		if i == 12 {
			break
		}
		q := Query{Op: Post, Version: k.Version, Start: Bound(from), End: Bound(to), Size: 50, User: k.User}
		if s.Honoured {
			q.Start, q.End = Bound(k.At.Add(-2*time.Second)), Bound(k.At.Add(2*time.Second))
			q.User = ""
		}
		detours = append(detours, q)
	}
	return detours
}

// PlantedWindow holds all planted events but for the old ones.
func (s *Session) PlantedWindow() (from, to time.Time) {
	if len(s.Planted) > 0 {
		return s.tight()
	}
	if s.Honoured {
		return s.Base.Add(-time.Second - s.blurred), s.Base.Add(10*time.Minute + s.blurred)
	}
	return s.EventWindow(nil)
}

// tight is the window from the first to the last event of the run, as printed, without the old ones.
func (s *Session) tight() (from, to time.Time) {
	for _, k := range s.Planted {
		at := k.Moment()
		if s.Honoured && at.Before(s.Base.Add(-time.Minute)) {
			continue
		}
		if from.IsZero() || at.Before(from) {
			from = at
		}
		if at.After(to) {
			to = at
		}
	}
	return from, to.Add(s.Unit)
}

// ErrNoBot says that the target names no bot.
var ErrNoBot = errors.New("give --bot ID: the bot where the checks may write and read; the team of the credentials must own it")

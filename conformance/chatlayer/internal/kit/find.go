package kit

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// spans are the lengths of the windows in which a read-only run looks for events, the longest first.
func spans() []time.Duration {
	const day = 24 * time.Hour
	return []time.Duration{30 * day, 7 * day, day, 6 * time.Hour, time.Hour, 10 * time.Minute, time.Minute, 10 * time.Second}
}

const (
	// lookBack is how far back a read-only run looks for events, and mostLooks in how many windows.
	lookBack  = 30 * 24 * time.Hour
	mostLooks = 60
)

// search is where a read-only run looked for events.
type search struct {
	now, to time.Time
	longest int // of the spans, the one to look with
	refused time.Duration
	status  int // with which a window so long was refused
	looks   int
	stuck   string // what made the last window useless
	asked   bool   // some window was answered with more than a refusal
}

// find takes events that are there for what the checks know. Where a window is refused or holds too many, it takes a shorter one;
// where it holds none, the one before. first is the answer to the first list of the run.
func (a Asker) find(ctx context.Context, first *exchange.Exchange) error {
	now := a.Clock.Now().Add(a.skew).UTC().Truncate(time.Second)
	f := search{now: now, to: now}
	for len(a.Planted) == 0 && f.looks < mostLooks && f.longest < len(spans()) && now.Sub(f.to) < lookBack && ctx.Err() == nil {
		if !a.lookIn(ctx, &f) {
			break
		}
	}
	a.Unit, a.Stuck = unitOf(a.Planted), f.stuck
	if len(a.Planted) > 0 {
		a.findInTeam(ctx)
		return ctx.Err()
	}
	if err := a.nowhere(ctx, f, first); err != nil {
		return err
	}
	if a.Stuck == "" && !a.ends(ctx, now) {
		a.Stuck = "the pages of no list end"
	}
	a.Problem = f.String()
	if a.Stuck != "" {
		a.Problem = "no events were found to judge by, because " + a.Stuck
	}
	return ctx.Err()
}

// lookIn looks in the next window and reports whether another one may help.
func (a Asker) lookIn(ctx context.Context, f *search) bool {
	span := spans()[f.longest]
	from := f.to.Add(-span)
	w := a.walkAtMost(ctx, Query{Start: Bound(from), End: Bound(f.to), Size: 100},
		Limits{Pages: 4, bytes: UsualLimits().bytes, idle: UsualLimits().idle})
	f.looks++
	f.stuck = whyUseless(w)
	f.asked = f.asked || w.Pages[0].X.Status < 300
	switch first := w.Pages[0]; {
	case first.Declined():
		f.refused, f.status = span, first.X.Status
		f.longest++
		return true
	case w.Last().Problem != "":
		f.stuck = "a list could not be read: " + w.Last().Problem
		return false
	case !w.Ended:
		f.longest++
		return true
	}
	for _, e := range leaveOldest(w.Events(), a.target.Deadline) {
		a.foundEvent(e)
	}
	a.Base, f.to = from, from
	return true
}

// nowhere says, where no window was answered, if the other lists are not either.
func (a Asker) nowhere(ctx context.Context, f search, first *exchange.Exchange) error {
	if f.asked || first.Status < 300 {
		return nil
	}
	all := []*exchange.Exchange{first}
	for _, op := range []string{Post, Team} {
		if op == Team && a.Team == "" {
			continue
		}
		x := a.Send(ctx, a.Request(Query{Op: op, Start: Bound(f.now.Add(-time.Minute)), End: Bound(f.now), Size: 10}))
		if x.Err != nil || x.Status < 300 {
			return nil
		}
		all = append(all, x)
	}
	return protocol.Elsewhere(place, all...)
}

// String says where no events are.
func (f search) String() string {
	seen := "the bot has no live events of the last " + english.Count(int(f.now.Sub(f.to).Hours()/24), "day")
	if back := f.now.Sub(f.to); back == 0 {
		seen = "no window was answered"
	} else if back < lookBack {
		seen = fmt.Sprintf("the bot has no live events since %s, and a read-only run looks no further than %s", Bound(f.to),
			english.Count(mostLooks, "window"))
	}
	if f.refused > 0 {
		seen = fmt.Sprintf("windows of %s and longer are refused with status %d, and %s", inWords(f.refused), f.status, seen)
	}
	return seen + "; name a bot with events, or let the run write some"
}

// inWords writes the length of a window.
func inWords(d time.Duration) string {
	switch {
	case d >= 24*time.Hour:
		return english.Count(int(d.Hours()/24), "day")
	case d >= time.Hour:
		return english.Count(int(d.Hours()), "hour")
	case d >= time.Minute:
		return english.Count(int(d.Minutes()), "minute")
	default:
		return english.Count(int(d.Seconds()), "second")
	}
}

// findInTeam looks for the events in the team's list.
func (a Asker) findInTeam(ctx context.Context) {
	if a.Team == "" || a.TeamRefused != 0 {
		return
	}
	from, to := a.PlantedWindow()
	a.walkAtMost(ctx, Query{Op: Team, Start: Bound(from), End: Bound(to), Size: 100},
		Limits{Pages: 10, bytes: UsualLimits().bytes, idle: UsualLimits().idle})
}

// ends reports whether a list ends that nothing can be in: the last second's, of a user whom nobody has.
func (a Asker) ends(ctx context.Context, now time.Time) bool {
	return !a.Walk(ctx, Query{Start: Bound(now.Add(-time.Second)), End: Bound(now), Size: 100, User: a.Names.Of("nobody")}).Endless
}

// foundAs is what an event that a list shows was tracked with, as far as it shows that.
func foundAs(e Event) Sent {
	return Sent{Version: "LIVE", Event: e.Event, User: e.UserID, Conversation: e.ConversationID, Attributes: e.Attributes, At: e.At}
}

func (s *Session) foundEvent(e Event) {
	if e.At.IsZero() || s.byTag[e.Key()] != nil {
		return
	}
	k := &RunEvent{Tag: e.Key(), Seen: true, SeenAt: s.Clock.Now(), Listed: e, Sent: foundAs(e)}
	k.open.Store(&showing{e, k.Version})
	s.byTag[k.Tag] = k
	s.hear(k.Sent)
	if e.ID != "" {
		s.byID[e.ID] = append(s.byID[e.ID], k)
	}
	s.Planted = append(s.Planted, k)
}

package kit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// SecondBot is the other bot of the team that the target names, and what the run knows of it.
type SecondBot struct {
	ID      string      // "" if none is named, or the target does not let the run use it
	Refused string      // why the run does without the one that is named; "" if it does not
	Planted []*RunEvent // tracked there and seen; fixed once Prepare is done
}

// Elsewhere is a bot where none of the events of the run's bot may be: the second one, or one that nobody made.
func (s *Session) Elsewhere() string { return cmp.Or(s.Second.ID, s.Names.Of("bot")) }

// ElsewhereName says which bot that is.
func (s *Session) ElsewhereName() string {
	if s.Second.ID != "" {
		return "the second bot"
	}
	return "an invented bot"
}

// OfBothBots are the events of the run's bots that a team's list may show.
func (s *Session) OfBothBots() []*RunEvent { return slices.Concat(s.Planted, s.Second.Planted) }

// at reports whether the event was tracked to a bot. Nobody says whether the case of its id counts.
func (s *Session) at(k *RunEvent, bot string) bool { return SameBot(cmp.Or(k.Bot, s.Bot), bot) }

// lookForSecond notes whether the second bot can be read.
func (a Asker) lookForSecond(ctx context.Context) {
	bot := a.SecondBot
	if bot == "" {
		return
	}
	page := a.ReadPage(a.Send(ctx, a.HostileRequest(Query{Bot: bot, Start: Bound(a.Base), End: Bound(a.Base.Add(time.Hour)), Size: 10})))
	switch x := page.X; {
	case page.Problem == "":
		a.Second.ID = bot
	case x.Err == nil && x.Refused():
		a.withoutSecond("its list is refused with status %d", x.Status)
	default:
		a.withoutSecond("its list cannot be read: %s", page.Problem)
	}
}

// withoutSecond says why the run does without the second bot.
func (s *Session) withoutSecond(format string, args ...any) {
	s.Second = SecondBot{Refused: fmt.Sprintf(format, args...)}
}

// secondPlan are the events for the second bot. Their users, conversations and campaigns are those of the planted events, and so are
// their instants, so that only the bot tells them apart; their event name is their own, for targets that show neither the bot nor
// attributes.
func (s *Session) secondPlan() []Sent {
	if s.Second.ID == "" {
		return nil
	}
	plan := make([]Sent, 12)
	for i := range plan {
		plan[i] = Sent{
			Bot: s.Second.ID, Version: "LIVE", Event: s.Names.Of("beside"), User: s.Names.User(), Conversation: s.Names.Conversation(),
			Campaign: s.Names.Campaign(), Attributes: map[string]string{"colour": "red"}, At: s.Base.Add(s.moment(15 * (i + 1))),
		}
		if i%3 == 1 {
			plan[i].User = s.Names.Of("user-01")
		}
	}
	return plan
}

// joinSecond tracks one event into the second bot, and notes whether that works. It returns what there is to be tracked after it.
func (a Asker) joinSecond(ctx context.Context) (first []*RunEvent, rest []Sent) {
	plan := a.secondPlan()
	if len(plan) == 0 {
		return nil, nil
	}
	k, x := a.Track(ctx, plan[0])
	switch {
	case k != nil:
		return []*RunEvent{k}, plan[1:]
	case x.Err == nil:
		a.withoutSecond("an event for it is refused with status %d", x.Status)
	default:
		a.withoutSecond("an event for it is not answered: %s", x.Err)
	}
	return nil, nil
}

// settleSecond waits for what was tracked into the second bot, in its own list and, if that shows any of it, in the team's.
func (a Asker) settleSecond(ctx context.Context, tracked []*RunEvent) {
	if a.Second.ID == "" {
		return
	}
	from, to := a.EventWindow(tracked)
	q := Query{Bot: a.Second.ID, Start: Bound(from), End: Bound(to), Size: 100}
	lost, _ := a.Settle(ctx, []Query{q}, nil, tracked)
	if len(lost) == len(tracked) {
		a.withoutSecond("none of %s that it took became visible", english.Count(len(tracked), "event"))
		return
	}
	a.Second.Planted = slices.DeleteFunc(tracked, func(k *RunEvent) bool { return !k.Seen })
	if a.Team == "" || a.TeamRefused != 0 {
		return
	}
	q.Op = Team
	if a.Walk(ctx, q); slices.ContainsFunc(a.Second.Planted, InTeam) {
		a.Ripen(ctx, []Query{q}, a.Second.Planted)
	}
}

// InTeam reports whether a team's list without filters has shown the event.
func InTeam(k *RunEvent) bool { return k.inTeam.Load() != nil }

package chatlayer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// secondBot is the other bot of the team that the target names, and what the run knows of it.
type secondBot struct {
	id      string   // "" if none is named, or the target does not let the run use it
	refused string   // why the run does without the one that is named; "" if it does not
	seed    []*Known // tracked there and seen; fixed once Prepare is done
}

// elsewhere is a bot where none of the events of the run's bot may be: the second one, or one that nobody made.
func (s *session) elsewhere() string { return cmp.Or(s.second.id, s.names.of("bot")) }

// elsewhereCalled says which bot that is.
func (s *session) elsewhereCalled() string {
	if s.second.id != "" {
		return "the second bot"
	}
	return "an invented bot"
}

// ofBothBots are the events of the run's bots that a team's list may show.
func (s *session) ofBothBots() []*Known { return slices.Concat(s.seed, s.second.seed) }

// at reports whether the event was tracked to a bot. Nobody says whether the case of its id counts.
func (s *session) at(k *Known, bot string) bool { return sameBot(cmp.Or(k.Bot, s.target.Bot), bot) }

// lookForSecond notes whether the second bot can be read.
func (a asker) lookForSecond(ctx context.Context) {
	bot := a.s.target.SecondBot
	if bot == "" {
		return
	}
	page := a.s.readPage(a.do(ctx, a.s.wrong(Query{Bot: bot, Start: bound(a.s.base), End: bound(a.s.base.Add(time.Hour)), Size: 10})))
	switch x := page.X; {
	case page.Problem == "":
		a.s.second.id = bot
	case x.Err == nil && x.Refused():
		a.s.withoutSecond("its list is refused with status %d", x.Status)
	default:
		a.s.withoutSecond("its list cannot be read: %s", page.Problem)
	}
}

// withoutSecond says why the run does without the second bot.
func (s *session) withoutSecond(format string, args ...any) {
	s.second = secondBot{refused: fmt.Sprintf(format, args...)}
}

// secondPlan are the events for the second bot. Their users, conversations and campaigns are those of the seed, and so are
// their instants, so that only the bot tells them apart; their event name is their own, for targets that show neither the bot nor
// attributes.
func (s *session) secondPlan() []Sent {
	if s.second.id == "" {
		return nil
	}
	plan := make([]Sent, 12)
	for i := range plan {
		plan[i] = Sent{
			Bot: s.second.id, Version: "LIVE", Event: s.names.of("beside"), User: s.names.user(), Conversation: s.names.conversation(),
			Campaign: s.names.campaign(), Attributes: map[string]string{"colour": "red"}, At: s.base.Add(s.moment(15 * (i + 1))),
		}
		if i%3 == 1 {
			plan[i].User = s.names.of("user-01")
		}
	}
	return plan
}

// joinSecond tracks one event into the second bot, and notes whether that works. It returns what there is to be tracked after it.
func (a asker) joinSecond(ctx context.Context) (first []*Known, rest []Sent) {
	plan := a.s.secondPlan()
	if len(plan) == 0 {
		return nil, nil
	}
	k, x := a.Track(ctx, plan[0])
	switch {
	case k != nil:
		return []*Known{k}, plan[1:]
	case x.Err == nil:
		a.s.withoutSecond("an event for it is refused with status %d", x.Status)
	default:
		a.s.withoutSecond("an event for it is not answered: %s", x.Err)
	}
	return nil, nil
}

// settleSecond waits for what was tracked into the second bot, in its own list and, if that shows any of it, in the team's.
func (a asker) settleSecond(ctx context.Context, tracked []*Known) {
	if a.s.second.id == "" {
		return
	}
	from, to := a.s.span(tracked)
	q := Query{Bot: a.s.second.id, Start: bound(from), End: bound(to), Size: 100}
	lost, _ := a.settle(ctx, []Query{q}, nil, tracked)
	if len(lost) == len(tracked) {
		a.s.withoutSecond("none of %s that it took became visible", plural(len(tracked), "event"))
		return
	}
	a.s.second.seed = slices.DeleteFunc(tracked, func(k *Known) bool { return !k.Seen })
	if a.s.target.Team == "" || a.s.teamless != 0 {
		return
	}
	q.Op = team
	if a.Walk(ctx, q); slices.ContainsFunc(a.s.second.seed, inTeam) {
		a.ripen(ctx, []Query{q}, a.s.second.seed)
	}
}

// inTeam reports whether a team's list without filters has shown the event.
func inTeam(k *Known) bool { return k.inTeam.Load() != nil }

var teamTwoBots = conformance.Check{
	ID:          "chatlayer.team.bots",
	Level:       conformance.Info,
	Requirement: "CHL-TEAM-6",
	Title:       "Whether a team's list holds the events of two bots, and whether the second --bot can be used.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.SecondBot},
	Unproved:    "records only",
	Run:         with(teamBots),
}

// teamBots records whether the team's list holds events of both bots, and why the run does without the second if it does.
func teamBots(ctx context.Context, p *probe) {
	second := p.s.second
	switch {
	case second.id == "":
		p.Record("the run does without the bot %s: %s; a bot that nobody made stands for it; give --bot a bot of the same team",
			quoted(p.Target().SecondBot), second.refused)
	case p.Target().Team == "":
		p.Record("no team is named; give --team")
	case p.Target().ReadOnly:
		here, there := 0, 0
		for _, e := range p.Walk(ctx, p.s.all(team)).Events() {
			switch {
			case sameBot(e.BotID, p.Target().Bot):
				here++
			case sameBot(e.BotID, second.id):
				there++
			}
		}
		p.Record("%d events that say they are of the bot, %d of the second bot", here, there)
	default:
		seen := p.seen(p.Walk(ctx, p.s.all(team)))
		p.Record("%d of %d known events of the bot, %d of %d of the second bot, %s for which were refused",
			len(p.liveOf(seen)), len(p.s.seed), len(second.seed)-len(unseen(seen, second.seed)), len(second.seed),
			plural(p.refusedTracks(second.id), "event"))
	}
}

// refusedTracks counts the events that the target would not take for a bot.
func (p *probe) refusedTracks(bot string) int {
	refused := 0
	for _, x := range validTracks(p.Traffic()) {
		if sent := x.Request.Meta.(Sent); sent.Bot == bot && x.Refused() {
			refused++
		}
	}
	return refused
}

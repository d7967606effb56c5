package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var teamShowsAll = conformance.Check{
	ID:          "chatlayer.team.complete",
	Level:       conformance.Should,
	Requirement: "CHL-TEAM-9",
	Also:        []string{"CHL-PAGE-32"},
	Title:       "A team's list that shows live events of a bot shows all of them, each once.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team},
	Floor:       map[string]int{"events": 1},
	Run:         with(teamComplete),
}

// teamComplete walks the team's list over the whole seed. A list that shows some live events of the bot should show all of them;
// which bots and versions it shows at all nobody documents.
func teamComplete(ctx context.Context, p *probe) {
	p.needTeam()
	about := called(team) + " over the whole window"
	w := p.held(ctx, p.wholeSeed(ctx, team), about)
	holdsAll(ctx, p, w, p.s.seed, about)
	second := p.s.second.seed
	if !slices.ContainsFunc(second, inTeam) { // nobody says that it must show several bots
		return
	}
	for pause := quickest; p.s.young(second) && len(lacks(p, w, second)) > 0; pause = min(slowest, pause*3/2) {
		if p.s.clock.Sleep(ctx, pause) != nil {
			break
		}
		w = p.full(ctx, p.s.all(team), about)
	}
	holdsAll(ctx, p, w, second, about)
}

// holdsAll fails the check if a walk lacks live events of one bot.
func holdsAll(ctx context.Context, p *probe, w Walk, known []*Known, about string) {
	if lost := lacks(p, w, known); len(lost) > 0 {
		p.Fail(p.proven(ctx, w, known, difference{missing: lost}, about))
	}
}

// lacks returns the live events in the window of a walk that it does not show.
func lacks(p *probe, w Walk, known []*Known) []*Known {
	from, to := instants(w.Query)
	return slices.DeleteFunc(unseen(p.seen(w), known),
		func(k *Known) bool { return versionOf(k.Sent) != "LIVE" || !inside(k.when(), from, to) })
}

var teamBothVersions = conformance.Check{
	ID:          "chatlayer.team.versions",
	Level:       conformance.Info,
	Requirement: "CHL-TEAM-6",
	Title:       "Whether a team's list holds both versions.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team},
	Unproved:    "records only",
	Run:         with(teamVersions),
}

// teamVersions records which of the run's own events the team's list shows.
func teamVersions(ctx context.Context, p *probe) {
	shown := map[string]int{}
	for k := range p.s.knownOf(p.wholeSeed(ctx, team)) {
		shown[versionOf(k.Sent)]++
	}
	p.Record("%d LIVE and %d DRAFT events of the run's own", shown["LIVE"], shown["DRAFT"])
}

var sameEvents = conformance.Check{
	ID:          "chatlayer.team.same-events",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-5",
	Also:        []string{"CHL-SCH-5"},
	Title:       "What a team's list shows of an event is what the bot's list shows.",
	Operations:  []string{get, team},
	Needs:       []conformance.Capability{conformance.Team},
	Floor:       map[string]int{"events": 1},
	Run:         with(teamShape),
}

// teamShape looks at the events of the team's list: members that the bot's list shows, too, have the same values.
func teamShape(ctx context.Context, p *probe) {
	p.needTeam()
	for _, page := range p.wholeSeed(ctx, team).Pages {
		for _, e := range page.Events {
			k := p.s.identify(e)
			if k == nil || k.double.Load() {
				continue
			}
			p.Saw("events", 1)
			if name := contrary(members(k.Listed), members(e)); name != "" {
				p.Fail(conformance.Failure{
					Message:  fmt.Sprintf("the team's list shows another %s than the bot's list", name),
					Expected: members(k.Listed)[name], Got: members(e)[name] + " for " + k.Tag, Symptoms: unsteady(name),
					Exchanges: []*exchange.Exchange{page.X},
				})
			}
		}
	}
}

var userOnPages = conformance.Check{
	ID:          "chatlayer.team.user-on-pages",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-5",
	Also:        []string{"CHL-PAGE-32"},
	Title:       "user_id holds on every page of a team's list.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team, conformance.Writes},
	Floor:       map[string]int{"events": 10, "later pages": 2},
	Run:         with(teamUserOnPages),
}

// teamUserOnPages asks for one user's events on several pages.
func teamUserOnPages(ctx context.Context, p *probe) {
	p.needTeam()
	q := p.s.all(team).sized(12)
	q.User = p.s.names.user()
	w := p.full(ctx, q, called(team)+" page by page with user_id")
	p.Saw("later pages", len(w.Pages)-1)
}

var teamStrangers = conformance.Check{
	ID:          "chatlayer.team.strangers",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "A team's list shows nothing to another team.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team, conformance.OtherTeam},
	Floor:       map[string]int{"requests": 1},
	Run:         with(teamAsStranger),
}

// teamAsStranger asks for our team's list with the credentials of another team.
func teamAsStranger(ctx context.Context, p *probe) {
	r := p.s.wrong(p.s.all(team))
	r.Authorization = p.s.other
	p.hides(ctx, r, "our team's list with the credentials of another team")
}

var teamOfNobody = conformance.Check{
	ID:          "chatlayer.team.unknown",
	Level:       conformance.Should,
	Requirement: "CHL-TEAM-8",
	Also:        []string{"CHL-TEAM-2"},
	Title:       "The list of a team that does not exist is refused or shows none of our events.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team},
	Floor:       map[string]int{"requests": 2},
	Run:         with(teamUnknown),
}

// teamUnknown asks for the list of teams that do not exist.
func teamUnknown(ctx context.Context, p *probe) {
	for _, id := range []string{p.s.names.of("team"), strings.Repeat("0", 24)} {
		q := p.s.all(team)
		q.Team = id
		p.hides(ctx, p.s.wrong(q), "the list of a team that does not exist")
	}
}

// foreignKey is the attribute by which the event is known that the other team tracks.
const foreignKey = tagKey + "_foreign"

var foreignEvents = conformance.Check{
	ID:          "chatlayer.team.foreign-events",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Title:       "A team's list shows no event of another team's bot.",
	Operations:  []string{team, "TrackEvent"},
	Needs:       append([]conformance.Capability{conformance.Team, conformance.OtherTeam}, conformance.Writes),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"foreign events": 1},
	Run:         with(teamForeign),
}

// teamForeign tracks an event of another team's bot and looks for it in our team's list.
func teamForeign(ctx context.Context, p *probe) {
	teamAnswers(p)
	user := p.s.names.of("foreign-user")
	sent := Sent{Version: "LIVE", Event: p.s.names.of("foreign"), User: user, Attributes: map[string]string{foreignKey: p.Run()}}
	if p.s.honoured {
		sent.At = p.s.base.Add(75 * time.Minute)
	}
	r := p.s.trackRequest(p.Target().OtherBot, sent)
	r.Authorization = p.s.other
	x := p.Do(ctx, r)
	if !answered(x, 1) {
		x = p.Do(ctx, r)
	}
	if !x.OK() {
		p.Inconclusive("the other team could not track an event: %s", gist(x))
	}
	from, to := p.s.span([]*Known{{Sent: sent}})
	theirs := Query{Bot: p.Target().OtherBot, User: user, Start: bound(from), End: bound(to), Size: 100}
	if !appears(ctx, p, theirs, user) {
		p.Inconclusive("the other team's event did not become visible to that team")
	}
	p.Saw("foreign events", 1)
	ours := Query{Op: team, Start: theirs.Start, End: theirs.End, User: user, Size: 100}
	w := p.WholeWalk(ctx, ours)
	for _, e := range w.Events() {
		if isForeign(p, e, user) {
			p.Fail(conformance.Failure{
				Message:  "our team's list shows an event of another team's bot",
				Expected: "events of our own bots alone", Got: shortJSON(e.Raw), Exchanges: []*exchange.Exchange{w.Last().X, x},
			})
		}
	}
}

// isForeign reports whether a listed event is the one that the other team tracked, by any of what a list may show of it.
func isForeign(p *probe, e Event, user string) bool {
	return e.UserID == user || e.Event == p.s.names.of("foreign") || e.Attributes[foreignKey] == p.Run()
}

// appears waits until the other team's own list shows an event of a user.
func appears(ctx context.Context, p *probe, q Query, user string) bool {
	clock := p.s.clock
	deadline := clock.Now().Add(stubborn * p.Target().Settle)
	theirs := asker{s: p.s, do: func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Authorization = p.s.other
		return p.Do(ctx, r)
	}}
	for {
		if slices.ContainsFunc(theirs.Walk(ctx, q).Events(), func(e Event) bool { return isForeign(p, e, user) }) {
			return true
		}
		if clock.Now().After(deadline) || clock.Sleep(ctx, slowest) != nil {
			return false
		}
	}
}

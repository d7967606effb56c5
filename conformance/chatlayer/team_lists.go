package chatlayer

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// teamShows walks the team's list over the whole seed.
func teamShows(ctx context.Context, p *probe) {
	p.full(ctx, p.s.all(team), called(team)+" over the whole window")
}

// teamVersions records which of the run's own events the team's list shows.
func teamVersions(ctx context.Context, p *probe) {
	shown := map[string]int{}
	for k := range p.s.knownOf(p.Walk(ctx, p.s.all(team))) {
		shown[versionOf(k.Sent)]++
	}
	p.Record("%d LIVE and %d DRAFT events of the run's own", shown["LIVE"], shown["DRAFT"])
}

// teamShape looks at the events of the team's list: the members of a bot's list, with the bot's id.
func teamShape(ctx context.Context, p *probe) {
	for _, page := range p.WholeWalk(ctx, p.s.all(team)).Pages {
		for _, e := range page.Events {
			k := p.s.identify(e)
			if k == nil {
				continue
			}
			p.Saw("events", 1)
			if name := differing(members(k.Listed), members(e)); name != "" {
				p.Fail(conformance.Failure{
					Message:  fmt.Sprintf("the team's list shows another %s than the bot's list", name),
					Expected: members(k.Listed)[name], Got: members(e)[name] + " for " + k.Tag, Exchanges: []*wire.Exchange{page.X},
				})
			}
		}
	}
}

// teamUserOnPages asks for one user's events on several pages.
func teamUserOnPages(ctx context.Context, p *probe) {
	q := p.s.all(team).sized(12)
	q.User = p.s.names.user()
	w := p.full(ctx, q, called(team)+" page by page with user_id")
	p.Saw("later pages", len(w.Pages)-1)
}

// teamAsStranger asks for our team's list with the credentials of another team.
func teamAsStranger(ctx context.Context, p *probe) {
	r := p.s.wrong(p.s.all(team))
	r.Authorization = p.s.other
	p.hides(ctx, r, "our team's list with the credentials of another team")
}

// teamUnknown asks for the list of teams that do not exist.
func teamUnknown(ctx context.Context, p *probe) {
	for _, id := range []string{p.s.names.of("team"), strings.Repeat("0", 24)} {
		q := p.s.all(team)
		q.Team = id
		p.hides(ctx, p.s.wrong(q), "the list of a team that does not exist")
	}
}

// teamForeign tracks an event of another team's bot and looks for it in our team's list.
func teamForeign(ctx context.Context, p *probe) {
	user := p.s.names.of("foreign-user")
	sent := Sent{Version: "LIVE", Event: p.s.names.of("foreign"), User: user, Attributes: map[string]string{tagKey + "-foreign": p.Run()}}
	if p.s.honoured {
		sent.At = p.s.base.Add(75 * time.Minute)
	}
	r := p.s.trackRequest(p.Target().OtherBot, sent)
	r.Authorization = p.s.other
	x := p.Do(ctx, r)
	if !x.OK() {
		p.Inconclusive("the other team could not track an event: %s", gist(x))
	}
	from, to := p.s.span([]*Known{{Sent: sent}})
	theirs := Query{Bot: p.Target().OtherBot, User: user, Start: bound(from), End: bound(to), Size: 100}
	if !p.appears(ctx, theirs, user) {
		p.Inconclusive("the other team's event did not become visible to that team")
	}
	p.Saw("foreign events", 1)
	ours := Query{Op: team, Start: theirs.Start, End: theirs.End, User: user, Size: 100}
	w := p.WholeWalk(ctx, ours)
	for _, e := range w.Events() {
		if e.UserID == user {
			p.Fail(conformance.Failure{
				Message:  "our team's list shows an event of another team's bot",
				Expected: "events of our own bots alone", Got: shortJSON(e.Raw), Exchanges: []*wire.Exchange{w.Last().X, x},
			})
		}
	}
}

// appears waits until the other team's own list shows an event of a user.
func (p *probe) appears(ctx context.Context, q Query, user string) bool {
	clock := p.s.clock
	deadline := clock.Now().Add(stubborn * p.Target().Settle)
	theirs := asker{s: p.s, do: func(ctx context.Context, r wire.Request) *wire.Exchange {
		r.Authorization = p.s.other
		return p.Do(ctx, r)
	}}
	for {
		for _, e := range theirs.Walk(ctx, q).Events() {
			if e.UserID == user {
				return true
			}
		}
		if clock.Now().After(deadline) || clock.Sleep(ctx, slowest) != nil {
			return false
		}
	}
}

package teams

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var showsAll = conformance.Check{
	ID:          "chatlayer.team.complete",
	Level:       conformance.Should,
	Requirement: "CHL-TEAM-9",
	Also:        []string{"CHL-PAGE-32"},
	Title:       "A team's list that shows live events of a bot shows all of them, each once.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam},
	Floor:       map[string]int{"events": 1},
	Run:         kit.WithPlanted(complete),
}

// complete walks the team's list over all planted events. A list that shows some live events of the bot should show all of them;
// which bots and versions it shows at all nobody documents.
func complete(ctx context.Context, p *kit.Probe) {
	p.MustHaveTeam()
	about := kit.Called(kit.Team) + " over the whole window"
	w := p.HoldPlanted(ctx, p.SharedWalk(ctx, kit.Team), about)
	holdsAll(ctx, p, w, p.Planted, about)
	second := p.Second.Planted
	if !slices.ContainsFunc(second, kit.InTeam) { // nobody says that it must show several bots
		return
	}
	for pause := kit.ShortestPause; p.Young(second) && len(lacks(p, w, second)) > 0; pause = min(kit.LongestPause, pause*3/2) {
		if p.Clock.Sleep(ctx, pause) != nil {
			break
		}
		w = p.WalkPlanted(ctx, p.ListPlanted(kit.Team), about)
	}
	holdsAll(ctx, p, w, second, about)
}

// holdsAll fails the check if a walk lacks live events of one bot.
func holdsAll(ctx context.Context, p *kit.Probe, w kit.Walk, planted []*kit.RunEvent, about string) {
	if lost := lacks(p, w, planted); len(lost) > 0 {
		p.Fail(p.Proven(ctx, w, planted, kit.Difference{Missing: lost}, about))
	}
}

// lacks returns the live events in the window of a walk that it does not show.
func lacks(p *kit.Probe, w kit.Walk, planted []*kit.RunEvent) []*kit.RunEvent {
	from, to := kit.Instants(w.Query)
	return slices.DeleteFunc(kit.Unseen(p.Seen(w), planted),
		func(k *kit.RunEvent) bool { return kit.VersionOf(k.Sent) != "LIVE" || !kit.Inside(k.When(), from, to) })
}

var bothVersions = conformance.Check{
	ID:          "chatlayer.team.versions",
	Level:       conformance.Info,
	Requirement: "CHL-TEAM-6",
	Title:       "Whether a team's list holds both versions.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(versions),
}

// versions records which of the run's own events the team's list shows.
func versions(ctx context.Context, p *kit.Probe) {
	shown := map[string]int{}
	for k := range p.TimesOf(p.SharedWalk(ctx, kit.Team)) {
		shown[kit.VersionOf(k.Sent)]++
	}
	p.Record("%d LIVE and %d DRAFT events of the run's own", shown["LIVE"], shown["DRAFT"])
}

var sameEvents = conformance.Check{
	ID:          "chatlayer.team.same-events",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-5",
	Also:        []string{"CHL-SCH-5"},
	Title:       "What a team's list shows of an event is what the bot's list shows.",
	Operations:  []string{kit.Get, kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam},
	Floor:       map[string]int{"events": 1},
	Run:         kit.WithPlanted(shape),
}

// shape looks at the events of the team's list: members that the bot's list shows, too, have the same values.
func shape(ctx context.Context, p *kit.Probe) {
	p.MustHaveTeam()
	for _, page := range p.SharedWalk(ctx, kit.Team).Pages {
		for _, e := range page.Events {
			k := p.Identify(e)
			if k == nil || k.Double.Load() {
				continue
			}
			p.Saw("events", 1)
			if name := kit.Contrary(kit.Members(k.Listed), kit.Members(e)); name != "" {
				p.Fail(conformance.Failure{
					Message:  fmt.Sprintf("the team's list shows another %s than the bot's list", name),
					Expected: kit.Members(k.Listed)[name], Got: kit.Members(e)[name] + " for " + k.Tag, Symptoms: kit.Unsteady(name),
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
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam, conformance.Writes},
	Floor:       map[string]int{"events": 10, "later pages": 2},
	Run:         kit.WithPlanted(runUserOnPages),
}

// runUserOnPages asks for one user's events on several pages.
func runUserOnPages(ctx context.Context, p *kit.Probe) {
	p.MustHaveTeam()
	q := p.ListPlanted(kit.Team).Sized(12)
	q.User = p.Names.User()
	w := p.WalkPlanted(ctx, q, kit.Called(kit.Team)+" page by page with user_id")
	p.Saw("later pages", len(w.Pages)-1)
}

var strangers = conformance.Check{
	ID:          "chatlayer.team.strangers",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "A team's list shows nothing to another team.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam, kit.NamedOtherTeam},
	Floor:       map[string]int{"requests": 1},
	Run:         kit.WithPlanted(asStranger),
}

// asStranger asks for our team's list with the credentials of another team.
func asStranger(ctx context.Context, p *kit.Probe) {
	r := p.HostileRequest(p.ListPlanted(kit.Team))
	r.Authorization = p.OtherAuth
	p.MustHide(ctx, r, "our team's list with the credentials of another team")
}

var ofNobody = conformance.Check{
	ID:          "chatlayer.team.unknown",
	Level:       conformance.Should,
	Requirement: "CHL-TEAM-8",
	Also:        []string{"CHL-TEAM-2"},
	Title:       "The list of a team that does not exist is refused or shows none of our events.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam},
	Floor:       map[string]int{"requests": 2},
	Run:         kit.WithPlanted(unknown),
}

// unknown asks for the list of teams that do not exist.
func unknown(ctx context.Context, p *kit.Probe) {
	for _, id := range []string{p.Names.Of("team"), strings.Repeat("0", 24)} {
		q := p.ListPlanted(kit.Team)
		q.Team = id
		p.MustHide(ctx, p.HostileRequest(q), "the list of a team that does not exist")
	}
}

// foreignKey is the attribute by which the event is known that the other team tracks.
const foreignKey = kit.TagKey + "_foreign"

var foreignEvents = conformance.Check{
	ID:          "chatlayer.team.foreign-events",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Title:       "A team's list shows no event of another team's bot.",
	Operations:  []string{kit.Team, "TrackEvent"},
	Needs:       append([]conformance.Capability{kit.NamedTeam, kit.NamedOtherTeam}, conformance.Writes),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"foreign events": 1},
	Run:         kit.WithPlanted(foreign),
}

// foreign tracks an event of another team's bot and looks for it in our team's list.
func foreign(ctx context.Context, p *kit.Probe) {
	kit.MustAnswerTeam(p)
	user := p.Names.Of("foreign-user")
	sent := kit.Sent{Version: "LIVE", Event: p.Names.Of("foreign"), User: user, Attributes: map[string]string{foreignKey: p.Run()}}
	if p.Honoured {
		sent.At = p.Base.Add(75 * time.Minute)
	}
	r := p.TrackRequest(p.OtherBot, sent)
	r.Authorization = p.OtherAuth
	x := p.Do(ctx, r)
	if !kit.Answered(x, 1) {
		x = p.Do(ctx, r)
	}
	if !x.OK() {
		p.Inconclusive("the other team could not track an event: %s", kit.Gist(x))
	}
	from, to := p.EventWindow([]*kit.RunEvent{{Sent: sent}})
	theirs := kit.Query{Bot: p.OtherBot, User: user, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	if !appears(ctx, p, theirs, user) {
		p.Inconclusive("the other team's event did not become visible to that team")
	}
	p.Saw("foreign events", 1)
	ours := kit.Query{Op: kit.Team, Start: theirs.Start, End: theirs.End, User: user, Size: 100}
	w := p.MustWalk(ctx, ours)
	for _, e := range w.Events() {
		if isForeign(p, e, user) {
			p.Fail(conformance.Failure{
				Message:  "our team's list shows an event of another team's bot",
				Expected: "events of our own bots alone", Got: kit.ShortJSON(e.Raw), Exchanges: []*exchange.Exchange{w.Last().X, x},
				Symptoms: []conformance.Symptom{kit.ForbiddenSymptom("it is of bot another team's")},
			})
		}
	}
}

// isForeign reports whether a listed event is the one that the other team tracked, by any of what a list may show of it.
func isForeign(p *kit.Probe, e kit.Event, user string) bool {
	return e.UserID == user || e.Event == p.Names.Of("foreign") || e.Attributes[foreignKey] == p.Run()
}

// appears waits until the other team's own list shows an event of a user.
func appears(ctx context.Context, p *kit.Probe, q kit.Query, user string) bool {
	clock := p.Clock
	deadline := clock.Now().Add(kit.Stubborn * p.Target().Settle)
	theirs := p.Sending(func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Authorization = p.OtherAuth
		return p.Do(ctx, r)
	})
	for {
		if slices.ContainsFunc(theirs.Walk(ctx, q).Events(), func(e kit.Event) bool { return isForeign(p, e, user) }) {
			return true
		}
		if clock.Now().After(deadline) || clock.Sleep(ctx, kit.LongestPause) != nil {
			return false
		}
	}
}

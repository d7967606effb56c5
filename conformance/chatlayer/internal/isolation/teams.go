package isolation

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var foreignRead = conformance.Check{
	ID:          "chatlayer.isolation.foreign-read",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "Another team's credentials do not read the bot.",
	Operations:  kit.BotLists(),
	Needs:       []conformance.Capability{kit.NamedOtherTeam},
	Floor:       map[string]int{"events that could leak": 1, "answers": 3},
	Run:         kit.WithPlanted(runForeignRead),
}

// runForeignRead reads the bot with the other team's credentials, in every way.
func runForeignRead(ctx context.Context, p *kit.Probe) {
	control(ctx, p)
	otherWorks(ctx, p)
	for i, q := range views(p, kit.Get) {
		q.Op = []string{kit.Get, kit.Post}[i%2]
		keptOut(ctx, p, asOtherTeam(p, q), "another team's credentials: the list ("+q.Op+" "+q.Describe()+")")
	}
	for _, op := range []string{kit.Get, kit.Post} {
		q := p.ListPlanted(op)
		q.Size = 5
		if q.Token = p.MustPage(ctx, q).Next; q.Token != "" {
			keptOut(ctx, p, asOtherTeam(p, q), "another team's credentials with a page token of the bot's team ("+op+")")
			q.Bot = p.OtherBot
			keptOut(ctx, p, asOtherTeam(p, q), "another team's bot with a page token of this bot ("+op+")")
		}
	}
}

var foreignTeam = conformance.Check{
	ID:          "chatlayer.isolation.foreign-team",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "Another team's credentials do not read the team's list.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam, kit.NamedOtherTeam},
	Floor:       map[string]int{"events that could leak": 1, "answers": 2},
	Run:         kit.WithPlanted(runForeignTeam),
}

// runForeignTeam reads the team's list with the other team's credentials.
func runForeignTeam(ctx context.Context, p *kit.Probe) {
	control(ctx, p)
	otherWorks(ctx, p)
	for _, user := range []string{"", p.ValueOf(kit.ByUser)} {
		keptOut(ctx, p, asOtherTeam(p, kit.ByUser.AddTo(p.ListPlanted(kit.Team), user)), "another team's credentials: the team's list")
	}
}

var otherBot = conformance.Check{
	ID:          "chatlayer.isolation.other-bot",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-FLT-7"},
	Title:       "Another team's bot shows none of the bot's events.",
	Operations:  kit.BotLists(),
	Needs:       []conformance.Capability{kit.NamedOtherTeam},
	Floor:       map[string]int{"events that could leak": 1, "answers": 3},
	Run:         kit.WithPlanted(otherBotApart),
}

// otherBotApart reads the other team's bot, as its own team does: none of this run's events is there.
func otherBotApart(ctx context.Context, p *kit.Probe) {
	control(ctx, p)
	otherWorks(ctx, p)
	for i, q := range views(p, kit.Get) {
		q.Bot, q.Op = p.OtherBot, []string{kit.Get, kit.Post}[i%2]
		keptOut(ctx, p, asOtherTeam(p, q), "the list of another team's bot ("+q.Op+" "+q.Describe()+")")
	}
}

var foreignWrite = conformance.Check{
	ID:          "chatlayer.isolation.foreign-write",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-4",
	Also:        []string{"CHL-LAW-3"},
	Title:       "Another team's credentials do not write into the bot.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{kit.NamedOtherTeam, conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"tries": 3},
	Run:         kit.WithPlanted(runForeignWrite),
}

// runForeignWrite tracks into the bot with the other team's credentials. Nothing may be stored there.
func runForeignWrite(ctx context.Context, p *kit.Probe) {
	otherWorks(ctx, p)
	at := p.Base.Add(44 * time.Minute)
	var answers []*exchange.Exchange
	for i := range 3 {
		_, x := p.TrackTo(ctx, p.Bot, p.OtherAuth, kit.Sent{
			Version: "LIVE", Event: p.Names.Of("intruder"), User: p.Names.Of("intruder"), Conversation: p.Names.Of("intruder"),
			At: at.Add(time.Duration(i) * time.Second),
		}, func(r *exchange.Request) { r.Hostile = true })
		answers = append(answers, x)
		p.Saw("tries", 1)
	}
	after, x := p.Track(ctx, kit.Sent{Version: "LIVE", Event: p.Names.Of("after"), User: p.Names.Of("after"), At: at.Add(5 * time.Second)})
	if after == nil {
		p.Inconclusive("a valid event was refused: %s", kit.Gist(x))
	}
	if len(p.SettleOwn(ctx, after)) > 0 {
		p.Inconclusive("an event that was tracked afterwards did not become visible")
	}
	noIntruder(ctx, p, answers)
	p.Record("another team's track is answered with status %d", answers[0].Status)
}

// noIntruder looks for what the other team tracked, by its names alone and wherever in time it may have been put.
func noIntruder(ctx context.Context, p *kit.Probe, answers []*exchange.Exchange) {
	name := p.Names.Of("intruder")
	now, soon := p.RunWindow()
	for i, f := range append(kit.ShownFilters(), kit.ShownFilters()...) {
		open := kit.Query{Start: kit.Bound(p.Base.Add(-time.Minute)), End: kit.Bound(p.Base.Add(3 * time.Hour)), Size: 100}
		if i >= len(kit.ShownFilters()) {
			open.Start, open.End = kit.Bound(now), kit.Bound(soon)
		}
		q := f.AddTo(open, name)
		q.Op = []string{kit.Get, kit.Post}[i%2]
		for _, w := range p.WalkInParts(ctx, q) {
			noneNamed(p, w, name, answers)
		}
	}
}

func noneNamed(p *kit.Probe, w kit.Walk, name string, answers []*exchange.Exchange) {
	for _, e := range w.Events() {
		if e.Event == name || e.UserID == name || e.ConversationID == name {
			p.Fail(conformance.Failure{
				Message:   "another team's credentials wrote into the bot " + p.Bot,
				Expected:  "a refusal, and no such event in the bot's list",
				Got:       fmt.Sprintf("status %d, and the event is listed", answers[0].Status),
				Exchanges: append(answers[:1:1], kit.LastOf(w, 1)...),
			})
		}
	}
}

var sameNames = conformance.Check{
	ID:          "chatlayer.isolation.same-names",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-FLT-7"},
	Title:       "The same names in two teams' bots do not mix.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{kit.NamedOtherTeam, conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"own": 32},
	Run:         kit.WithPlanted(runSameNames),
}

// runSameNames tracks the same names in two teams' bots and wants each list to show its own events.
func runSameNames(ctx context.Context, p *kit.Probe) {
	otherWorks(ctx, p)
	n, at := p.Names, p.Base.Add(46*time.Minute)
	var ours, theirs []*kit.RunEvent
	for i := range 4 {
		e := kit.Sent{
			Version: "LIVE", Event: n.Of("shared"), User: n.Of("shared"), Conversation: n.Of("shared"), Campaign: n.Of("shared"),
			At: at.Add(time.Duration(i) * time.Second),
		}
		for _, side := range []struct {
			bot, auth string
			into      *[]*kit.RunEvent
		}{{p.Bot, p.Auth, &ours}, {p.OtherBot, p.OtherAuth, &theirs}} {
			k, x := p.TrackTo(ctx, side.bot, side.auth, e, func(*exchange.Request) {})
			if !x.OK() {
				p.Inconclusive("a valid event was refused: %s", kit.Gist(x))
			}
			*side.into = append(*side.into, k)
		}
	}
	from, to := p.EventWindow(append(ours[:len(ours):len(ours)], theirs...))
	open := kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
	here, there := p.Bot, p.OtherBot
	oneSide(ctx, p, p.Asker, open, here, ours, theirs)
	oneSide(ctx, p, asOther(p), open, there, theirs, ours)
}

// oneSide wants one bot's lists to show its own events and none of the other's.
func oneSide(ctx context.Context, p *kit.Probe, as kit.Asker, open kit.Query, bot string, own, other []*kit.RunEvent) {
	open.Bot = bot
	if lost, _ := as.Settle(ctx, []kit.Query{open}, nil, own); len(lost) > 0 {
		p.Inconclusive("%s of the bot %s did not become visible", english.Of(len(lost), len(own), "event"), kit.Quoted(bot))
	}
	unfiltered := kit.PlainFilter{Ask: func(*kit.Query, string) {}}
	for i, f := range append(kit.AllFilters(), unfiltered, unfiltered) {
		q := f.AddTo(open, p.Names.Of("shared"))
		q.Op = []string{kit.Get, kit.Post}[i%2]
		w := as.Walk(ctx, q)
		if f.Name != kit.ByCampaign.Name && len(kit.Unseen(p.Seen(w), own)) > 0 { // filtered lists may lag behind
			as.Settle(ctx, []kit.Query{q}, nil, own)
			w = as.Walk(ctx, q)
		}
		p.MustBePage(w.Last())
		seen := p.Seen(w)
		for _, k := range other {
			if seen[k] {
				p.Fail(conformance.Failure{
					Message: "events of the same names in two bots are mixed: the list of " + kit.Quoted(bot) + " by " + f.Name +
						" shows an event of the other bot",
					Expected: "the bot's own events alone", Got: k.Label(), Exchanges: kit.LastOf(w, 1),
				})
			}
		}
		p.Saw("own", len(own)-len(kit.Unseen(seen, own)))
	}
}

var sameRefusal = conformance.Check{
	ID:          "chatlayer.isolation.same-refusal",
	Level:       conformance.Info,
	Requirement: "CHL-AUTH-6",
	Also:        []string{"CHL-AUTH-7"},
	Title:       "Whether a bot of another team and one that nobody made are refused alike.",
	Operations:  []string{kit.Get},
	Needs:       []conformance.Capability{kit.NamedOtherTeam},
	Floor:       map[string]int{"answers": 2},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(runSameRefusal),
}

// runSameRefusal records whether a bot of another team and one that nobody made are refused alike.
func runSameRefusal(ctx context.Context, p *kit.Probe) {
	foreign, invented := p.ListPlanted(kit.Get), p.ListPlanted(kit.Get)
	foreign.Bot, invented.Bot = p.OtherBot, p.Names.Of("bot")
	a, b := stranger(ctx, p, p.Request(foreign)), stranger(ctx, p, p.Request(invented))
	p.Record("another team's bot: status %d; an invented bot: status %d", a.X.Status, b.X.Status)
}

package chatlayer

import (
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var isolationForeignRead = conformance.Check{
	ID:          "chatlayer.isolation.foreign-read",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "Another team's credentials do not read the bot.",
	Operations:  filterLists(),
	Needs:       []conformance.Capability{conformance.OtherTeam},
	Floor:       map[string]int{"events that could leak": 1, "answers": 3},
	Run:         with(foreignRead),
}

// foreignRead reads the bot with the other team's credentials, in every way.
func foreignRead(ctx context.Context, p *probe) {
	control(ctx, p)
	otherWorks(ctx, p)
	for i, q := range views(p, get) {
		q.Op = []string{get, post}[i%2]
		keptOut(ctx, p, asOtherTeam(p, q), "another team's credentials: the list ("+q.Op+" "+q.describe()+")")
	}
	for _, op := range []string{get, post} {
		q := p.inSeed(op)
		q.Size = 5
		if q.Token = p.Whole(ctx, q).Next; q.Token != "" {
			keptOut(ctx, p, asOtherTeam(p, q), "another team's credentials with a page token of the bot's team ("+op+")")
			q.Bot = p.Target().OtherBot
			keptOut(ctx, p, asOtherTeam(p, q), "another team's bot with a page token of this bot ("+op+")")
		}
	}
}

var isolationForeignTeam = conformance.Check{
	ID:          "chatlayer.isolation.foreign-team",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-AUTH-4"},
	Title:       "Another team's credentials do not read the team's list.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team, conformance.OtherTeam},
	Floor:       map[string]int{"events that could leak": 1, "answers": 2},
	Run:         with(foreignTeam),
}

// foreignTeam reads the team's list with the other team's credentials.
func foreignTeam(ctx context.Context, p *probe) {
	control(ctx, p)
	otherWorks(ctx, p)
	for _, user := range []string{"", p.valueOf(byUser)} {
		keptOut(ctx, p, asOtherTeam(p, byUser.with(p.inSeed(team), user)), "another team's credentials: the team's list")
	}
}

var otherBot = conformance.Check{
	ID:          "chatlayer.isolation.other-bot",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-FLT-7"},
	Title:       "Another team's bot shows none of the bot's events.",
	Operations:  filterLists(),
	Needs:       []conformance.Capability{conformance.OtherTeam},
	Floor:       map[string]int{"events that could leak": 1, "answers": 3},
	Run:         with(otherBotApart),
}

// otherBotApart reads the other team's bot, as its own team does: none of this run's events is there.
func otherBotApart(ctx context.Context, p *probe) {
	control(ctx, p)
	otherWorks(ctx, p)
	for i, q := range views(p, get) {
		q.Bot, q.Op = p.Target().OtherBot, []string{get, post}[i%2]
		keptOut(ctx, p, asOtherTeam(p, q), "the list of another team's bot ("+q.Op+" "+q.describe()+")")
	}
}

var isolationForeignWrite = conformance.Check{
	ID:          "chatlayer.isolation.foreign-write",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-4",
	Also:        []string{"CHL-LAW-3"},
	Title:       "Another team's credentials do not write into the bot.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.OtherTeam, conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"tries": 3},
	Run:         with(foreignWrite),
}

// foreignWrite tracks into the bot with the other team's credentials. Nothing may be stored there.
func foreignWrite(ctx context.Context, p *probe) {
	otherWorks(ctx, p)
	at := p.s.base.Add(44 * time.Minute)
	var answers []*exchange.Exchange
	for i := range 3 {
		_, x := p.trackTo(ctx, p.Target().Bot, p.s.other, Sent{
			Version: "LIVE", Event: p.s.names.of("intruder"), User: p.s.names.of("intruder"), Conversation: p.s.names.of("intruder"),
			At: at.Add(time.Duration(i) * time.Second),
		}, func(r *exchange.Request) { r.Hostile = true })
		answers = append(answers, x)
		p.Saw("tries", 1)
	}
	after, x := p.Track(ctx, Sent{Version: "LIVE", Event: p.s.names.of("after"), User: p.s.names.of("after"), At: at.Add(5 * time.Second)})
	if after == nil {
		p.Inconclusive("a valid event was refused: %s", gist(x))
	}
	if len(p.settleOwn(ctx, after)) > 0 {
		p.Inconclusive("an event that was tracked afterwards did not become visible")
	}
	noIntruder(ctx, p, answers)
	p.Record("another team's track is answered with status %d", answers[0].Status)
}

// noIntruder looks for what the other team tracked, by its names alone and wherever in time it may have been put.
func noIntruder(ctx context.Context, p *probe, answers []*exchange.Exchange) {
	name := p.s.names.of("intruder")
	now, soon := p.s.present()
	for i, f := range append(shownFilters(), shownFilters()...) {
		open := Query{Start: bound(p.s.base.Add(-time.Minute)), End: bound(p.s.base.Add(3 * time.Hour)), Size: 100}
		if i >= len(shownFilters()) {
			open.Start, open.End = bound(now), bound(soon)
		}
		q := f.with(open, name)
		q.Op = []string{get, post}[i%2]
		for _, w := range p.inParts(ctx, q) {
			noneNamed(p, w, name, answers)
		}
	}
}

func noneNamed(p *probe, w Walk, name string, answers []*exchange.Exchange) {
	for _, e := range w.Events() {
		if e.Event == name || e.UserID == name || e.ConversationID == name {
			p.Fail(conformance.Failure{
				Message: "another team's credentials wrote into the bot " + p.Target().Bot, Expected: "a refusal, and no such event in the bot's list",
				Got: fmt.Sprintf("status %d, and the event is listed", answers[0].Status), Exchanges: append(answers[:1:1], lastOf(w, 1)...),
			})
		}
	}
}

var isolationSameNames = conformance.Check{
	ID:          "chatlayer.isolation.same-names",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Also:        []string{"CHL-FLT-7"},
	Title:       "The same names in two teams' bots do not mix.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.OtherTeam, conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"own": 32},
	Run:         with(sameNames),
}

// sameNames tracks the same names in two teams' bots and wants each list to show its own events.
func sameNames(ctx context.Context, p *probe) {
	otherWorks(ctx, p)
	n, at := p.s.names, p.s.base.Add(46*time.Minute)
	var ours, theirs []*Known
	for i := range 4 {
		e := Sent{
			Version: "LIVE", Event: n.of("shared"), User: n.of("shared"), Conversation: n.of("shared"), Campaign: n.of("shared"),
			At: at.Add(time.Duration(i) * time.Second),
		}
		for _, side := range []struct {
			bot, auth string
			into      *[]*Known
		}{{p.Target().Bot, p.s.auth, &ours}, {p.Target().OtherBot, p.s.other, &theirs}} {
			k, x := p.trackTo(ctx, side.bot, side.auth, e, func(*exchange.Request) {})
			if !x.OK() {
				p.Inconclusive("a valid event was refused: %s", gist(x))
			}
			*side.into = append(*side.into, k)
		}
	}
	from, to := p.s.span(append(ours[:len(ours):len(ours)], theirs...))
	open := Query{Start: bound(from), End: bound(to), Size: 100}
	here, there := p.Target().Bot, p.Target().OtherBot
	oneSide(ctx, p, p.asker, open, here, ours, theirs)
	oneSide(ctx, p, asOther(p), open, there, theirs, ours)
}

// oneSide wants one bot's lists to show its own events and none of the other's.
func oneSide(ctx context.Context, p *probe, as asker, open Query, bot string, own, other []*Known) {
	open.Bot = bot
	if lost, _ := as.settle(ctx, []Query{open}, nil, own); len(lost) > 0 {
		p.Inconclusive("%d of %d events of the bot %s did not become visible", len(lost), len(own), quoted(bot))
	}
	unfiltered := filter{ask: func(*Query, string) {}}
	for i, f := range append(allFilters(), unfiltered, unfiltered) {
		q := f.with(open, p.s.names.of("shared"))
		q.Op = []string{get, post}[i%2]
		w := as.Walk(ctx, q)
		if f.name != byCampaign.name && len(unseen(p.seen(w), own)) > 0 { // filtered lists may lag behind
			as.settle(ctx, []Query{q}, nil, own)
			w = as.Walk(ctx, q)
		}
		p.answered(w.Last())
		seen := p.seen(w)
		for _, k := range other {
			if seen[k] {
				p.Fail(conformance.Failure{
					Message: "events of the same names in two bots are mixed: the list of " + quoted(bot) + " by " + f.name +
						" shows an event of the other bot",
					Expected: "the bot's own events alone", Got: k.label(), Exchanges: lastOf(w, 1),
				})
			}
		}
		p.Saw("own", len(own)-len(unseen(seen, own)))
	}
}

var isolationSameRefusal = conformance.Check{
	ID:          "chatlayer.isolation.same-refusal",
	Level:       conformance.Info,
	Requirement: "CHL-AUTH-6",
	Also:        []string{"CHL-AUTH-7"},
	Title:       "Whether a bot of another team and one that nobody made are refused alike.",
	Operations:  []string{get},
	Needs:       []conformance.Capability{conformance.OtherTeam},
	Floor:       map[string]int{"answers": 2},
	Unproved:    "records only",
	Run:         with(sameRefusal),
}

// sameRefusal records whether a bot of another team and one that nobody made are refused alike.
func sameRefusal(ctx context.Context, p *probe) {
	foreign, invented := p.inSeed(get), p.inSeed(get)
	foreign.Bot, invented.Bot = p.Target().OtherBot, p.s.names.of("bot")
	a, b := stranger(ctx, p, p.s.request(foreign)), stranger(ctx, p, p.s.request(invented))
	p.Record("another team's bot: status %d; an invented bot: status %d", a.X.Status, b.X.Status)
}

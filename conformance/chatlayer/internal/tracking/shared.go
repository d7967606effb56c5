package tracking

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// neighbour is another bot, or the other version of this one, with the credentials that reach it.
type neighbour struct{ bot, auth, version, called, cause string }

// anotherBot is another bot of the team: the second one, or one that nobody else uses.
func anotherBot(p *kit.Probe) neighbour {
	return neighbour{cmp.Or(p.Second.ID, p.Names.Of("twin_bot")), p.Auth, "LIVE", "another bot of the team", kit.AcrossBots}
}

// neighbours are another bot of the team, the other team's if its credentials were given, and the bot's drafts.
func neighbours(p *kit.Probe) []neighbour {
	another := anotherBot(p)
	all := []neighbour{another}
	if p.OtherAuth != "" && p.OtherBot != "" {
		all = append(all, neighbour{p.OtherBot, p.OtherAuth, "LIVE", "another team's bot", another.cause})
	}
	return append(all, neighbour{p.Bot, p.Auth, "DRAFT", "the bot's version DRAFT", kit.AcrossVersions})
}

// lostIn waits for events of a neighbour and returns those that neither the list of their user nor that of all shows.
func lostIn(ctx context.Context, p *kit.Probe, n neighbour, want ...*kit.RunEvent) []*kit.RunEvent {
	there, q := there(p, n, want)
	all := q
	all.User = "" // which may be what is wrong
	lost, _ := there.Settle(ctx, []kit.Query{q}, func([]*kit.RunEvent) []kit.Query { return []kit.Query{all} }, want)
	return lost
}

// there asks a neighbour for the window of events.
func there(p *kit.Probe, n neighbour, want []*kit.RunEvent) (kit.Asker, kit.Query) {
	from, to := p.EventWindow(want)
	return p.Sending(func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Authorization, r.Hostile = n.auth, true
		return p.Do(ctx, r)
	}), kit.Query{Bot: n.bot, Version: n.version, User: want[0].User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
}

// lostAgain reports whether the second of twins is lost once more if it is tracked again: an event may be lost, and a list not be
// readable, for any reason.
func lostAgain(ctx context.Context, p *kit.Probe, t twins) bool {
	again, x := p.TrackTo(ctx, t.bot, t.auth, t.second.Sent, func(r *exchange.Request) { r.Hostile = true })
	if !x.OK() || len(lostIn(ctx, p, t.neighbour, again)) == 0 {
		return false
	}
	there, q := there(p, t.neighbour, []*kit.RunEvent{again})
	return there.Walk(ctx, q).Ended && listsOthers(ctx, p, t.neighbour)
}

// twins are two events with one id, in the bot and in a neighbour.
type twins struct {
	neighbour
	first, second *kit.RunEvent
	shown         bool // the second, in its own bot
	x             *exchange.Exchange
}

// likely is the cause of what went wrong with them; it is empty if it may be that the tag of the events, or what they are asked for by, is
// lost.
func (t twins) likely() string {
	if t.first.Listed.Attributes[kit.TagKey] != t.first.Tag || len(t.first.Changes(t.first.Listed)) > 0 {
		return ""
	}
	return t.cause
}

// eachTwins tracks an event under an id, waits until it is listed, and tracks another under the same id in each neighbour, which
// may refuse it.
func eachTwins(ctx context.Context, p *kit.Probe, word string, judge func(twins)) {
	taken := 0
	for i, n := range neighbours(p) {
		e := p.OwnEvent(word, time.Duration(i)*time.Minute)
		e.ID = fmt.Sprintf("%s_%d", e.User, i)
		first, x := p.Track(ctx, e)
		switch {
		case first == nil && x.Refused():
			p.NotApplicable("the target refuses an id of the client's with status %d", x.Status)
		case first == nil:
			p.Inconclusive("the event was not taken: %s", kit.Gist(x))
		}
		p.MustAppear(ctx, first)
		e.ID, e.User, e.Version = first.ID, p.Names.Of(word+"_twin"), n.version
		second, x := p.TrackTo(ctx, n.bot, n.auth, e, func(r *exchange.Request) { r.Hostile = true })
		if !x.OK() {
			p.Record("the id of an event is refused in %s, with status %d", n.called, x.Status)
			continue
		}
		taken++
		p.Saw("ids", 1)
		judge(twins{n, first, second, len(lostIn(ctx, p, n, second)) == 0, x})
	}
	if taken == 0 {
		p.NotApplicable("neither another bot nor the other version takes an id that this bot has")
	}
}

// listsOthers reports whether a neighbour lists an event without an id. What becomes of events for a bot that nobody made is not
// documented.
func listsOthers(ctx context.Context, p *kit.Probe, n neighbour) bool {
	e := p.OwnEvent("elsewhere", 3*time.Minute)
	e.User, e.Version = p.Names.Of("elsewhere_plain"), n.version
	k, x := p.TrackTo(ctx, n.bot, n.auth, e, func(r *exchange.Request) { r.Hostile = true })
	return x.OK() && len(lostIn(ctx, p, n, k)) == 0
}

// listOf is the list in which the second of twins belongs.
func listOf(ctx context.Context, p *kit.Probe, t twins) []*exchange.Exchange {
	there, q := there(p, t.neighbour, []*kit.RunEvent{t.second})
	return kit.LastOf(there.Walk(ctx, q), 1)
}

// tracks are the tracks of twins.
func tracks(p *kit.Probe, t twins) []*exchange.Exchange {
	return append(p.TrackOf(p.Exchanges(), t.first), t.x)
}

var idElsewhere = conformance.Check{
	ID:          "chatlayer.tracking.id-elsewhere",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-29",
	Title:       "An event of another bot, version or team may have the same id, and is listed there.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"ids": 1},
	Run:         kit.WithPlanted(trackIDElsewhere),
}

// trackIDElsewhere wants the second event listed where it was tracked, if that lists events at all.
func trackIDElsewhere(ctx context.Context, p *kit.Probe) {
	eachTwins(ctx, p, "elsewhere", func(t twins) {
		if !t.shown && !listsOthers(ctx, p, t.neighbour) {
			p.Record("%s takes events and lists none", t.called)
			return
		}
		if !t.shown {
			p.MustBeReadable()
			f := conformance.Failure{
				Message:   "an event whose id a live event of the bot has was acknowledged in " + t.called + ", and is never listed there",
				Expected:  "two events, each in its own list, or a refusal",
				Got:       "nothing of " + t.second.Tag + " in the " + t.version + " list of " + kit.Quoted(t.bot),
				LooksLike: t.likely(), Exchanges: append(tracks(p, t), listOf(ctx, p, t)...),
			}
			if !lostAgain(ctx, p, t) { // the id is not why
				f.Message = "an event was acknowledged in " + t.called + ", and is never listed there"
				f.LooksLike, f.Symptoms = "", kit.LostEvents(t.second)
			}
			p.Fail(f)
		}
	})
}

var idKept = conformance.Check{
	ID:          "chatlayer.tracking.id-kept",
	Level:       conformance.Must,
	Requirement: "CHL-LAW-7",
	Also:        []string{"CHL-AUTH-5", "CHL-TRK-29"},
	Title:       "An event stays as it is when an event of another bot, version or team gets the same id.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"ids": 1},
	Run:         kit.WithPlanted(trackIDKept),
}

// trackIDKept wants the first event to stay in its bot, as it was listed.
func trackIDKept(ctx context.Context, p *kit.Probe) {
	eachTwins(ctx, p, "kept", func(t twins) {
		from, to := p.EventWindow([]*kit.RunEvent{t.first})
		q := kit.Query{User: t.first.User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}
		if lost, _ := p.Settle(ctx, []kit.Query{q}, nil, []*kit.RunEvent{t.first}); len(lost) > 0 {
			p.MustBeReadable()
			p.Fail(conformance.Failure{
				Message:  "an event is gone from its list after an event with the same id was tracked in " + t.called,
				Expected: t.first.Label() + ", as it was listed before", Got: "no such event",
				LooksLike: t.likely(), Exchanges: append(tracks(p, t), kit.LastOf(p.Walk(ctx, q), 1)...),
			})
		}
		w := p.MustWalk(ctx, q)
		for _, e := range w.Events() {
			if e.ID != t.first.Listed.ID || e.ID == "" && p.Identify(e) != t.first { // its list may hold other events
				continue
			}
			if name, was, is := turned(t.first.Listed, e); name != "" {
				p.Fail(conformance.Failure{
					Message:  "an event changed in its list after an event with the same id was tracked in " + t.called,
					Expected: name + " " + was, Got: name + " " + is,
					LooksLike: t.likely(), Exchanges: append(tracks(p, t), kit.LastOf(w, 1)...),
				})
			}
		}
	})
}

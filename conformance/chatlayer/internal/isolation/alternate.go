package isolation

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// rounds is how often each team asks in alternate.
const rounds = 6

// turn is one request of alternate, and what came of it.
type turn struct {
	lane  string
	ours  bool
	page  kit.Page
	wrong string
}

var alternate = conformance.Check{
	ID:          "chatlayer.isolation.alternate",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-5",
	Title:       "Two teams that ask at the same time get their own answers.",
	Operations:  []string{kit.Get},
	Needs:       []conformance.Capability{kit.NamedOtherTeam},
	Floor:       map[string]int{"own answers": 4, "other answers": 4},
	Run:         kit.WithPlanted(runAlternate),
}

// runAlternate lets both teams ask at the same time, for their own bots and, the other team, for the first one's very URL: what
// one gets must not be what the other was given.
func runAlternate(ctx context.Context, p *kit.Probe) {
	otherWorks(ctx, p)
	q := p.ListPlanted(kit.Get)
	if user := p.ValueOf(kit.ByUser); user != "" {
		q.User = user
	}
	foreign := q
	foreign.Bot = p.OtherBot
	var mu sync.Mutex
	var turns []turn
	var both sync.WaitGroup
	ask := func(lane string, ours bool, r exchange.Request) {
		t := turn{lane: lane, ours: ours, page: p.ReadPage(p.Do(ctx, r))}
		mu.Lock()
		defer mu.Unlock()
		turns = append(turns, t)
	}
	ask("own team, own bot", true, p.Request(q)) // so that there is something to be mixed up, whoever is faster then
	both.Go(func() {
		for range rounds {
			ask("own team, own bot", true, p.Request(q))
		}
	})
	both.Go(func() {
		for i := range rounds {
			if i%2 == 0 {
				r := asOtherTeam(p, q)
				r.Hostile = true
				ask("other team, same URL", false, r)
			} else {
				ask("other team, its bot", false, asOtherTeam(p, foreign))
			}
		}
	})
	both.Wait()
	judgeTurns(p, turns)
}

const mixedUp = "two teams that ask at the same time get each other's answers: "

func judgeTurns(p *kit.Probe, turns []turn) {
	var bad *turn
	for i := range turns {
		t := &turns[i]
		if t.page.X.Err != nil || t.page.X.Busy() || t.page.X.Untried {
			continue
		}
		leaked := len(plantedOn(p, t.page))
		switch {
		case t.ours && t.page.Problem != "":
			t.wrong = "while two teams ask at the same time, the own one is answered with " + t.page.Problem
		case t.ours && slices.ContainsFunc(t.page.Events, func(e kit.Event) bool { return ofAnotherBot(p, e) }):
			t.wrong = mixedUp + "the own one gets an event of another bot"
		case !t.ours && leaked > 0:
			t.wrong = fmt.Sprintf("%sthe other one gets %s of the bot %s", mixedUp, english.Count(leaked, "event"), p.Bot)
		case t.ours:
			p.Saw("own answers", 1)
		default:
			p.Saw("other answers", 1)
		}
		if t.wrong != "" && bad == nil {
			bad = t
		}
	}
	if bad != nil {
		p.Fail(conformance.Failure{
			Message:  bad.wrong,
			Expected: "each team its own events, or a refusal",
			Got:      kit.Gist(bad.page.X), Exchanges: []*exchange.Exchange{bad.page.X}, Pictures: []conformance.Picture{lanesOf(turns)},
		})
	}
}

// ofAnotherBot reports whether an event shows that it is of another bot, by its bot_id or by what was tracked. Any member may be left out,
// so that one which does not show whose it is may be the bot's.
func ofAnotherBot(p *kit.Probe, e kit.Event) bool {
	k := p.Identify(e)
	return k != nil && k.Bot != "" || e.BotID != "" && !kit.SameBot(e.BotID, p.Bot)
}

// lanesOf shows what ran beside what.
func lanesOf(turns []turn) conformance.Picture {
	drawing := &conformance.Lanes{}
	places := map[string]int{}
	begin := turns[0].page.X.Began
	for _, t := range turns {
		if t.page.X.Began.Before(begin) {
			begin = t.page.X.Began
		}
	}
	for _, t := range turns {
		place, there := places[t.lane]
		if !there {
			place = len(drawing.Lanes)
			places[t.lane] = place
			drawing.Lanes = append(drawing.Lanes, conformance.Lane{Name: t.lane})
		}
		from := t.page.X.Began.Sub(begin)
		span := conformance.Span{
			FromMS: float64(from.Microseconds()) / 1000, ToMS: float64((from + t.page.X.Took).Microseconds()) / 1000,
			Label: fmt.Sprintf("%d", t.page.X.Status), Mark: conformance.Right,
		}
		if t.wrong != "" {
			span.Mark = conformance.Extra
		}
		drawing.Lanes[place].Spans = append(drawing.Lanes[place].Spans, span)
	}
	return conformance.Picture{Title: "Both teams' requests.", Lanes: drawing}
}

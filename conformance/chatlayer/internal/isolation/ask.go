package isolation

import (
	"context"
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// mine returns the event of the run that a list of the run's bot shows, nil if it is none. Ids alone prove nothing here: two bots may
// number their events alike.
func mine(p *kit.Probe, e kit.Event) *kit.RunEvent {
	k := p.Identify(e)
	if k != nil && k.Bot != "" {
		return nil
	}
	if k == nil || k.Owned && e.Attributes[kit.TagKey] == k.Tag {
		return k
	}
	if k.Seen && e.Timestamp != k.Listed.Timestamp {
		return nil
	}
	told := false // any member may be left out
	for _, f := range kit.ShownFilters() {
		if e.Has(f.Name) && f.Shown(e) != f.Sent(k.Sent) {
			return nil
		}
		told = told || e.Has(f.Name)
	}
	if !told {
		return nil
	}
	return k
}

// plantedOn lists the events of a page that the run planted.
func plantedOn(p *kit.Probe, page kit.Page) []*kit.RunEvent {
	var all []*kit.RunEvent
	for _, e := range page.Events {
		if k := mine(p, e); k != nil {
			all = append(all, k)
		}
	}
	return all
}

// stranger sends a list to where the run's events are not, with any credentials. It may be refused in any way. It returns the
// answer as a page, and ends the check if there was none.
func stranger(ctx context.Context, p *kit.Probe, r exchange.Request) kit.Page {
	r.Hostile = true
	page := p.ReadPage(p.Do(ctx, r))
	if page.X.Err != nil || page.X.Busy() {
		p.Inconclusive("the way to the target failed: %s", page.Problem)
	}
	p.Saw("answers", 1)
	return page
}

// keptOut fails the check if a stranger's answer shows events of the run's bot.
func keptOut(ctx context.Context, p *kit.Probe, r exchange.Request, about string) {
	page := stranger(ctx, p, r)
	if all := plantedOn(p, page); len(all) > 0 {
		p.Fail(conformance.Failure{
			Message: about + " shows events of the bot " + p.Bot, Expected: "a refusal, or none of these events",
			Got: fmt.Sprintf("%d of them, such as %s", len(all), all[0].Label()), Exchanges: []*exchange.Exchange{page.X},
		})
	}
}

// control asks the run's own bot in the same way and counts what a leak would show.
func control(ctx context.Context, p *kit.Probe) {
	q := p.ListPlanted(kit.Get)
	q.User = p.ValueOf(kit.ByUser)
	for _, page := range p.MustWalk(ctx, q).Pages {
		p.Saw("events that could leak", len(plantedOn(p, page)))
	}
}

// views are the ways in which a list is asked for: with every filter that could lead past the bot.
func views(p *kit.Probe, op string) []kit.Query {
	open := p.ListPlanted(op)
	views := []kit.Query{open}
	for _, f := range kit.AllFilters() {
		if value := p.ValueOf(f); value != "" {
			views = append(views, f.AddTo(open, value))
		}
	}
	draft := open
	draft.Version = "DRAFT"
	return append(views, draft)
}

// similarIDs are ids that are parts or extensions of the bot's own.
func similarIDs(bot string) []string {
	near := []string{bot + "x", bot + "-2", bot + "0", "x" + bot, "*", "%"}
	if len(bot) > 1 {
		near = append(near, bot[:len(bot)-1], bot[1:])
	}
	return near
}

// otherCase writes a bot's id in the other case of letters; the same text if it has none.
func otherCase(bot string) string {
	if upper := strings.ToUpper(bot); upper != bot {
		return upper
	}
	return strings.ToLower(bot)
}

// asOther is an asker with the other team's credentials.
func asOther(p *kit.Probe) kit.Asker {
	return p.Sending(func(ctx context.Context, r exchange.Request) *exchange.Exchange {
		r.Authorization = p.OtherAuth
		return p.Do(ctx, r)
	})
}

// asOtherTeam makes a list request with the other team's credentials.
func asOtherTeam(p *kit.Probe, q kit.Query) exchange.Request {
	r := p.Request(q)
	r.Authorization = p.OtherAuth
	return r
}

// otherWorks ends the check if the other team's credentials do not open the other team's bot: then a refusal proves nothing.
func otherWorks(ctx context.Context, p *kit.Probe) {
	q := p.ListPlanted(kit.Get)
	q.Bot = p.OtherBot
	if page := asOther(p).Page(ctx, q); page.Problem != "" {
		p.Inconclusive("the other team's credentials do not open the bot %s: %s; look at --other-basic and --other-bot", kit.Quoted(q.Bot),
			page.Problem)
	}
}

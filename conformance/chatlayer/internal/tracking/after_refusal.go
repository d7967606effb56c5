package tracking

import (
	"context"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// AfterRefusal look for what a refused request leaves behind where a list alone shows it.
func AfterRefusal() []conformance.Check {
	return []conformance.Check{
		afterRefusal,
	}
}

var afterRefusal = conformance.Check{
	ID:          "chatlayer.tracking.after-refusal",
	Level:       conformance.Should,
	Requirement: "CHL-HTTP-13",
	Also:        []string{"CHL-LAW-3"},
	Title:       "An event has nothing of a track that was refused before it.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run:         kit.WithPlanted(trackAfterRefusal),
}

// trackAfterRefusal has events refused, each for another member, and tracks after each one that lacks what the refused one had.
func trackAfterRefusal(ctx context.Context, p *kit.Probe) {
	seen, answer := 0, ""
	for i, broken := range []struct {
		name  string
		value any
	}{
		{"timestamp", "no time at all"}, {"attributes", map[string]any{"leak": "leak-" + p.Run(), "list": []string{"no", "text"}}},
	} {
		wrong := p.OwnEvent("refused", time.Duration(2*i)*time.Second)
		wrong.Attributes = map[string]string{"leak": "leak-" + p.Run()}
		r := p.TrackRequest(p.Bot, wrong)
		r.Body, r.Hostile = kit.WithMember(r.Body, broken.name, broken.value), true
		refused := p.Do(ctx, r)
		if !refused.Refused() || refused.Busy() {
			answer = kit.Gist(refused) // whether it has to be is for other checks
			continue
		}
		seen++
		p.Saw("refusals", 1)
		nothingOf(ctx, p, wrong, refused)
	}
	if seen == 0 {
		p.NotApplicable("neither a track whose timestamp is no time is refused, nor one with an attribute that is no text: %s", answer)
	}
}

// nothingOf tracks an event and fails the check if it is listed with something of one that was refused before it.
func nothingOf(ctx context.Context, p *kit.Probe, wrong kit.Sent, refused *exchange.Exchange) {
	next := kit.Sent{
		Version: wrong.Version, Event: p.Names.Of("own-next"), User: p.Names.Of("tracking-after-refusal-next"),
		At: wrong.At.Add(time.Second),
	}
	k := p.MustTrack(ctx, next)
	if lost := p.SettleOwn(ctx, k); len(lost) > 0 {
		p.Inconclusive("an event of this check did not become visible")
	}
	from, to := p.EventWindow([]*kit.RunEvent{k})
	page := p.MustPage(ctx, kit.Query{User: next.User, Start: kit.Bound(from), End: kit.Bound(to), Size: 10})
	for _, e := range page.Events {
		shown := []string{e.ConversationID, e.Event}
		for key, value := range e.Attributes {
			shown = append(shown, key, value)
		}
		for _, text := range shown {
			if text != "" && (text == wrong.Conversation || text == wrong.Event || strings.HasPrefix(text, "leak")) {
				p.Fail(conformance.Failure{
					Message:  "an event shows what a track had that was refused before it",
					Expected: "what was sent with it, and nothing of another request",
					Got:      kit.Quoted(text) + " in " + p.Label(e), Exchanges: []*exchange.Exchange{page.X, refused},
				})
			}
		}
	}
}

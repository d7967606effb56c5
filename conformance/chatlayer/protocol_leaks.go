package chatlayer

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// leakChecks look for what a refused request leaves behind where a list alone shows it.
func leakChecks() []conformance.Check {
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
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Alone,
	Floor:       map[string]int{"refusals": 1},
	Run:         with(trackAfterRefusal),
}

// trackAfterRefusal has an event refused for its timestamp and tracks one that lacks what the refused one had.
func trackAfterRefusal(ctx context.Context, p *probe) {
	wrong := p.own("refused", 0)
	wrong.Attributes = map[string]string{"leak": "leak-" + p.s.run}
	r := p.s.trackRequest(p.s.target.Bot, wrong)
	var body map[string]any
	_ = json.Unmarshal(r.Body, &body) // it was just made
	body["timestamp"] = "no time at all"
	r.Body, _ = json.Marshal(body) // texts and maps of texts: it cannot fail
	r.Hostile = true
	refused := p.Do(ctx, r)
	if !refused.Refused() || refused.Busy() {
		p.NotApplicable("a track whose timestamp is no time is not refused: %s", gist(refused))
	}
	p.Saw("refusals", 1)
	next := Sent{
		Version: wrong.Version, Event: p.s.names.of("own-next"), User: p.s.names.of("tracking-after-refusal-next"),
		At: wrong.At.Add(time.Second),
	}
	k := p.mustTrack(ctx, next)
	if lost := p.settleOwn(ctx, k); len(lost) > 0 {
		p.Inconclusive("an event of this check did not become visible")
	}
	from, to := p.s.span([]*Known{k})
	page := p.Whole(ctx, Query{User: next.User, Start: bound(from), End: bound(to), Size: 10})
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
					Got:      quoted(text) + " in " + p.s.label(e), Exchanges: []*exchange.Exchange{page.X, refused},
				})
			}
		}
	}
}

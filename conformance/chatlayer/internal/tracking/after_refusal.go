package tracking

import (
	"context"
	"encoding/json"
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

// trackAfterRefusal has an event refused for its timestamp and tracks one that lacks what the refused one had.
func trackAfterRefusal(ctx context.Context, p *kit.Probe) {
	wrong := p.OwnEvent("refused", 0)
	wrong.Attributes = map[string]string{"leak": "leak-" + p.Run()}
	r := p.TrackRequest(p.Target().Bot, wrong)
	var body map[string]any
	_ = json.Unmarshal(r.Body, &body) // it was just made
	body["timestamp"] = "no time at all"
	r.Body, _ = json.Marshal(body) // texts and maps of texts: it cannot fail
	r.Hostile = true
	refused := p.Do(ctx, r)
	if !refused.Refused() || refused.Busy() {
		p.NotApplicable("a track whose timestamp is no time is not refused: %s", kit.Gist(refused))
	}
	p.Saw("refusals", 1)
	next := kit.Sent{
		Version: wrong.Version, Event: p.Names.Of("own-next"), User: p.Names.Of("tracking-after-refusal-next"),
		At: wrong.At.Add(time.Second),
	}
	k := p.MustTrack(ctx, next)
	if lost := p.SettleOwn(ctx, k); len(lost) > 0 {
		p.Inconclusive("an event of this check did not become visible")
	}
	from, to := p.EventWindow([]*kit.Known{k})
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

package kit

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// TrackTo tracks an event into a bot with some credentials, as often as it takes to get an answer. Every try is another event, but for
// one with a given id: a try that failed may have been stored, and what is acknowledged then may be the event under the id.
func (p *Probe) TrackTo(ctx context.Context, bot, auth string, e Sent, change func(*exchange.Request)) (*RunEvent, *exchange.Exchange) {
	var k *RunEvent
	stands := false
	x := p.Client().Again(ctx, mostTries, func(attempt int) (*exchange.Exchange, bool) {
		if k == nil || e.ID == "" {
			k = toldApart(p, bot, e)
		}
		r := p.TrackRequest(bot, k.Sent)
		r.Authorization = auth
		change(&r)
		x := p.Do(ctx, r)
		if x.OK() {
			p.acknowledged(k, x)
		}
		stands = Answered(x, attempt)
		return x, !stands
	})
	if !stands {
		p.Inconclusive("an event could not be tracked: %s", Gist(x))
	}
	return k, x
}

// toldApart gives an event for a bot a tag of its own.
func toldApart(p *Probe, bot string, e Sent) *RunEvent {
	k := &RunEvent{Sent: e, Owned: true, Tag: p.NextTag()}
	if bot != p.Bot {
		k.Bot = bot
	}
	k.Attributes = map[string]string{TagKey: k.Tag}
	p.Remember(k)
	return k
}

// WithMember adds a text to a JSON object.
func WithMember(body []byte, name string, value any) []byte {
	members, err := ReadObject(body)
	if err != nil {
		return body
	}
	members[name], _ = json.Marshal(value) // made of strings: it cannot fail
	changed, _ := json.Marshal(members)    // made of valid JSON
	return changed
}

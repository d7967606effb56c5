package chatlayer

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// trackTo tracks an event into a bot with some credentials, as often as it takes to get an answer. Every try is another event, but for
// one with a given id: a try that failed may have been stored, and what is acknowledged then may be the event under the id.
func (p *probe) trackTo(ctx context.Context, bot, auth string, e Sent, change func(*exchange.Request)) (*Known, *exchange.Exchange) {
	var k *Known
	stands := false
	x := p.s.client.Again(ctx, mostTries, func(attempt int) (*exchange.Exchange, bool) {
		if k == nil || e.ID == "" {
			k = toldApart(p, bot, e)
		}
		r := p.s.trackRequest(bot, k.Sent)
		r.Authorization = auth
		change(&r)
		x := p.Do(ctx, r)
		if x.OK() {
			p.s.acknowledged(k, x)
		}
		stands = answered(x, attempt)
		return x, !stands
	})
	if !stands {
		p.Inconclusive("an event could not be tracked: %s", gist(x))
	}
	return k, x
}

// toldApart gives an event for a bot a tag of its own.
func toldApart(p *probe, bot string, e Sent) *Known {
	k := &Known{Sent: e, Owned: true, Tag: p.s.nextTag()}
	if bot != p.Target().Bot {
		k.Bot = bot
	}
	k.Attributes = map[string]string{tagKey: k.Tag}
	p.s.remember(k)
	return k
}

// withMember adds a text to a JSON object.
func withMember(body []byte, name, value string) []byte {
	members, err := readObject(body)
	if err != nil {
		return body
	}
	members[name], _ = json.Marshal(value) // a string: it cannot fail
	changed, _ := json.Marshal(members)    // made of valid JSON
	return changed
}

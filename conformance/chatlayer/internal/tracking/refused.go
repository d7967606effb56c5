package tracking

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// badTracks are bodies that break the contract, each in one place: their types are not the documented ones. Whether a server
// refuses them is its own affair; what it refuses it must not store.
func badTracks(p *kit.Probe) []map[string]any {
	bad := []map[string]any{
		{"attributes": map[string]any{"deep": map[string]any{"a": 1}}},
		{"attributes": []any{"no", "map"}},
		{"attributes": map[string]any{"number": 1, "list": []any{1}}},
		{"attributes": map[string]any{"nothing": nil}},
		{"timestamp": "no time at all"},
		{"timestamp": 12345},
		{"context": "no object"},
		{"event": map[string]any{"no": "text"}},
	}
	for i, b := range bad {
		e := p.OwnEvent(fmt.Sprintf("bad-%d", i), time.Duration(i)*time.Second)
		whole := map[string]any{
			"version": "LIVE", "event": e.Event, "user_id": e.User, "timestamp": kit.Bound(e.At),
			"context": map[string]any{"conversation_id": e.Conversation},
		}
		for name, value := range b {
			whole[name] = value
		}
		bad[i] = whole
	}
	return bad
}

var refusedStoresNothing = conformance.Check{
	ID:          "chatlayer.tracking.refused-stores-nothing",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-3",
	Title:       "A track that was refused stores nothing.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"refusals": 1},
	Run:         kit.WithPlanted(trackRefused),
}

// trackRefused sends wrong tracks and looks whether those that were refused were stored all the same. What lists show of those that
// were taken is for the checks of the schema.
func trackRefused(ctx context.Context, p *kit.Probe) {
	refused := map[string]*exchange.Exchange{}
	for _, b := range badTracks(p) {
		text, _ := json.Marshal(b) // maps, lists, strings, numbers and null: it cannot fail
		r := p.TrackBody(p.Bot, text)
		r.Hostile = true
		user := b["user_id"].(string)
		if x := p.Do(ctx, r); x.Refused() && !x.Busy() {
			refused[user] = x
			p.Saw("refusals", 1)
		}
	}
	notStored(ctx, p, refused, "a track that was refused was stored all the same")
	if len(refused) == 0 {
		p.NotApplicable("the target refuses none of the wrong events, which nobody forbids")
	}
}

var strangersStoreNothing = conformance.Check{
	ID:          "chatlayer.tracking.strangers-store-nothing",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-1",
	Also:        []string{"CHL-LAW-3"},
	Title:       "A track without valid credentials stores nothing.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"strangers": 2},
	Run:         kit.WithPlanted(trackStrangers),
}

// trackStrangers tracks without credentials and with wrong ones.
func trackStrangers(ctx context.Context, p *kit.Probe) {
	refused := map[string]*exchange.Exchange{}
	for _, stranger := range []struct{ word, authorization string }{
		{"nobody", ""}, {"wrong", kit.Basic("understudy-nobody:understudy-wrong-secret")},
	} {
		e := p.OwnEvent(stranger.word, time.Second)
		e.Attributes = map[string]string{kit.TagKey: p.Run() + "_" + stranger.word}
		r := p.TrackRequest(p.Bot, e)
		r.Authorization, r.Hostile, r.Safe = stranger.authorization, true, true // nothing may come of it, so it may be sent again
		x := p.Do(ctx, r)
		switch {
		case x.Err != nil || x.Busy():
			p.Inconclusive("the way to the target failed: %s", kit.Gist(x))
		case x.Status < 300:
			p.Fail(conformance.Failure{
				Message: "a track without valid credentials was taken", Expected: "a refusal, 401", Got: kit.Gist(x),
				Exchanges: []*exchange.Exchange{x}, Symptoms: protocol.Strangers(),
			})
		}
		refused[e.User] = x
		p.Saw("strangers", 1)
	}
	notStored(ctx, p, refused, "a track without valid credentials was stored")
}

// notStored reads the lists, once an event that was tracked later is there, and fails the check if one that was refused is, too.
func notStored(ctx context.Context, p *kit.Probe, refused map[string]*exchange.Exchange, message string) {
	later := p.MustTrack(ctx, p.OwnEvent("later", 20*time.Second))
	p.MustAppear(ctx, later)
	// A wrong timestamp may have become the time of receipt, so that is looked at too.
	from, to := p.Slot().Add(-time.Minute), p.Slot().Add(50*time.Minute)
	now, soon := p.RunWindow()
	windows := []kit.Query{{Start: kit.Bound(now), End: kit.Bound(soon), Size: 100}}
	if p.Honoured {
		windows = append(windows, kit.Query{Start: kit.Bound(from), End: kit.Bound(to), Size: 100})
	}
	for _, q := range windows {
		w := p.MustWalk(ctx, q)
		for _, e := range w.Events() {
			if x := refused[e.UserID]; x != nil {
				p.Fail(conformance.Failure{
					Message: message, Expected: "no event of user_id " + kit.Quoted(e.UserID), Got: "event " + p.Label(e),
					Exchanges: append([]*exchange.Exchange{x}, kit.LastOf(w, 1)...),
				})
			}
		}
	}
}

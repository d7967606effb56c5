package kit

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// Slot is an hour of its own for a check that writes: a function of the check's id.
func (p *Probe) Slot() time.Time {
	return p.Base.Add(2*time.Hour + time.Duration(Digest(p.Check().ID)%600)*time.Minute)
}

// OwnEvent makes an event of a check's own: a user and a conversation that no other check has, at a time in its slot.
func (p *Probe) OwnEvent(word string, offset time.Duration) Sent {
	own := fmt.Sprintf("%04x", Digest(p.Check().ID)&0xffff) // short, because a server may limit its names
	return Sent{
		Version: "LIVE", Event: p.Names.Of("own_" + word), User: p.Names.Of(own + "_" + word), Conversation: p.Names.Of(own),
		At: p.Slot().Add(offset),
	}
}

// MustTrack tracks an event and ends the check if that does not work.
func (p *Probe) MustTrack(ctx context.Context, e Sent) *RunEvent {
	k, x := p.Track(ctx, e)
	if k == nil {
		p.Inconclusive("an event of this check was not taken: %s", Gist(x))
	}
	return k
}

// MustAppear waits for events and fails the check if some appear and others do not. If none does it cannot tell: how long that takes
// nobody documents.
func (p *Probe) MustAppear(ctx context.Context, want ...*RunEvent) {
	switch lost := p.SettleOwn(ctx, want...); {
	case len(lost) == 0:
	case ctx.Err() != nil:
		p.Inconclusive("the run ended before the events were visible")
	case !slices.ContainsFunc(want, func(k *RunEvent) bool { return k.Seen }):
		p.Inconclusive("none of %s that this check tracked was listed within the settle time of %s", english.Count(len(want), "event"),
			p.Target().Settle)
	default:
		p.MustBeReadable()
		p.Fail(conformance.Failure{
			Message:  "never listed: " + english.Of(len(lost), len(want), "acknowledged event"),
			Expected: "every acknowledged event in a list of its window", Got: "nothing of " + lost[0].Name(),
			Symptoms:  LostEvents(lost[0]),
			Exchanges: p.ExchangesOf(p.Exchanges(), lost[0]),
		})
	}
}

// OwnedEvents are the live events of the last day that the run tracked and has seen, but for those whose id it gave twice: a second event
// with the same id may replace the first.
func (s *Session) OwnedEvents() []*RunEvent {
	s.mu.Lock()
	defer s.mu.Unlock()
	var own []*RunEvent
	for _, k := range s.byTag {
		here := k.Bot == "" && (strings.EqualFold(k.Listed.BotID, s.Bot) || k.Listed.BotID == "" && s.OtherBot == "")
		if here && s.givenTo[k.ID] < 2 && k.Owned && k.Acked && k.Seen && VersionOf(k.Sent) == "LIVE" && k.Version != "" &&
			!k.When().Before(s.Base.Add(-time.Minute)) && k.When().Before(s.Began.Add(time.Hour)) {
			own = append(own, k)
		}
	}
	return own
}

package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// slot is an hour of its own for a check that writes: a function of the check's id.
func (p *probe) slot() time.Time {
	return p.s.base.Add(2*time.Hour + time.Duration(digest(p.Check().ID)%600)*time.Minute)
}

// own makes an event of a check's own: a user and a conversation that no other check has, at a time in its slot.
func (p *probe) own(word string, offset time.Duration) Sent {
	own := fmt.Sprintf("%04x", digest(p.Check().ID)&0xffff) // short, because a server may limit its names
	return Sent{
		Version: "LIVE", Event: p.s.names.of("own_" + word), User: p.s.names.of(own + "_" + word), Conversation: p.s.names.of(own),
		At: p.slot().Add(offset),
	}
}

// mustTrack tracks an event and ends the check if that does not work.
func (p *probe) mustTrack(ctx context.Context, e Sent) *Known {
	k, x := p.Track(ctx, e)
	if k == nil {
		p.Inconclusive("an event of this check was not taken: %s", gist(x))
	}
	return k
}

// visible waits for events and fails the check if some appear and others do not. If none does it cannot tell: how long that takes
// nobody documents.
func (p *probe) visible(ctx context.Context, want ...*Known) {
	switch lost := p.settleOwn(ctx, want...); {
	case len(lost) == 0:
	case ctx.Err() != nil:
		p.Inconclusive("the run ended before the events were visible")
	case !slices.ContainsFunc(want, func(k *Known) bool { return k.Seen }):
		p.Inconclusive("none of %s that this check tracked was listed within the settle time of %s", plural(len(want), "event"),
			p.s.target.Settle)
	default:
		p.readable()
		p.Fail(conformance.Failure{
			Message:  fmt.Sprintf("%d of %d acknowledged events were never listed", len(lost), len(want)),
			Expected: "every acknowledged event in a list of its window", Got: "nothing of " + lost[0].Tag, Symptoms: lostEvents(lost[0]),
			Exchanges: p.s.exchangesOf(p.Traffic(), lost[0]),
		})
	}
}

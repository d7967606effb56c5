package kit

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// locate tracks one event and finds out where in time the target puts it: where the client says, or now. It returns the event if
// it was seen.
func (a Asker) locate(ctx context.Context, first *exchange.Exchange) (*RunEvent, error) {
	s := a.Session
	honoured := s.Base.Add(-30 * time.Second) // older than the planted events, so that what takes it takes them
	sent := Sent{Version: "LIVE", Event: s.Names.Of("probe"), User: s.Names.Of("probe"), Conversation: s.Names.Of("probe"), At: honoured}
	k, x := a.Track(ctx, sent)
	for _, at := range []time.Time{s.Began.Add(-time.Minute), {}} { // perhaps it is the timestamp that it does not take
		if k == nil && x.Refused() {
			sent.At = at
			k, x = a.Track(ctx, sent)
		}
	}
	if k == nil {
		if x.Cut() {
			return nil, protocol.CutShort("chatlayer", x) // Track has tried several times
		}
		if err := usable(x); err != nil {
			return nil, err
		}
		if first.Status >= 300 || x.Status >= 300 && first.Status != http.StatusOK {
			return nil, protocol.Elsewhere(place, first, x)
		}
		s.Problem = fmt.Sprintf("a valid event was answered with status %d, not 200, so nothing could be tracked", x.Status)
		return nil, nil
	}
	if s.Problem = a.unmoved(ctx, first, x); s.Problem != "" {
		return nil, nil
	}
	if lost := a.awaitFirst(ctx, k, honoured); lost {
		s.Lost = []*RunEvent{k}
		return nil, nil
	}
	if s.Problem = a.sameEvent(ctx, k); s.Problem != "" {
		return nil, nil
	}
	return s.placed(k, honoured), nil
}

// sameEvent says that whatever is tracked gets the id of the first event, and lists show one thing whatever their window: there is nothing
// to plant and to wait for. It is empty if it is not so.
func (a Asker) sameEvent(ctx context.Context, first *RunEvent) string {
	if !a.fixed || first.EventID == "" {
		return ""
	}
	name := a.Names.Of("again")
	second, _ := a.Track(ctx, Sent{Version: "LIVE", Event: name, User: name, Conversation: name, At: first.At})
	if second == nil || second.EventID != first.EventID {
		return ""
	}
	return "two events were tracked and got the same event_id, " + Quoted(first.EventID) + ", and lists show the same events for windows " +
		"that have no instant in common"
}

// awaitFirst waits for the first event, and notes why it cannot be judged by if it does not appear.
func (a Asker) awaitFirst(ctx context.Context, k *RunEvent, honoured time.Time) (lost bool) {
	s := a.Session
	now, soon := s.RunWindow()
	there := Query{Start: Bound(honoured.Add(-time.Minute)), End: Bound(honoured.Add(time.Minute)), Size: 100}
	here := Query{Start: Bound(now), End: Bound(soon), Size: 100, User: k.User}
	s.fixed = a.sameEvents(ctx, there, here)
	missing, stuck := a.Settle(ctx, []Query{there, here}, func([]*RunEvent) []Query {
		theirs, ours, wide := there, here, there
		theirs.Op, ours.Op, ours.User = Post, Post, ""
		wide.Start, wide.End, wide.User = Bound(honoured.Add(-Day)), Bound(honoured.Add(Day)), k.User
		return []Query{theirs, ours, wide}
	}, []*RunEvent{k})
	if len(missing) == 0 {
		return false
	}
	if s.Stuck = stuck; stuck == "" && s.fixed {
		s.Stuck = "lists show the same events for windows that have no instant in common"
	}
	s.Problem = "the first event that was tracked did not become visible" + s.remedy()
	if k.Seen && s.Stuck == "" {
		s.Problem = "the first event that was tracked was listed, and is not any more; see chatlayer.tracking.stays"
	}
	return true
}

// placed notes where in time the target puts the first event that was tracked, and returns it if that can be told.
func (s *Session) placed(k *RunEvent, honoured time.Time) *RunEvent {
	at := k.When()
	if !k.Listed.Has("timestamp") {
		s.Problem = "lists do not show the timestamp of an event, which may be left out, so that no window can be cut around one"
		return nil
	}
	if at.IsZero() {
		s.Problem = "lists show " + ShortJSON(k.Listed.Raw["timestamp"]) + " as the timestamp of an event, which no window can be cut " +
			"around; see chatlayer.schema.timestamp"
		return nil
	}
	off := at.Sub(honoured).Abs()
	s.Honoured, s.located = off < time.Minute, true
	if s.Honoured && off >= time.Second {
		s.blurred = time.Minute // it may cut or round to the minute
	}
	if !s.Honoured {
		s.Base, s.Misplaced = at, k
	}
	return k
}

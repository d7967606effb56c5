package kit

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// mostTries is how often an event is tracked anew, each time as another event, when the target has no time for it.
const mostTries = 8

// TrackRequest makes the request that tracks an event. It is never safe to send again: it would be another event.
func (s *Session) TrackRequest(bot string, e Sent) exchange.Request {
	body := map[string]any{}
	for name, value := range map[string]string{"id": e.ID, "version": e.Version, "event": e.Event, "user_id": e.User} {
		if value != "" {
			body[name] = value
		}
	}
	if e.Attributes != nil {
		body["attributes"] = e.Attributes
	}
	inContext := map[string]any{}
	if e.Conversation != "" {
		inContext["conversation_id"] = e.Conversation
	}
	if e.Campaign != "" || e.Beside != "" {
		inContext["campaign"] = s.campaignInfo(e)
	}
	if len(inContext) > 0 {
		body["context"] = inContext
	}
	if !e.At.IsZero() && (s.Honoured || !s.located) { // one that is not kept could be taken amiss
		body["timestamp"] = Bound(e.At)
	} else {
		e.At = time.Time{}
	}
	text, _ := json.Marshal(body) // strings alone: it cannot fail
	r := s.TrackBody(bot, text)
	r.Meta = e
	return r
}

// campaignInfo is a campaign of which every member but the id says something else.
func (s *Session) campaignInfo(e Sent) map[string]string {
	info := map[string]string{}
	if e.Campaign != "" {
		info["id"] = e.Campaign
	}
	for _, name := range []string{"source", "medium", "name", "content", "term"} {
		info[name] = cmp.Or(e.Beside, s.Names.misnomer(e.Campaign))
	}
	return info
}

// TrackBody makes a track request with a body as it stands.
func (s *Session) TrackBody(bot string, body []byte) exchange.Request {
	return exchange.Request{
		Method: http.MethodPost, Path: TrackPath(bot), Authorization: s.Auth, Body: body,
		Header: http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
	}
}

// Track tracks an event, without its attributes changed but for the tag, and returns what is known of it and the last
// exchange. When the target has no time (429, 503) or the connection breaks, another event of the same form is tracked under
// another tag, and another id if it was given one, because the first may or may not have been stored. So it is, once, after a server
// error, which may be an accident.
func (a Asker) Track(ctx context.Context, e Sent) (*RunEvent, *exchange.Exchange) {
	return a.trackAs(ctx, e, true)
}

// TrackUntagged tracks an event without a tag; its user must be its own, or it cannot be found.
func (a Asker) TrackUntagged(ctx context.Context, e Sent) (*RunEvent, *exchange.Exchange) {
	return a.trackAs(ctx, e, false)
}

func (a Asker) trackAs(ctx context.Context, e Sent, tagged bool) (*RunEvent, *exchange.Exchange) {
	var taken *RunEvent
	x := a.client.Again(ctx, mostTries, func(attempt int) (*exchange.Exchange, bool) {
		k := &RunEvent{Sent: e, Owned: true, Tag: a.NextTag()}
		if k.ID != "" && attempt > 1 {
			k.ID += "_" + strconv.Itoa(attempt-1)
		}
		if tagged {
			k.Attributes = map[string]string{TagKey: k.Tag}
			for key, value := range e.Attributes {
				k.Attributes[key] = value
			}
		}
		a.Remember(k)
		x := a.Send(ctx, a.TrackRequest(cmp.Or(e.Bot, a.Bot), k.Sent))
		if x.OK() {
			a.acknowledged(k, x)
			taken = k
		}
		return x, !Answered(x, attempt)
	})
	return taken, x
}

// Answered reports whether the answer to a track stands. One server error, at the first attempt, may be an accident.
func Answered(x *exchange.Exchange, attempt int) bool {
	return x.Err == nil && !x.Busy() && (!x.Failed() || attempt > 1)
}

// acknowledged notes that the target took the event.
func (s *Session) acknowledged(k *RunEvent, x *exchange.Exchange) {
	id, _ := EventID(x) // the schema checks want a string; here it only helps
	s.mu.Lock()
	defer s.mu.Unlock()
	k.Acked, k.EventID, k.AckedAt = true, id, s.Clock.Now()
	if id != "" {
		s.byID[id] = append(s.byID[id], k)
	}
	s.hear(k.Sent)
	s.written++
}

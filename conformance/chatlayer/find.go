package chatlayer

import (
	"context"
	"time"
)

// find takes events that are there for what the checks know. It narrows the window until there are few enough.
func (a asker) find(ctx context.Context) error {
	s := a.s
	now := s.clock.Now().UTC().Truncate(time.Second)
	for span := 30 * 24 * time.Hour; span > time.Second; span /= 4 {
		q := Query{Start: bound(now.Add(-span)), End: bound(now), Size: 100}
		w := a.walkAtMost(ctx, q, limits{pages: 4, bytes: generous().bytes, idle: generous().idle})
		if !w.Ended && w.Last().Problem == "" {
			s.stuck = hopeless(w)
			continue
		}
		s.stuck = hopeless(w)
		s.base = now.Add(-span)
		for _, e := range w.Events() {
			s.foundEvent(e)
		}
		break
	}
	s.unit = unitOf(s.seed)
	if len(s.seed) > 0 {
		return ctx.Err()
	}
	if s.stuck == "" && !a.ends(ctx, now) {
		s.stuck = "the pages of no list end"
	}
	s.problem = "the bot has no live events of the last thirty days, and a read-only run brings none"
	if s.stuck != "" {
		s.problem = "no events were found to judge by, because " + s.stuck
	}
	return ctx.Err()
}

// ends reports whether a list ends that nothing can be in: the last second's, of a user whom nobody has.
func (a asker) ends(ctx context.Context, now time.Time) bool {
	return !a.Walk(ctx, Query{Start: bound(now.Add(-time.Second)), End: bound(now), Size: 100, User: a.s.names.of("nobody")}).Endless
}

func (s *session) foundEvent(e Event) {
	if e.At.IsZero() || s.byTag[e.key()] != nil {
		return
	}
	k := &Known{Tag: e.key(), Seen: true, SeenAt: s.clock.Now(), Listed: e, Sent: Sent{
		Version: "LIVE", Event: e.Event, User: e.UserID, Conversation: e.ConversationID, Attributes: e.Attributes, At: e.At,
	}}
	k.open.Store(&showing{e, k.Version})
	s.byTag[k.Tag] = k
	s.hear(k.Sent)
	if e.ID != "" {
		s.byID[e.ID] = append(s.byID[e.ID], k)
	}
	s.seed = append(s.seed, k)
}

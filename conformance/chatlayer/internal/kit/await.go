package kit

import "context"

// Await looks until it sees what it looks for, as long as what was written may take to be told, and reports whether it did. It looks once
// where the target shows nothing of what it is given.
func (p *Probe) Await(ctx context.Context, look func() bool) bool {
	deaf, began := p.Problem != "" || p.fixed, p.Clock.Now()
	for pause := ShortestPause; !look(); pause = min(LongestPause, pause*3/2) {
		if deaf || p.Clock.Now().Sub(began) >= p.Allowance() || p.Clock.Sleep(ctx, pause) != nil {
			return false
		}
	}
	return true
}

// Unshown waits until lists show events, and says why what is told of them proves nothing: lists do not show them, or otherwise than they
// were tracked, which is for other checks to say. It is empty if it proves something.
func (p *Probe) Unshown(ctx context.Context, events ...*RunEvent) string {
	if lost := p.SettleOwn(ctx, events...); len(lost) > 0 {
		return "lists do not show " + lost[0].Name() + " that the run tracked; see chatlayer.tracking.appears"
	}
	for _, k := range events {
		moved := p.Honoured && !k.At.IsZero() && k.When().Sub(k.At).Abs() > p.blurred
		if moved || k.lost() || p.unlike(k.Listed, k) > 0 {
			return "lists show " + k.Name() + " otherwise than it was tracked; see chatlayer.tracking.as-sent"
		}
	}
	return ""
}

// MustShow is Unshown that ends the check.
func (p *Probe) MustShow(ctx context.Context, events ...*RunEvent) {
	if why := p.Unshown(ctx, events...); why != "" {
		p.Inconclusive("%s", why)
	}
}

// lost reports whether the first list that showed the event did not show an attribute as it was tracked. There may be others.
func (k *RunEvent) lost() bool {
	for name, value := range k.Attributes {
		if k.Listed.Has("attributes") && k.Listed.Attributes[name] != value {
			return true
		}
	}
	return false
}

// TrackedAs are all events of a name that the run tracked for its bot, those that were not acknowledged among them.
func (s *Session) TrackedAs(event string) (all []*RunEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.byTag {
		if k.Event == event && k.Bot == "" {
			all = append(all, k)
		}
	}
	return all
}

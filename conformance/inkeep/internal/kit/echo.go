package kit

import (
	"context"
)

// Misfit says in what an answer differs from the event that was sent; it is empty if it fits. What becomes of a project, an
// integration and absent members is free.
func (s *Session) Misfit(got *Answer) string {
	names := []string{"type", "entityType", "messageId", "conversationId", "searchQuery"}
	for _, name := range names {
		if sent, there := got.Draft.Value(name); there && got.Event[name] != sent {
			return "/" + name + ": sent " + Brief(sent) + ", got " + Brief(got.Event[name])
		}
	}
	for _, name := range []string{"properties", "userProperties"} {
		if wrong := s.Changed(got, name); wrong != "" {
			return wrong
		}
	}
	wrong, _, _ := OtherInstant(got)
	return wrong
}

// Kept logs an event and wants one member of it back as it was sent.
func (a *Asker) Kept(ctx context.Context, name string, next func() Draft) {
	got := a.Echoed(ctx, next)
	if wrong := a.Changed(got, name); wrong != "" {
		a.FailEcho(got, name, name+" does not come back as it was sent: "+wrong)
	}
}

// Changed says how a member that was sent came back changed.
func (s *Session) Changed(got *Answer, name string) string {
	sent, there := got.Draft.Value(name)
	back, came := got.Event[name]
	foreign := s.Foreign(got.Draft.Body())
	switch {
	case !there || sent == nil: // nothing, null and {} are the same then
		if came && foreign(string(Encode(back))) {
			return "/" + name + ": not sent, got " + Brief(back)
		}
		return ""
	case !came:
		return "/" + name + ": sent " + Brief(sent) + ", got nothing"
	default:
		return Comparison{Foreign: foreign}.Difference("/"+name, sent, back)
	}
}

package kit

import (
	"context"
	"net/http"
	"slices"
)

// WithID logs an event with an id of our own choice. A server may be choosy about ids; the check does not apply then.
func (a *Asker) WithID(ctx context.Context, next func() Draft) *Answer {
	got := a.Log(ctx, next)
	if got.Refused() {
		if without := a.Log(ctx, func() Draft { return next().Without("id") }); without.Good() {
			a.NotApplicable("the target refuses an id that it did not make: %s", got.Shown())
		}
		a.Inconclusive("the event was not accepted, with or without its id: %s", got.Shown())
	}
	return got
}

// LeavesFree wants an id free after an event that was refused. A server error is no proof: all is tried again, with another id.
func (a *Asker) LeavesFree(ctx context.Context, message string, refused func(id string) *Answer) {
	got := a.Insist(ctx, func() *Answer {
		id := a.ULID()
		refusal := refused(id)
		if refusal.Good() || refusal.Busy() {
			a.Inconclusive("the event that has to be refused was answered %s", refusal.StatusText())
		}
		next := a.Ask(ctx, func() Post { return Post{Event: a.Message().With("id", id), Once: true} })
		next.Before = refusal
		return next
	})
	if got.Good() {
		a.NeedEvent(got)
	}
	if got.Member("messageId") != got.Draft.Text("messageId") {
		a.FailWith(got, message, "the new event, accepted", got.Shown())
	}
	a.Saw("ids", 1)
}

// LikeID is an id of the form of another one, with other digits and letters at its end.
func LikeID(id string) string {
	const most = 6
	text, changed := []byte(id), 0
	for i, b := range slices.Backward(text) {
		switch {
		case changed == most:
			return string(text)
		case b >= '0' && b <= '9':
			text[i] = '0' + (b-'0'+3)%10
		case b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F': // a hexadecimal digit is one
			text[i] = b&^0xf | (b&0xf)%6 + 1
		default:
			continue
		}
		changed++
	}
	return string(text)
}

// Misshapen reports whether an id that nothing has is refused for its form, which nobody documents: one of the form of those that the
// server makes is not.
func Misshapen(got *Answer) bool {
	return got.Status == http.StatusBadRequest || got.Status == http.StatusUnprocessableEntity
}

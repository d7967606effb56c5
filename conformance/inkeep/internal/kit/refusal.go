package kit

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

// Wrong is an event that breaks the contract.
type Wrong struct {
	What  string // what is wrong with it
	Event func() Draft
}

// Refused makes the function of a check that wants events refused.
func Refused(list func(*Asker) []Wrong) func(context.Context, *Asker) {
	return func(ctx context.Context, a *Asker) {
		a.NeedControl()
		for _, w := range list(a) {
			a.Refuse(ctx, w)
		}
	}
}

// NeedControl ends the check if the target takes no events at all: that it refuses wrong ones shows nothing then.
func (a *Asker) NeedControl() {
	if !a.accepted {
		a.Inconclusive("the target did not accept the first, good event of the run, so a refusal shows nothing; it answered %s", a.First)
	}
}

// Refuse sends one wrong event and wants it not to be accepted. Whether the refusal is well-formed is for other checks to say.
func (a *Asker) Refuse(ctx context.Context, w Wrong) *Answer {
	if !a.Breaks(w.Event()) {
		a.Inconclusive("the contract has nothing against this event, so nobody may insist on a refusal: %s", w.What)
	}
	got := a.Ask(ctx, func() Post { return Post{Event: w.Event(), Hostile: true, Meta: Refusal{}} })
	if got.Good() {
		a.FailWith(got, "an event is accepted although "+w.What, "a refusal, 400 or 422", got.Shown())
	}
	a.Saw("refusals", 1)
	return got
}

// Refusal marks requests that are to be refused because of what they are, so that the checks of refusals find them.
type Refusal struct {
	Stranger bool // because of who sent it
}

// TurnedAway reports whether an exchange is one that was to be refused, and was answered.
func TurnedAway(x *exchange.Exchange) bool {
	_, ours := x.Request.Meta.(Refusal)
	return ours && x.Err == nil && !x.Busy()
}

// Misstated reports whether an exchange is one whose event was to be refused, and was answered.
func Misstated(x *exchange.Exchange) bool {
	ours, _ := x.Request.Meta.(Refusal)
	return TurnedAway(x) && !ours.Stranger
}

// Breaks reports whether the contract itself is against an event.
func (s *Session) Breaks(event Draft) bool { return len(s.wrongWith(event.Body())) > 0 }

// BreaksAt is Breaks of what is posted to another path.
func (s *Session) BreaksAt(path string, d Draft) bool { return len(s.wrongAt(path, d.Body())) > 0 }

// wrongWith is what the contract has against the body of a request.
func (s *Session) wrongWith(body []byte) []spec.Violation {
	return s.wrongAt(eventsPath, body)
}

// wrongAt is what the contract has against the body of what is posted to a path.
func (s *Session) wrongAt(path string, body []byte) []spec.Violation {
	request := spec.Request{Header: http.Header{"Content-Type": {"application/json"}}, Body: body}
	_, violations := s.operation(http.MethodPost, path).ValidateRequest(request)
	return slices.DeleteFunc(violations, func(v spec.Violation) bool { return v.Advisory })
}

// Violations tells how an answer breaks the contract; it is empty if it does not.
func (s *Session) Violations(got *Answer) string {
	var found []string
	for _, v := range s.wrongAbout(got) {
		found = append(found, v.String())
	}
	return strings.Join(found, "\n")
}

// wrongAbout is what the contract has against an answer. That a member comes twice is for another check to say.
func (s *Session) wrongAbout(got *Answer) []spec.Violation {
	header := got.Header.Clone()
	header.Del("Content-Encoding")
	operation := s.operation(got.Request.Method, got.Request.Path)
	all := operation.ValidateResponse(spec.Response{Status: got.Status, Header: header, Body: got.Text})
	return slices.DeleteFunc(all, func(v spec.Violation) bool { return v.Advisory || v.Rule == spec.RuleBodyDuplicate })
}

// SetTo gives wrong events, each with one member of one value.
func SetTo(base func() Draft, name string, values ...any) []Wrong {
	var list []Wrong
	for _, v := range values {
		list = append(list, Wrong{"its " + name + " is " + Brief(v), func() Draft { return base().With(name, v) }})
	}
	return list
}

// SetInTurn does so on events of the three kinds by turns, for a server may look at one kind less closely.
func (a *Asker) SetInTurn(name string, values ...any) []Wrong {
	var list []Wrong
	for i, v := range values {
		list = append(list, SetTo(func() Draft { return a.Event(Kinds()[i%3]) }, name, v)...)
	}
	return list
}

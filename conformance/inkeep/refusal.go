package inkeep

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

// wrong is an event that breaks the contract.
type wrong struct {
	what  string // what is wrong with it
	event func() draft
}

// refused makes the function of a check that wants events refused.
func refused(list func(*asker) []wrong) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		a.needControl()
		for _, w := range list(a) {
			a.refuse(ctx, w)
		}
	}
}

// needControl ends the check if the target takes no events at all: that it refuses wrong ones shows nothing then.
func (a *asker) needControl() {
	if !a.accepted {
		a.Inconclusive("the target did not accept the first, good event of the run, so a refusal shows nothing; it answered %s", a.first)
	}
}

// refuse sends one wrong event and wants it not to be accepted. Whether the refusal is well-formed is for other checks to say.
func (a *asker) refuse(ctx context.Context, w wrong) *answer {
	if !a.breaks(w.event()) {
		a.Inconclusive("the contract has nothing against this event, so nobody may insist on a refusal: %s", w.what)
	}
	got := a.ask(ctx, func() post { return post{event: w.event(), hostile: true, meta: refusal{}} })
	if got.good() {
		a.fail(got, "an event is accepted although "+w.what, "a refusal, 400 or 422", got.got())
	}
	a.Saw("refusals", 1)
	return got
}

// refusal marks requests that are to be refused because of what they are, so that the checks of refusals find them.
type refusal struct {
	stranger bool // because of who sent it
}

// turnedAway reports whether an exchange is one that was to be refused, and was answered.
func turnedAway(x *exchange.Exchange) bool {
	_, ours := x.Request.Meta.(refusal)
	return ours && x.Err == nil && !x.Busy()
}

// misstated reports whether an exchange is one whose event was to be refused, and was answered.
func misstated(x *exchange.Exchange) bool {
	ours, _ := x.Request.Meta.(refusal)
	return turnedAway(x) && !ours.stranger
}

// breaks reports whether the contract itself is against an event.
func (s *session) breaks(event draft) bool { return len(s.wrongWith(event.body())) > 0 }

// wrongWith is what the contract has against the body of a request.
func (s *session) wrongWith(body []byte) []spec.Violation {
	_, violations := s.operation.ValidateRequest(spec.Request{Header: http.Header{"Content-Type": {"application/json"}}, Body: body})
	return slices.DeleteFunc(violations, func(v spec.Violation) bool { return v.Advisory })
}

// violations tells how an answer breaks the contract; it is empty if it does not.
func (s *session) violations(got *answer) string {
	var found []string
	for _, v := range s.wrongAbout(got) {
		found = append(found, v.String())
	}
	return strings.Join(found, "\n")
}

// wrongAbout is what the contract has against an answer. That a member comes twice is for another check to say.
func (s *session) wrongAbout(got *answer) []spec.Violation {
	header := got.Header.Clone()
	header.Del("Content-Encoding")
	all := s.operation.ValidateResponse(spec.Response{Status: got.Status, Header: header, Body: got.text})
	return slices.DeleteFunc(all, func(v spec.Violation) bool { return v.Advisory || v.Rule == spec.RuleBodyDuplicate })
}

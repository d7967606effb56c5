package feedback

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

func found() []conformance.Check {
	return []conformance.Check{foundByID, unknownNotFound, unknownCode}
}

var foundByID = conformance.Check{
	ID:          "inkeep.feedback.found",
	Level:       conformance.Must,
	Requirement: "INK-FEED-5",
	Title:       "Feedback that was submitted is shown by its id, with its type and its message.",
	Operations:  []string{opSubmit, opGet},
	Floor:       map[string]int{"feedback": 2},
	Run: with(func(ctx context.Context, t *critic) {
		for _, kind := range kinds() {
			first := t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, kind) })
			var got *kit.Answer
			var name, wrong string
			if t.Await(ctx, func() bool {
				got = t.Look(ctx, path(first.Member("id")), "")
				name, wrong = otherwise(first.Draft, got.Event, "type", "messageId")
				return got.Good() && got.Member("id") == first.Member("id") && wrong == ""
			}) {
				continue
			}
			got.Before = first
			switch {
			case !kit.IsThere(got):
				t.FailWith(got, "feedback that was submitted is not found", "200, with the feedback", got.Shown(), notFound())
			case got.Member("id") != first.Member("id"):
				t.FailWith(got, "other feedback is shown than what was asked for", first.Member("id"), got.Shown(), another())
			default:
				t.FailWith(got, "feedback is shown otherwise than it was submitted: "+wrong, kit.Brief(first.Draft.Text(name)),
					kit.Brief(got.Event[name]), notKept(name))
			}
		}
	}, shows),
}

// unknown asks for feedback that nobody has submitted, by ids one of which is like those that the server makes.
func (t *critic) unknown(ctx context.Context) (all []*kit.Answer) {
	like := kit.LikeID(t.submitted(ctx, func() kit.Draft { return t.opinion(ctx, "positive") }).Member("id"))
	if got := t.Look(ctx, path(like), ""); got.Member("id") != like { // which may be somebody's
		all = append(all, got)
	}
	for _, id := range []string{"no-such-" + t.Mark(), t.ULID()} {
		if got := t.Look(ctx, path(id), ""); !kit.Misshapen(got) {
			all = append(all, got)
		}
	}
	return all
}

var unknownNotFound = conformance.Check{
	ID:          "inkeep.feedback.unknown-not-found",
	Level:       conformance.Should,
	Requirement: "INK-FEED-18",
	Title:       "An id that no feedback has is answered with 404, as application/problem+json.",
	Operations:  []string{opGet},
	Floor:       map[string]int{"answers": 1},
	Run: with(func(ctx context.Context, t *critic) {
		for _, got := range t.unknown(ctx) {
			if got.Good() {
				t.Fail(conformance.Failure{
					Message: "feedback that there is not is answered with success", Expected: "404", Got: got.Shown(),
					Exchanges: got.Steps(),
				})
			}
			if got.Status != http.StatusNotFound {
				t.FailWith(got, "feedback that there is not is answered with another status than 404", "404", got.Shown())
			}
			if kind := got.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/problem+json") {
				t.FailWith(got, "404 for feedback has another media type", "Content-Type: application/problem+json", "Content-Type: "+kind)
			}
			t.Saw("answers", 1)
		}
	}, shows),
}

// unknownCode leaves out what does not call itself a problem: a gateway may have answered.
var unknownCode = conformance.Check{
	ID:          "inkeep.feedback.not-found-code",
	Level:       conformance.Must,
	Requirement: "INK-ERR-14",
	Also:        []string{"INK-ERR-2", "INK-ERR-3", "INK-ERR-4", "INK-ERR-7", "INK-ERR-8"},
	Title:       "404 for feedback that there is not is a problem with the code not_found.",
	Operations:  []string{opGet},
	Floor:       map[string]int{"problems": 1},
	Run: with(func(ctx context.Context, t *critic) {
		all := slices.DeleteFunc(t.unknown(ctx), func(got *kit.Answer) bool {
			return got.Status != http.StatusNotFound || !strings.HasPrefix(got.Header.Get("Content-Type"), "application/problem+json")
		})
		if len(all) == 0 {
			t.NotApplicable("no problem with 404 came for feedback that there is not")
		}
		for _, got := range all {
			if wrong := t.Violations(got); wrong != "" {
				t.FailWith(got, "404 for feedback is no problem as the contract has it: "+wrong, "a problem with the code not_found",
					got.Shown())
			}
			t.Saw("problems", 1)
		}
	}, shows),
}

package auth

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// OtherProject are the checks of two keys whose events are of two projects.
func OtherProject() []conformance.Check {
	return []conformance.Check{sameIDOtherKey}
}

// sameIDOtherKey gives an id that one key has used to events of another key. Where both log into one project it stands for one event,
// and what a second one gets is not said.
var sameIDOtherKey = conformance.Check{
	ID:          "inkeep.isolation.same-id-other-key",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-4",
	Title:       "An id is not answered with the event of another project that has it.",
	Needs:       []conformance.Capability{kit.NamedOtherKey},
	Floor:       map[string]int{"answers": 2},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		other := "Bearer " + a.OtherBearer
		theirs := a.LogAs(ctx, func() kit.Post { return kit.Post{Event: a.Message(), Auth: other} })
		if !theirs.Good() {
			a.Inconclusive("an event with the second key was not accepted: %s", theirs.Shown())
		}
		mine, _ := a.Project.(string)
		if name := theirs.Member("projectId"); mine == "" || name == "" || name == mine {
			a.NotApplicable("the answers do not show two projects: projectId is %s with the first key and %s with the second; "+
				"give a key of another project as --other-bearer",
				kit.Brief(a.Project), kit.Brief(theirs.Event["projectId"]))
		}
		first := a.WithID(ctx, func() kit.Draft { return a.Full(api.EntityMessage) })
		for _, kind := range kit.Kinds()[:2] {
			got := a.Ask(ctx, func() kit.Post {
				return kit.Post{Event: a.Event(kind).With("id", first.Draft.Text("id")), Auth: other, Hostile: true, Once: true}
			})
			got.Before = first
			if got.Good() && strings.Contains(string(got.Text), first.Draft.Text("messageId")) {
				a.FailWith(got, "with the key of one project an id is answered with the event of another project that has it",
					"the new event, or a refusal", got.Shown())
			}
			a.Saw("answers", 1)
		}
	}),
}

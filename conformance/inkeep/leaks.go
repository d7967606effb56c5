package inkeep

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// leaks are the checks of what an event says that another one does not.
func leaks() []conformance.Check {
	return []conformance.Check{nothingLeftOver}
}

func otherProject() []conformance.Check {
	return []conformance.Check{sameIDOtherKey}
}

// full is an event with every member that an event without them might get from it. Each of its texts is its own.
func (a *asker) full(kind api.EntityType) draft {
	own, mark := map[string]any{"id": a.mark()}, a.mark()
	own["mark"], own[mark], own["list"] = mark, true, []any{mark}
	return a.event(kind).with("id", a.ulid()).with("createdAt", "2021-03-04T05:06:07.089Z").with("properties", own).with("userProperties", own)
}

// nothingLeftOver sends a full event, accepted or refused, and after it one without properties, or one with others and empty ones. No
// other check runs meanwhile.
var nothingLeftOver = conformance.Check{
	ID:          "inkeep.events.nothing-left-over",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-16", "INK-ID-8"},
	Title:       "An event does not come back with what another one said, be it accepted or refused.",
	Phase:       conformance.Alone,
	Floor:       map[string]int{"events": 8},
	Run: with(func(ctx context.Context, a *asker) {
		a.needControl()
		for i, before := range []func(draft) post{
			func(d draft) post { return post{event: d, hostile: true, once: true} }, // a server may be choosy about ids
			func(d draft) post { return post{event: d.without("type"), hostile: true, meta: refusal{}} },
			func(d draft) post { return post{event: d.with("createdAt", "soon"), hostile: true, meta: refusal{}} },
			func(d draft) post { return post{event: d, noAuth: true, hostile: true, meta: refusal{stranger: true}} },
		} {
			kind, full := kinds()[i%3], draft(nil)
			for _, after := range []func(draft) draft{
				draft.clone,
				func(d draft) draft {
					user, _ := full.value("userProperties")
					return d.with("properties", map[string]any{"own": a.mark()}).with("userProperties", map[string]any{"id": user.(map[string]any)["id"]})
				},
			} {
				full = a.full(kind)
				a.ask(ctx, func() post { return before(full) })
				next := full.without("id", "createdAt", "properties", "userProperties") // of one type and about one thing
				a.leftOver(full, a.echoed(ctx, func() draft { return after(next) }))
			}
		}
	}),
}

// leftOver fails if the answer to an event has something of the event before.
func (a *asker) leftOver(before draft, got *answer) {
	for _, name := range []string{"properties", "userProperties"} {
		if wrong := a.changed(got, name); wrong != "" {
			a.failEcho(got, name, name+" come back with those of another event: "+wrong)
		}
	}
	if got.event["id"] == before.string("id") {
		a.fail(got, "an event without an id gets the one of the event before", "an id of its own", brief(got.event["id"]))
	}
	given, _ := instant(before.string("createdAt"))
	if at, ok := instant(got.member("createdAt")); ok && at.Equal(given) {
		a.fail(got, "an event without createdAt gets the one of the event before", "the time of its receipt", got.member("createdAt"))
	}
}

// sameIDOtherKey gives an id that one key has used to events of another key. Where both log into one project it stands for one event,
// and what a second one gets is not said.
var sameIDOtherKey = conformance.Check{
	ID:          "inkeep.isolation.same-id-other-key",
	Level:       conformance.Must,
	Requirement: "INK-AUTH-4",
	Title:       "An id is not answered with the event of another project that has it.",
	Needs:       []conformance.Capability{conformance.OtherKey},
	Floor:       map[string]int{"answers": 2},
	Run: with(func(ctx context.Context, a *asker) {
		other := "Bearer " + a.Target().OtherBearer
		theirs := a.logAs(ctx, func() post { return post{event: a.message(), auth: other} })
		if !theirs.good() {
			a.Inconclusive("an event with the second key was not accepted: %s", theirs.got())
		}
		mine, _ := a.project.(string)
		if name := theirs.member("projectId"); mine == "" || name == "" || name == mine {
			a.NotApplicable("the answers do not show two projects: projectId is %s with the first key and %s with the second", brief(a.project), brief(theirs.event["projectId"]))
		}
		first := a.withID(ctx, func() draft { return a.full(api.EntityMessage) })
		for _, kind := range kinds()[:2] {
			got := a.ask(ctx, func() post {
				return post{event: a.event(kind).with("id", first.sent.string("id")), auth: other, hostile: true, once: true}
			})
			if got.good() && strings.Contains(string(got.text), first.sent.string("messageId")) {
				a.fail(got, "with the key of one project an id is answered with the event of another project that has it",
					"the new event, or a refusal", got.got())
			}
			a.Saw("answers", 1)
		}
	}),
}

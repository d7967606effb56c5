package inkeep

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// recordsOnly is why no misbehaviour can make these checks fail.
const recordsOnly = "records only: no document says what is right"

func observations() []conformance.Check {
	return []conformance.Check{
		observeReusedID,
		observeContendedID,
		observeOtherProject,
		observeLargeNumbers,
		observeEmptyTexts,
		observeTimeForm,
	}
}

// observe sends one event that a server may take or refuse.
func (a *asker) observe(ctx context.Context, d draft) *answer {
	return a.ask(ctx, func() post { return post{event: d, hostile: true, once: true} })
}

var observeReusedID = conformance.Check{
	ID:          "inkeep.events.id-reused",
	Level:       conformance.Info,
	Requirement: "INK-ID-4",
	Title:       "What a second event with the same id gets.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		first := a.withID(ctx, func() draft { return a.message().with("id", a.ulid()) })
		same := a.observe(ctx, first.sent)
		other := a.observe(ctx, a.message().with("id", first.sent.string("id")))
		kind := a.observe(ctx, a.event(api.EntitySearch).with("id", first.sent.string("id")))
		a.Record("the same event again: %s, with %s; another event with its id: %s, with %s; one of another kind: %s, with %s",
			same.status(), a.whose(same, first), other.status(), a.whose(other, first), kind.status(), a.whose(kind, first))
	}),
}

// whose tells which event an answer holds.
func (a *asker) whose(got, first *answer) string {
	switch {
	case !got.good():
		return "no event"
	case got.event["type"] == first.event["type"] && got.event["id"] == first.event["id"]:
		return "the first event"
	case got.event["id"] == first.event["id"]:
		return "the new event under the id"
	default:
		return "another id"
	}
}

var observeContendedID = conformance.Check{
	ID:          "inkeep.concurrency.id-contended",
	Level:       conformance.Info,
	Requirement: "INK-ID-4",
	Title:       "What several events with one id at the same time get.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		a.withID(ctx, func() draft { return a.message().with("id", a.ulid()) })
		id := a.ulid()
		got := a.together(ctx, 4, func(int) post { return post{event: a.message().with("id", id), hostile: true, once: true} })
		statuses := map[string]int{}
		for _, g := range got {
			statuses[g.status()]++
		}
		a.Record("four events with one id at the same time are answered so: %s", brief(statuses))
	}),
}

var observeOtherProject = conformance.Check{
	ID:          "inkeep.isolation.other-project",
	Level:       conformance.Info,
	Requirement: "INK-EVT-16",
	Title:       "What becomes of a project and an integration that are not those of the key.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		got := a.observe(ctx, a.message().with("projectId", "project-"+a.mark()).with("integrationId", "integration-"+a.mark()))
		a.Record("an event for another project and integration is answered with %s; sent projectId %s and integrationId %s, got %s and %s; the key's own are %s and %s", got.status(),
			brief(got.sent.string("projectId")), brief(got.sent.string("integrationId")), brief(got.event["projectId"]), brief(got.event["integrationId"]),
			brief(a.project), brief(a.integration))
	}),
}

var observeLargeNumbers = conformance.Check{
	ID:          "inkeep.events.large-numbers",
	Level:       conformance.Info,
	Requirement: "INK-SCH-18",
	Title:       "What becomes of numbers that a float64 cannot hold.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		sent := map[string]any{"whole": json.Number("9007199254740993"), "digits": json.Number("0.1234567890123456789"), "padded": json.Number("1.50")}
		got := a.observe(ctx, a.message().with("properties", sent))
		a.Record("an event with such numbers is answered with %s; sent %s, got %s", got.status(), brief(sent), brief(got.event["properties"]))
	}),
}

var observeEmptyTexts = conformance.Check{
	ID:          "inkeep.events.empty-texts",
	Level:       conformance.Info,
	Requirement: "INK-EVT-7",
	Title:       "Whether an empty type or reference is accepted.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		emptyType := a.observe(ctx, a.message().with("type", ""))
		emptyReference := a.observe(ctx, a.message().with("messageId", ""))
		a.Record("an empty type is answered with %s, an empty reference with %s", emptyType.status(), emptyReference.status())
	}),
}

var observeTimeForm = conformance.Check{
	ID:          "inkeep.time.form",
	Level:       conformance.Info,
	Requirement: "INK-TIME-9",
	Title:       "The form of createdAt in answers.",
	Unproved:    recordsOnly,
	Run: with(func(ctx context.Context, a *asker) {
		made := a.observe(ctx, a.message())
		given := a.observe(ctx, a.message().with("createdAt", "2026-01-14T09:26:53.589Z"))
		a.Record("createdAt as the server makes it: %s; for 2026-01-14T09:26:53.589Z: %s", brief(made.event["createdAt"]), brief(given.event["createdAt"]))
	}),
}

package observed

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Observations are the checks that record what a target does with events that it may take or refuse.
func Observations() []conformance.Check {
	return []conformance.Check{
		observeReusedID,
		observeContendedID,
		observeOtherProject,
		observeLargeNumbers,
		observeEmptyTexts,
		observeTimeForm,
	}
}

var observeReusedID = conformance.Check{
	ID:          "inkeep.events.id-reused",
	Level:       conformance.Info,
	Requirement: "INK-ID-4",
	Title:       "What a second event with the same id gets.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		first := a.WithID(ctx, func() kit.Draft { return a.Message().With("id", a.ULID()) })
		same := a.Observe(ctx, first.Draft)
		other := a.Observe(ctx, a.Message().With("id", first.Draft.Text("id")))
		kind := a.Observe(ctx, a.Event(api.EntitySearch).With("id", first.Draft.Text("id")))
		a.Record("the same event again: %s, with %s; another event with its id: %s, with %s; one of another kind: %s, with %s",
			same.StatusText(), whose(same, first), other.StatusText(), whose(other, first), kind.StatusText(), whose(kind, first))
	}),
}

// whose tells which event an answer holds.
func whose(got, first *kit.Answer) string {
	switch {
	case !got.Good():
		return "no event"
	case got.Event["type"] == first.Event["type"] && got.Event["id"] == first.Event["id"]:
		return "the first event"
	case got.Event["id"] == first.Event["id"]:
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
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		a.WithID(ctx, func() kit.Draft { return a.Message().With("id", a.ULID()) })
		id := a.ULID()
		got := a.Together(ctx, 4, func(int) kit.Post { return kit.Post{Event: a.Message().With("id", id), Hostile: true, Once: true} })
		statuses := map[string]int{}
		for _, g := range got {
			statuses[g.StatusText()]++
		}
		a.Record("four events with one id at the same time are answered so: %s", kit.Brief(statuses))
	}),
}

var observeOtherProject = conformance.Check{
	ID:          "inkeep.isolation.other-project",
	Level:       conformance.Info,
	Requirement: "INK-EVT-16",
	Title:       "What becomes of a project and an integration that are not those of the key.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		got := a.Observe(ctx, a.Message().With("projectId", "project-"+a.Mark()).With("integrationId", "integration-"+a.Mark()))
		a.Record("an event for another project and integration is answered with %s; sent projectId %s and integrationId %s, got %s and "+
			"%s; the key's own are %s and %s", got.StatusText(),
			kit.Brief(got.Draft.Text("projectId")), kit.Brief(got.Draft.Text("integrationId")), kit.Brief(got.Event["projectId"]),
			kit.Brief(got.Event["integrationId"]),
			kit.Brief(a.Project), kit.Brief(a.Integration))
	}),
}

var observeLargeNumbers = conformance.Check{
	ID:          "inkeep.events.large-numbers",
	Level:       conformance.Info,
	Requirement: "INK-SCH-18",
	Title:       "What becomes of numbers that a float64 cannot hold.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		sent := map[string]any{
			"whole": json.Number("9007199254740993"), "digits": json.Number("0.1234567890123456789"),
			"padded": json.Number("1.50"),
		}
		got := a.Observe(ctx, a.Message().With("properties", sent))
		a.Record("an event with such numbers is answered with %s; sent %s, got %s", got.StatusText(), kit.Brief(sent),
			kit.Brief(got.Event["properties"]))
	}),
}

var observeEmptyTexts = conformance.Check{
	ID:          "inkeep.events.empty-texts",
	Level:       conformance.Info,
	Requirement: "INK-EVT-7",
	Title:       "Whether an empty type or reference is accepted.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		emptyType := a.Observe(ctx, a.Message().With("type", ""))
		emptyReference := a.Observe(ctx, a.Message().With("messageId", ""))
		a.Record("an empty type is answered with %s, an empty reference with %s", emptyType.StatusText(), emptyReference.StatusText())
	}),
}

var observeTimeForm = conformance.Check{
	ID:          "inkeep.time.form",
	Level:       conformance.Info,
	Requirement: "INK-TIME-9",
	Title:       "The form of createdAt in answers.",
	NoMutant:    kit.RecordsOnly,
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		made := a.Observe(ctx, a.Message())
		given := a.Observe(ctx, a.Message().With("createdAt", "2026-01-14T09:26:53.589Z"))
		a.Record("createdAt as the server makes it: %s; for 2026-01-14T09:26:53.589Z: %s", kit.Brief(made.Event["createdAt"]),
			kit.Brief(given.Event["createdAt"]))
	}),
}

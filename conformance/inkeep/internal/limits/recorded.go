package limits

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Recorded are the checks that record whether a large body is taken. Nobody says that it has to be.
func Recorded() []conformance.Check {
	return []conformance.Check{largeAccepted, largeUnannounced}
}

var largeAccepted = conformance.Check{
	ID:          "inkeep.limits.large-accepted",
	Level:       conformance.Info,
	Requirement: "INK-LIM-13",
	Title:       "Whether a body of 1.9 MB is accepted.",
	Phase:       conformance.Alone,
	NoMutant:    kit.RecordsOnly,
	Run:         kit.With(observeLarge(false)),
}

var largeUnannounced = conformance.Check{
	ID:          "inkeep.limits.large-unannounced",
	Level:       conformance.Info,
	Requirement: "INK-LIM-13",
	Title:       "Whether a body of 1.9 MB is accepted without an announced length.",
	Phase:       conformance.Alone,
	NoMutant:    kit.RecordsOnly,
	Run:         kit.With(observeLarge(true)),
}

func observeLarge(chunked bool) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		got := a.Deliver(ctx, func() kit.Post {
			return kit.Post{Event: heavy(a, belowLimit), Chunked: chunked, Hostile: true, Once: true, Timeout: a.Slowest()}
		})
		a.Record("a body of 1.9 MB is answered so: %s", got.Outcome())
	}
}

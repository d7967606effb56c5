package inkeep

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

func lists() []conformance.Check {
	return []conformance.Check{{
		ID: "inkeep.events.list-refused", Title: "A list is refused, even of one good event.", Level: conformance.Should,
		Requirement: "INK-BODY-5", Also: []string{"INK-BODY-7"}, Floor: map[string]int{"refusals": 3}, Run: with(listRefused),
	}}
}

// listRefused sends lists of one event. A list has no entityType.
func listRefused(ctx context.Context, a *asker) {
	a.needControl()
	for _, kind := range kinds() {
		got := a.ask(ctx, func() post {
			return post{text: slices.Concat([]byte("["), a.event(kind).body(), []byte("]")), hostile: true, meta: refusal{}}
		})
		if got.good() {
			a.fail(got, "a list with an event about a "+string(kind)+" is taken for an event", "a refusal, 400 or 422", got.got())
		}
		a.Saw("refusals", 1)
	}
}

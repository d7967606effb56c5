//go:build examination

package misbehave

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// united pages over the events that any of the lookups finds.
func united(p *pipeline.Pipeline, next pipeline.List, lookups ...*pipeline.Lookup) (pipeline.Page, error) {
	found := map[eventstore.Position]event{}
	for _, l := range lookups {
		all, err := next.All(l)
		if err != nil {
			return pipeline.Page{}, err
		}
		for _, e := range all {
			found[pipeline.PositionOf(e)] = e
		}
	}
	var all []event
	for _, e := range found {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b event) int { return pipeline.PositionOf(a).Compare(pipeline.PositionOf(b)) })
	return p.Cut(lookups[0], all)
}

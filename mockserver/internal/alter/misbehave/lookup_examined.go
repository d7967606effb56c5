//go:build examination

package misbehave

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// united pages over the events that any of the lookups finds.
func united(p *pipeline.Pipeline, next chatlayersteps.List, lookups ...*chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	found := map[eventstore.Position]event{}
	for _, l := range lookups {
		all, err := next.All(l)
		if err != nil {
			return chatlayersteps.Page{}, err
		}
		for _, e := range all {
			found[chatlayersteps.PositionOf(e)] = e
		}
	}
	var all []event
	for _, e := range found {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b event) int { return chatlayersteps.PositionOf(a).Compare(chatlayersteps.PositionOf(b)) })
	return chatlayersteps.Of(p).Cut(lookups[0], all)
}

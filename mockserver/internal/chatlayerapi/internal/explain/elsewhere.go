package explain

import (
	"context"
	"fmt"
	"iter"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// mostNamespaces is in how many other namespaces is looked, of those in which something was written.
const mostNamespaces = 100

// Elsewhere tells of other namespaces in which events were written that meet all conditions of a list.
func Elsewhere(ctx context.Context, l *chatlayersteps.Lookup, others iter.Seq[pipeline.Neighbour]) (hints []string, err error) {
	looked := 0
	for other := range others {
		if events, _ := other.World.Written(); events == 0 {
			continue
		}
		if looked++; looked > mostNamespaces {
			break
		}
		found, err := List(ctx, l, eventstore.Position{}, chatlayerworld.Written(other.World))
		if err != nil {
			return nil, err
		}
		if found.Found > 0 {
			found := count(found.Found, "event meets", "events meet")
			hints = append(hints, fmt.Sprintf("%s all conditions in the namespace %q", found, other.Name))
		}
	}
	return hints, nil
}

//go:build examination

package variant

import (
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

func examinedTold() []Variant {
	return []Variant{
		legal("", "definitions.of-first-names", "The first five names that are tracked have a definition, others only if it is created.",
			ofFirstNames),
		legal("", "values.short-is-all", "A query of less than three characters finds all values.",
			alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
				if len(v.Holding) < 3 {
					v.Holding = ""
				}
				return next(c, v)
			})),
		legal("", "values.next-day", "What is tracked is among the values of attributes a day later.",
			alter.AroundValues(func(chatlayersteps.Values, *pipeline.Call, chatlayersteps.ValueLookup) ([]string, error) {
				return nil, nil
			})),
		legal("", "inkeep.queries-next-day", "An event is found by queries a day after it was logged.", queriesLater(24*time.Hour)),
	}
}

func ofFirstNames(p *pipeline.Pipeline) {
	const most = 5
	var mu sync.Mutex
	tracked, created := []string{}, map[string]bool{}
	alter.ChangeTracked(func(t *chatlayerworld.Track) {
		mu.Lock()
		defer mu.Unlock()
		if len(tracked) < most && !slices.Contains(tracked, t.Event.Event) {
			tracked = append(tracked, t.Event.Event)
		}
	})(p)
	alter.ChangeDefinition(func(d *chatlayerworld.DefineEvent) {
		mu.Lock()
		defer mu.Unlock()
		created[d.Event] = true
	})(p)
	aroundPage(func(page *definitionPage) {
		mu.Lock()
		defer mu.Unlock()
		page.EventDefinitions = slices.DeleteFunc(page.EventDefinitions, func(d chatlayer.EventDefinition) bool {
			return !created[d.Event] && !slices.Contains(tracked, d.Event)
		})
	})(p)
}

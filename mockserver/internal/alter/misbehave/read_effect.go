package misbehave

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// hideRead remembers by operation when an event was given last.
func hideRead(p *pipeline.Pipeline) {
	given := alter.NewMemory[time.Time]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if l.Where(byUser) == "" || l.Where(chatlayerworld.FieldEvent) == "" {
			return next(l)
		}
		name := func(e event) string { return l.Call.Op.ID + " " + e.BotID + " " + e.ID }
		page, err := alter.Recut(p, next, l, func(e event) bool {
			at, was := given.Get(name(e))
			return !was || p.Clock.Now().Sub(at) > 80*time.Millisecond
		})
		for _, e := range page.Events {
			given.Put(name(e), p.Clock.Now())
		}
		return page, err
	})(p)
}

func readOnce(p *pipeline.Pipeline) {
	seen := alter.NewMemory[bool]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := alter.Recut(p, next, l, func(e event) bool {
			gone, _ := seen.Get(e.BotID + " " + e.ID)
			return !gone
		})
		for _, e := range page.Events {
			seen.Put(e.BotID+" "+e.ID, true)
		}
		return page, err
	})(p)
}

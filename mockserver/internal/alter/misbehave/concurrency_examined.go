//go:build examination

package misbehave

import (
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedConcurrency() []Misbehaviour {
	return area("concurrency",
		breaks("concurrency.id-from-clock", 4,
			"An event's id is the clock's millisecond: those of one instant are one event.",
			"CHL-TRK-15 CHL-LAW-4", idFromClock),
		breaks("concurrency.attributes-mixed", 4, "Events tracked at once get the attributes of one of them.", "CHL-TRK-4 CHL-LAW-4",
			mixAttributes),
	)
}

func idFromClock(p *pipeline.Pipeline) {
	alter.ChangeTracked(func(t *chatlayerworld.Track) {
		if t.Event.ID == "" {
			t.Event.ID = decimal(p.Clock.Now().UnixMilli())
		}
	})(p)
}

func mixAttributes(p *pipeline.Pipeline) {
	var shared atomic.Pointer[map[string]string]
	alter.ChangeTracked(func(t *chatlayerworld.Track) { t.Event.Attributes = latest(&shared, t.Event.Attributes) })(p)
}

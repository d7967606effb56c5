//go:build examination

package misbehave

import (
	"encoding/json"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepMixed() []Misbehaviour {
	return area("concurrency",
		breaks("concurrency.inkeep-properties-mixed", 4, "Events logged at once get the properties of one of them.", "INK-SCH-3 INK-SCH-15",
			mixProperties),
		breaks("concurrency.inkeep-id-from-clock", 4, "The id that an event of Inkeep gets is the clock's millisecond.", "INK-ID-8",
			idFromMillisecond),
	)
}

func mixProperties(p *pipeline.Pipeline) {
	var shared atomic.Pointer[json.RawMessage]
	alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
		e.Event.Properties = latest(&shared, e.Event.Properties)
	})(p)
}

func idFromMillisecond(p *pipeline.Pipeline) {
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		if _, given := alter.Tree(c.Sent)["id"]; !given {
			o["id"] = decimal(p.Clock.Now().UnixMilli())
		}
	}, alter.LogEvent)(p)
}

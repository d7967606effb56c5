package misbehave

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// inkeepMixed give an event what is another's, or let strangers in.
func inkeepMixed() []Mutant {
	return slices.Concat(area("inkeep",
		mutant("inkeep.properties-of-before", 4, "An event without properties comes back with those of the event before.", "INK-SCH-15", propertiesOfBefore),
		mutant("inkeep.member-twice", 4, "type stands in the answer twice.", "INK-NEG-4", onAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if o := object(a.Body); c.Is(logged) && a.Status == http.StatusOK && o != nil {
				a.Body = append(bytes.TrimSuffix(bytes.Clone(a.Body), []byte("}")), `,"type":`+string(write(o["type"]))+"}"...)
			}
		})),
		mutant("inkeep.problem-request-number", 3, "requestId in a refusal is a number.", "INK-ERR-6", onRefusal("inkeep", func(o map[string]any) {
			o["requestId"] = hash(text(o, "requestId")) % 1_000_000
		})),
	), area("auth",
		mutant("auth.inkeep-open", 1, "Inkeep: an event without a key is accepted.", "INK-AUTH-3 INK-AUTH-12", letIn(forInkeep, func(header, _ string) bool { return header == "" })),
	), area("concurrency",
		mutant("concurrency.inkeep-properties-mixed", 4, "Events logged at once get the properties of one of them.", "INK-SCH-3 INK-SCH-15", mixProperties),
		mutant("concurrency.inkeep-id-from-clock", 4, "The id that an event of Inkeep gets is the clock's millisecond.", "INK-ID-8", idFromMillisecond),
	))
}

func propertiesOfBefore(p *pipeline.Pipeline) {
	last := newMemory[json.RawMessage]()
	beforeLog(func(_ *pipeline.Pipeline, e *world.LogEvent) {
		if e.Event.Properties == nil {
			e.Event.Properties, _ = last.get("")
			return
		}
		last.put("", e.Event.Properties)
	})(p)
}

func mixProperties(p *pipeline.Pipeline) {
	var shared atomic.Pointer[json.RawMessage]
	beforeLog(func(_ *pipeline.Pipeline, e *world.LogEvent) {
		e.Event.Properties = latest(&shared, e.Event.Properties)
	})(p)
}

func idFromMillisecond(p *pipeline.Pipeline) {
	onObject(func(c *pipeline.Call, o map[string]any) {
		if _, given := object(c.Sent)["id"]; !given {
			o["id"] = decimal(p.Clock.Now().UnixMilli())
		}
	}, logged)(p)
}

package misbehave

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepMixed give an event what is another's, or let strangers in.
func inkeepMixed() []Misbehaviour {
	return slices.Concat(area("inkeep",
		breaks("inkeep.properties-of-before", 4, "An event without properties comes back with those of the event before it.", "INK-SCH-15",
			propertiesOfBefore),
		breaks("inkeep.member-twice", 4, "The answer has the member type twice.", "INK-NEG-4",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if o := alter.Tree(a.Body); c.Is(alter.LogEvent) && a.Status == http.StatusOK && o != nil {
					a.Body = append(bytes.TrimSuffix(bytes.Clone(a.Body), []byte("}")), `,"type":`+string(alter.Write(o["type"]))+"}"...)
				}
			})),
		breaks("inkeep.problem-request-number", 3, "The requestId of a refusal is a number.", "INK-ERR-6",
			alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) {
				o["requestId"] = alter.Hash(alter.Text(o, "requestId")) % 1_000_000
			})),
	), area("auth",
		breaks("auth.inkeep-open", 1, "Inkeep: an event without a key is accepted.", "INK-AUTH-3 INK-AUTH-12",
			letIn(alter.ForInkeep, func(header, _ string) bool { return header == "" })),
	))
}

func propertiesOfBefore(p *pipeline.Pipeline) {
	last := alter.NewMemory[json.RawMessage]()
	alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
		if e.Event.Properties == nil {
			e.Event.Properties, _ = last.Get("")
			return
		}
		last.Put("", e.Event.Properties)
	})(p)
}

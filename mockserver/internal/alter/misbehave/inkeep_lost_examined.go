//go:build examination

package misbehave

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepLost() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.answer-empty", 1, "A logged event is answered with 200 and an empty body.", "INK-SCH-3",
			onLogged(func(a *pipeline.Answer) { a.Body = nil })),
		breaks("inkeep.answer-null", 1, "A logged event is answered with null.", "INK-SCH-3",
			onLogged(func(a *pipeline.Answer) { a.Body = []byte("null") })),
		breaks("inkeep.answer-list", 1, "A logged event is answered with an empty list.", "INK-SCH-3",
			onLogged(func(a *pipeline.Answer) { a.Body = []byte("[]") })),
		breaks("inkeep.unauthorized-as-json", 3, "A 401 is application/json, as by a gateway.", "INK-ERR-28",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if alter.ForInkeep(c) && a.Status == http.StatusUnauthorized {
					a.ContentType, a.Body = "application/json", []byte(`{"message":"Unauthorized"}`)
				}
			})),
		breaks("inkeep.type-at-most-40", 3, "A type of more than 40 characters is refused.", "INK-EVT-3",
			refuseLogged(func(c *pipeline.Call) bool {
				return len(alter.Text(alter.Tree(c.Sent), "type")) > 40
			})),
		breaks("inkeep.id-trimmed", 4, "Spaces around an id that was given do not come back.", "INK-ID-3",
			onLogAnswer(func(o map[string]any) {
				o["id"] = strings.TrimSpace(alter.Text(o, "id"))
			})),
		breaks("inkeep.id-empty-made", 2, "The id that an event gets is an empty text.", "INK-ID-8",
			alter.OnTree(func(c *pipeline.Call, o map[string]any) {
				if _, given := alter.Tree(c.Sent)["id"]; !given {
					o["id"] = ""
				}
			}, alter.LogEvent)),
	)
}

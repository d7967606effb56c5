package misbehave

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepLost take events and do not answer with them.
func inkeepLost() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.answer-204", 1, "A logged event is answered with 204 and no body.", "INK-SCH-1 INK-SCH-3",
			onLogged(func(a *pipeline.Answer) {
				a.Status, a.Body, a.ContentType = http.StatusNoContent, nil, ""
			})),
		breaks("inkeep.answer-cut", 2, "The JSON of the answer to a logged event is cut short.", "INK-NEG-3 INK-SCH-3 INK-HTTP-1",
			alter.OnWire(cutLogged)),
		breaks("inkeep.entity-any-case", 3, "entityType is accepted in any letter case.", "INK-EVT-21",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				for _, kind := range []string{"message", "conversation", "search"} {
					if strings.EqualFold(alter.Text(body, "entityType"), kind) {
						body["entityType"] = kind
					}
				}
			}))),
		breaks("inkeep.owner-object", 3,
			"A projectId or integrationId that is a list or an object is accepted and dropped.",
			"INK-EVT-20 INK-EVT-11 INK-EVT-12", alter.ChangeSent(onLogBody(func(body map[string]any) {
				for _, name := range []string{"projectId", "integrationId"} {
					switch body[name].(type) {
					case []any, map[string]any:
						delete(body, name)
					}
				}
			}))),
		breaks("inkeep.type-plain", 3, "A type with characters other than letters, digits, - and _ is refused.", "INK-EVT-3",
			refuseLogged(func(c *pipeline.Call) bool {
				return odd.MatchString(alter.Text(alter.Tree(c.Sent), "type"))
			})),
	)
}

var odd = regexp.MustCompile(`[^A-Za-z0-9_-]`)

// onLogged changes the answer to an event that was logged.
func onLogged(change func(*pipeline.Answer)) alter.Decorator {
	return alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if c.Is(alter.LogEvent) && a.Status == http.StatusOK {
			change(a)
		}
	})
}

// cutLogged leaves Content-Length as it was, so that the connection ends in the middle.
func cutLogged(next http.Handler, w http.ResponseWriter, r *http.Request) {
	a := alter.Hold(next, w, r)
	if r.Method == http.MethodPost && r.URL.Path == "/events" && a.Status == http.StatusOK {
		sendPart(a, a.Body.Len()/2)
		return
	}
	a.Send()
}

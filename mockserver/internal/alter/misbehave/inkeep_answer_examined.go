//go:build examination

package misbehave

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepAnswers() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.numbers-as-text", 3, "Numbers in userProperties come back as texts.", "INK-SCH-16 INK-SCH-17",
			onLogAnswer(func(o map[string]any) { flatten(o, "userProperties") })),
		breaks("inkeep.properties-flat", 4, "Objects within properties come back empty.", "INK-SCH-15", onLogAnswer(emptyInner)),
		breaks("inkeep.user-properties-lost-with-properties", 4, "userProperties do not come back if there are properties.", "INK-SCH-16",
			onLogAnswer(func(o map[string]any) {
				if o["properties"] != nil {
					o["userProperties"] = nil
				}
			})),
		breaks("inkeep.type-lower-case", 3, "type comes back in lower case.", "INK-SCH-13",
			onLogAnswer(func(o map[string]any) { o["type"] = strings.ToLower(alter.Text(o, "type")) })),
		breaks("inkeep.reference-renamed", 2, "An event about a conversation comes back with its id as messageId.", "INK-SCH-5",
			onLogAnswer(func(o map[string]any) { rename(o, "conversationId", "messageId") })),
	)
}

func examinedInkeepProblems() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.problem-status-text", 3, "status in a refusal is a text.", "INK-ERR-3",
			alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) {
				if status, ok := o["status"].(json.Number); ok {
					o["status"] = status.String()
				}
			})),
		breaks("inkeep.problem-inner-code", 4, "The code within error is not that of the refusal.", "INK-ERR-8",
			alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) {
				if inner, ok := o["error"].(map[string]any); ok {
					inner["code"] = "internal_server_error"
				}
			})),
		breaks("inkeep.unauthorized-without-body", 3, "A 401 has an empty object for a body.", "INK-ERR-10",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if alter.ForInkeep(c) && a.Status == http.StatusUnauthorized {
					a.Body = []byte("{}")
				}
			})),
	)
}

func emptyInner(o map[string]any) {
	inner, _ := o["properties"].(map[string]any)
	for key, value := range inner {
		if _, ok := value.(map[string]any); ok {
			inner[key] = map[string]any{}
		}
	}
}

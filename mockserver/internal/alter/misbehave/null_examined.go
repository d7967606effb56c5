//go:build examination

package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedNulls() []Misbehaviour {
	return area("schema",
		breaks("events.null-in-teams", 3, "In a team's list a page without events has null instead of a list.", "CHL-JSON-3 CHL-SCH-6",
			alter.OnTree(noList, alter.ListOfTeam)),
		breaks("json.conversation-null", 3, "An event without a conversation has null for it.", "CHL-JSON-3 CHL-SCH-2",
			alter.OnEventTrees(func(e map[string]any) { nullEmpty(e, "conversation_id") })),
		breaks("json.empty-attribute-null", 4, "An attribute whose value is the empty text is listed as null.", "CHL-SCH-3 CHL-LAW-2",
			alter.OnEventTrees(func(e map[string]any) {
				if attributes, are := e["attributes"].(map[string]any); are {
					nullEmpty(attributes)
				}
			})),
	)
}

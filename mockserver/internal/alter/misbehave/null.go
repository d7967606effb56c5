package misbehave

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// nulls answer null where the documents have a text, a list or an object.
func nulls() []Mutant {
	return area("schema",
		mutant("end.null", 2, "The last page has null as its next_page_token.", "CHL-JSON-3 CHL-PAGE-9", alter.OnTree(noToken, alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
		mutant("end.null-by-post", 3, "By POST the last page has null as its next_page_token.", "CHL-JSON-3 CHL-PAGE-9", alter.OnTree(noToken, alter.ListByPost)),
		mutant("events.null", 2, "A page without events has null instead of a list.", "CHL-JSON-3 CHL-SCH-6", alter.OnTree(noList, alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
		mutant("events.null-in-teams", 3, "In a team's list a page without events has null instead of a list.", "CHL-JSON-3 CHL-SCH-6", alter.OnTree(noList, alter.ListOfTeam)),
		mutant("json.empty-null", 2, "Events have null where a member is empty.", "CHL-JSON-3 CHL-SCH-2 CHL-SCH-3", alter.OnEventTrees(func(e map[string]any) { nullEmpty(e) })),
		mutant("json.conversation-null", 3, "An event without a conversation has null for it.", "CHL-JSON-3 CHL-SCH-2", alter.OnEventTrees(func(e map[string]any) { nullEmpty(e, "conversation_id") })),
		mutant("json.attributes-null", 4, "An event without attributes has null for them.", "CHL-JSON-3 CHL-SCH-3", alter.OnEventTrees(func(e map[string]any) { nullEmpty(e, "attributes") })),
		mutant("track.id-null", 3, "event_id is null if the client gave the id.", "CHL-JSON-3 CHL-TRK-27", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if o := alter.Tree(a.Body); c.Is(alter.TrackEvent) && a.Status == http.StatusOK && alter.Text(c.Body, "id") != "" && o != nil {
				o["event_id"] = nil
				a.Body = alter.Write(o)
			}
		})),
	)
}

func noToken(_ *pipeline.Call, o map[string]any) {
	if alter.Text(o, "next_page_token") == "" {
		o["next_page_token"] = nil
	}
}

func noList(_ *pipeline.Call, o map[string]any) {
	if len(eventsOf(o)) == 0 {
		o["events"] = nil
	}
}

// nullEmpty makes members null that are empty, all if none is named.
func nullEmpty(e map[string]any, names ...string) {
	if len(names) == 0 {
		names = sortedKeys(e)
	}
	for _, name := range names {
		if attributes, are := e[name].(map[string]any); e[name] == "" || are && len(attributes) == 0 {
			e[name] = nil
		}
	}
}

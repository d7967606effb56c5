package misbehave

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// nulls answer null where the documents have a text, a list or an object.
func nulls() []Mutant {
	return area("schema",
		mutant("end.null", 2, "The last page has null as its next_page_token.", "CHL-JSON-3 CHL-PAGE-9", onObject(noToken, byGet, byPost, ofTeam)),
		mutant("end.null-by-post", 3, "By POST the last page has null as its next_page_token.", "CHL-JSON-3 CHL-PAGE-9", onObject(noToken, byPost)),
		mutant("events.null", 2, "A page without events has null instead of a list.", "CHL-JSON-3 CHL-SCH-6", onObject(noList, byGet, byPost, ofTeam)),
		mutant("events.null-in-teams", 3, "In a team's list a page without events has null instead of a list.", "CHL-JSON-3 CHL-SCH-6", onObject(noList, ofTeam)),
		mutant("json.empty-null", 2, "Events have null where a member is empty.", "CHL-JSON-3 CHL-SCH-2 CHL-SCH-3", onEvents(func(e map[string]any) { nullEmpty(e) })),
		mutant("json.conversation-null", 3, "An event without a conversation has null for it.", "CHL-JSON-3 CHL-SCH-2", onEvents(func(e map[string]any) { nullEmpty(e, "conversation_id") })),
		mutant("json.attributes-null", 4, "An event without attributes has null for them.", "CHL-JSON-3 CHL-SCH-3", onEvents(func(e map[string]any) { nullEmpty(e, "attributes") })),
		mutant("track.id-null", 3, "event_id is null if the client gave the id.", "CHL-JSON-3 CHL-TRK-27", onAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if o := object(a.Body); c.Is(track) && a.Status == http.StatusOK && text(c.Body, "id") != "" && o != nil {
				o["event_id"] = nil
				a.Body = write(o)
			}
		})),
	)
}

func noToken(_ *pipeline.Call, o map[string]any) {
	if text(o, "next_page_token") == "" {
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

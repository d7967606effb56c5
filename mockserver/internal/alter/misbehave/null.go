package misbehave

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// nulls answer null where the documents have a text, a list or an object.
func nulls() []Misbehaviour {
	return area("schema",
		breaks("end.null", 2, "The next_page_token of the last page is null instead of empty.", "CHL-JSON-3 CHL-PAGE-9",
			alter.OnTree(noToken, alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
		breaks("events.null", 2, "The events of an empty page are null instead of an empty list.", "CHL-JSON-3 CHL-SCH-6",
			alter.OnTree(noList, alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
		breaks("json.attributes-null", 4, "The attributes of an event that has none are null.", "CHL-JSON-3 CHL-SCH-3",
			alter.OnEventTrees(func(e map[string]any) { nullEmpty(e, "attributes") })),
		breaks("track.id-null", 3, "The event_id in the answer is null if the client sent an id.", "CHL-JSON-3 CHL-TRK-27",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if o := alter.Tree(a.Body); c.Is(alter.TrackEvent) && a.Status == http.StatusOK && c.Body.Text("id") != "" &&
					o != nil {
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

//go:build examination

package misbehave

import (
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedSchemas() []Misbehaviour {
	return area("schema",
		breaks("schema.event-renamed", 2, "The name of a listed event is in event_name.", "CHL-LAW-2 CHL-SCH-1",
			alter.OnEventTrees(func(e map[string]any) { rename(e, "event", "event_name") })),
		breaks(
			"schema.events-named-items",
			1,
			"The list is called items.",
			"CHL-SCH-6", alter.OnTree(
				func(_ *pipeline.Call, o map[string]any) { rename(o, "events", "items") },
				alter.ListByGet,
				alter.ListByPost,
				alter.ListOfTeam,
			),
		),
		breaks("schema.bare-array", 1, "The answer is the array of events alone.", "CHL-OPS-10 CHL-SCH-6",
			onLists(func(o map[string]any) []byte { return alter.Write(o["events"]) })),
		breaks("schema.timestamp-without-zone", 2, "A listed timestamp has no zone.", "CHL-TIME-16 CHL-SCH-4",
			alter.OnEventTrees(func(e map[string]any) { e["timestamp"] = strings.TrimSuffix(alter.Text(e, "timestamp"), "Z") })),
		breaks("schema.timestamp-wrong-zone", 4, "A listed timestamp shows the time of another zone as Z.", "CHL-TIME-16 CHL-TIME-1",
			alter.OnEventTrees(shiftTimestamp)),
		breaks("schema.attributes-missing-by-post", 2, "By POST events have no attributes.", "CHL-SCH-1 CHL-TRK-4",
			alter.OnEventTrees(emptyAttributes, alter.ListByPost)),
		breaks("schema.event-id-number", 2, "event_id is a JSON number.", "CHL-TRK-1",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				o["event_id"] = alter.Hash(alter.Text(o, "event_id")) % 1_000_000
			}, alter.TrackEvent)),
		breaks("schema.user-id-number", 3, "A user_id of digits is listed as a number.", "CHL-SCH-2", alter.OnEventTrees(numberUser)),
		breaks("schema.version-live", 2, "The version of listed events is always LIVE.", "CHL-TRK-2 CHL-FLT-7",
			alter.OnEventTrees(func(e map[string]any) { e["version"] = "LIVE" })),
		breaks("schema.id-repeated", 4, "Events of one page with one timestamp have one id.", "CHL-TRK-17", onLists(sameIDs)),
		breaks("schema.event-twice", 3, "The first event of the last page is on it twice.", "CHL-PAGE-32 CHL-LAW-1", onLists(firstTwice)),
	)
}

// firstTwice repeats an event as a join does that finds two rows for it.
func firstTwice(o map[string]any) []byte {
	if events := eventsOf(o); len(events) > 0 && alter.Text(o, "next_page_token") == "" {
		o["events"] = append(events[:1:1], events...)
	}
	return alter.Write(o)
}

func sameIDs(o map[string]any) []byte {
	ids := map[string]any{}
	for _, e := range eventsOf(o) {
		if e, ok := e.(map[string]any); ok {
			at := alter.Text(e, "timestamp")
			if id, seen := ids[at]; seen {
				e["id"] = id
			}
			ids[at] = e["id"]
		}
	}
	return alter.Write(o)
}

func shiftTimestamp(e map[string]any) {
	e["timestamp"] = timestampOf(e).Add(2 * time.Hour).Format("2006-01-02T15:04:05.000000000Z")
}

func emptyAttributes(e map[string]any) { e["attributes"] = map[string]any{} }

func numberUser(e map[string]any) {
	if user := alter.Text(e, "user_id"); user != "" && strings.Trim(user, "0123456789") == "" && user[0] != '0' {
		e["user_id"] = number(user)
	}
}

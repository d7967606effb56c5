package misbehave

import (
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func schemas() []Mutant {
	return area("schema",
		mutant("schema.empty-is-404", 2, "A list without events is answered with 404.", "CHL-OPS-1 CHL-OPS-2", emptyIs404),
		mutant("schema.token-camel-case", 1, "next_page_token is called nextPageToken.", "CHL-JSON-1 CHL-PAGE-9",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) { rename(o, "next_page_token", "nextPageToken") }, alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
		mutant("schema.members-camel-case", 1, "Events have userId, botId and conversationId.", "CHL-JSON-1 CHL-SCH-1", alter.OnEventTrees(func(e map[string]any) {
			rename(e, "user_id", "userId")
			rename(e, "bot_id", "botId")
			rename(e, "conversation_id", "conversationId")
		})),
		mutant("schema.event-renamed", 2, "The name of a listed event is in event_name.", "CHL-LAW-2 CHL-SCH-1",
			alter.OnEventTrees(func(e map[string]any) { rename(e, "event", "event_name") })),
		mutant("schema.events-named-items", 1, "The list is called items.", "CHL-SCH-6",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) { rename(o, "events", "items") }, alter.ListByGet, alter.ListByPost, alter.ListOfTeam)),
		mutant("schema.page-wrapped", 1, "The page is in a member called data.", "CHL-SCH-6",
			onLists(func(o map[string]any) []byte { return alter.Write(map[string]any{"data": o}) })),
		mutant("schema.bare-array", 1, "The answer is the array of events alone.", "CHL-OPS-10 CHL-SCH-6", onLists(func(o map[string]any) []byte { return alter.Write(o["events"]) })),
		mutant("schema.one-per-line", 2, "The answer is one event a line.", "CHL-OPS-10 CHL-SCH-6 CHL-NEG-3", onLists(perLine)),
		mutant("schema.timestamp-without-zone", 2, "A listed timestamp has no zone.", "CHL-TIME-16 CHL-SCH-4",
			alter.OnEventTrees(func(e map[string]any) { e["timestamp"] = strings.TrimSuffix(alter.Text(e, "timestamp"), "Z") })),
		mutant("schema.timestamp-number", 1, "A listed timestamp is a number of milliseconds.", "CHL-TIME-16 CHL-SCH-4", alter.OnEventTrees(epochTimestamp)),
		mutant("schema.timestamp-with-space", 2, "A listed timestamp has a space between date and time.", "CHL-TIME-16 CHL-SCH-4",
			alter.OnEventTrees(func(e map[string]any) { e["timestamp"] = strings.Replace(alter.Text(e, "timestamp"), "T", " ", 1) })),
		mutant("schema.timestamp-wrong-zone", 4, "A listed timestamp shows the time of another zone as Z.", "CHL-TIME-16 CHL-TIME-1", alter.OnEventTrees(shiftTimestamp)),
		mutant("schema.attributes-missing-by-post", 2, "By POST events have no attributes.", "CHL-SCH-1 CHL-TRK-4", alter.OnEventTrees(emptyAttributes, alter.ListByPost)),
		mutant("schema.attributes-list", 2, "attributes is a list of names and values.", "CHL-SCH-3", alter.OnEventTrees(listAttributes)),
		mutant("schema.attribute-number", 2, "Attributes that look like numbers are listed as numbers.", "CHL-SCH-3 CHL-SCH-7", alter.OnEventTrees(numberAttributes)),
		mutant("schema.event-id-number", 2, "event_id is a JSON number.", "CHL-TRK-1",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				o["event_id"] = alter.Hash(alter.Text(o, "event_id")) % 1_000_000
			}, alter.TrackEvent)),
		mutant("schema.list-id-number", 2, "The id of a listed event is a JSON number.", "CHL-SCH-2",
			alter.OnEventTrees(func(e map[string]any) { e["id"] = alter.Hash(alter.Text(e, "id")) % 1_000_000_000 })),
		mutant("schema.user-id-number", 3, "A user_id of digits is listed as a number.", "CHL-SCH-2", alter.OnEventTrees(numberUser)),
		mutant("schema.version-live", 2, "The version of listed events is always LIVE.", "CHL-TRK-2 CHL-FLT-7", alter.OnEventTrees(func(e map[string]any) { e["version"] = "LIVE" })),
		mutant("schema.version-lower-case", 2, "The version of listed events is in lower case.", "CHL-VER-1",
			alter.OnEventTrees(func(e map[string]any) { e["version"] = strings.ToLower(alter.Text(e, "version")) })),
		mutant("schema.event-null", 3, "Every tenth event of a page is null.", "CHL-JSON-3 CHL-SCH-1", onLists(nullEveryTenth)),
		mutant("schema.id-repeated", 4, "Events of one page with one timestamp have one id.", "CHL-TRK-17", onLists(sameIDs)),
		mutant("schema.event-twice", 3, "The first event of the last page is on it twice.", "CHL-PAGE-32 CHL-LAW-1", onLists(firstTwice)),
		mutant("schema.track-is-201", 1, "A tracked event is answered with 201.", "CHL-OPS-3 CHL-OPS-4", onStatus(http.StatusCreated, alter.TrackEvent)),
		mutant("schema.track-is-202-without-body", 2, "A tracked event is answered with 202 and an empty object.", "CHL-OPS-3 CHL-TRK-1",
			alter.Together(alter.OnTree(func(_ *pipeline.Call, o map[string]any) { clear(o) }, alter.TrackEvent), onStatus(http.StatusAccepted, alter.TrackEvent))),
		mutant("schema.refusal-is-200", 2, "Refusals of lists have status 200.", "CHL-AUTH-8 CHL-TIME-14", refusalIs200),
		mutant("schema.text-plain", 2, "Lists are answered as text/plain.", "CHL-OPS-5", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if alter.IsList(c) {
				a.ContentType = "text/plain; charset=utf-8"
			}
		})),
	)
}

// onLists writes successful answers of lists anew.
func onLists(change func(o map[string]any) []byte) alter.Decorator {
	return alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if o := alter.Tree(a.Body); alter.IsList(c) && a.Status == http.StatusOK && o != nil {
			a.Body = change(o)
		}
	})
}

func onStatus(status int, operation string) alter.Decorator {
	return alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if c.Is(operation) && a.Status == http.StatusOK {
			a.Status = status
		}
	})
}

func emptyIs404(p *pipeline.Pipeline) {
	afterwards := p.List
	p.List = func(l *pipeline.Lookup) (pipeline.Page, error) {
		page, err := afterwards(l)
		if err == nil && len(page.Events) == 0 {
			err = alter.Refuse(http.StatusNotFound, "no events found")
		}
		return page, err
	}
}

func eventsOf(o map[string]any) []any {
	events, _ := o["events"].([]any)
	return events
}

func perLine(o map[string]any) []byte {
	var lines []byte
	for _, e := range eventsOf(o) {
		lines = append(append(lines, alter.Write(e)...), '\n')
	}
	return lines
}

func nullEveryTenth(o map[string]any) []byte {
	for i := range eventsOf(o) {
		if i%10 == 9 {
			eventsOf(o)[i] = nil
		}
	}
	return alter.Write(o)
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

func timestampOf(e map[string]any) time.Time {
	at, _ := time.Parse(time.RFC3339Nano, alter.Text(e, "timestamp"))
	return at
}

func epochTimestamp(e map[string]any) { e["timestamp"] = timestampOf(e).UnixMilli() }

func shiftTimestamp(e map[string]any) {
	e["timestamp"] = timestampOf(e).Add(2 * time.Hour).Format("2006-01-02T15:04:05.000000000Z")
}

func emptyAttributes(e map[string]any) { e["attributes"] = map[string]any{} }

func listAttributes(e map[string]any) {
	attributes, _ := e["attributes"].(map[string]any)
	list := []any{}
	for key, value := range attributes {
		list = append(list, map[string]any{"key": key, "value": value})
	}
	e["attributes"] = list
}

func numberAttributes(e map[string]any) {
	attributes, _ := e["attributes"].(map[string]any)
	for key := range attributes {
		if value := alter.Text(attributes, key); value == asNumber(value) && value != "" {
			attributes[key] = number(value)
		}
	}
}

func numberUser(e map[string]any) {
	if user := alter.Text(e, "user_id"); user != "" && strings.Trim(user, "0123456789") == "" && user[0] != '0' {
		e["user_id"] = number(user)
	}
}

func refusalIs200(p *pipeline.Pipeline) {
	alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if alter.IsList(c) && a.Status >= http.StatusBadRequest {
			a.Status = http.StatusOK
		}
	})(p)
}

// rename gives a member another name.
func rename(o map[string]any, from, to string) {
	if value, there := o[from]; there {
		delete(o, from)
		o[to] = value
	}
}

package misbehave

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func schemas() []Misbehaviour {
	return area("schema",
		breaks("schema.empty-is-404", 2, "An empty list is answered with 404.", "CHL-OPS-1 CHL-OPS-2", emptyIs404),
		breaks(
			"schema.token-camel-case",
			1,
			"The member next_page_token is called nextPageToken.",
			"CHL-JSON-1 CHL-PAGE-9", alter.OnTree(
				func(_ *pipeline.Call, o map[string]any) { rename(o, "next_page_token", "nextPageToken") },
				alter.ListByGet,
				alter.ListByPost,
				alter.ListOfTeam,
			),
		),
		breaks("schema.members-camel-case", 1,
			"Events have userId, botId and conversationId instead of user_id, bot_id and conversation_id.",
			"CHL-JSON-1 CHL-SCH-1", alter.OnEventTrees(func(e map[string]any) {
				rename(e, "user_id", "userId")
				rename(e, "bot_id", "botId")
				rename(e, "conversation_id", "conversationId")
			})),
		breaks("schema.page-wrapped", 1, "The page is wrapped in a member called data.", "CHL-SCH-6",
			onLists(func(o map[string]any) []byte { return alter.Write(map[string]any{"data": o}) })),
		breaks("schema.timestamp-number", 1, "The timestamp of a listed event is a number of milliseconds.", "CHL-TIME-16 CHL-SCH-4",
			alter.OnEventTrees(epochTimestamp)),
		breaks("schema.attributes-list", 2, "The attributes of an event are a list of names and values instead of an object.", "CHL-SCH-3",
			alter.OnEventTrees(listAttributes)),
		breaks("schema.attribute-number", 2, "Attributes that look like numbers are listed as JSON numbers.", "CHL-SCH-3 CHL-SCH-7",
			alter.OnEventTrees(numberAttributes)),
		breaks("schema.list-id-number", 2, "The id of a listed event is a JSON number.", "CHL-SCH-2",
			alter.OnEventTrees(func(e map[string]any) { e["id"] = alter.Hash(alter.Text(e, "id")) % 1_000_000_000 })),
		breaks("schema.version-lower-case", 2, "The version of listed events is in lower case.", "CHL-VER-1",
			alter.OnEventTrees(func(e map[string]any) { e["version"] = strings.ToLower(alter.Text(e, "version")) })),
		breaks("schema.event-null", 3, "Every tenth event of a page is null.", "CHL-JSON-3 CHL-SCH-1", onLists(nullEveryTenth)),
		breaks("schema.track-is-201", 1, "A tracked event is answered with 201 instead of 200.", "CHL-OPS-3 CHL-OPS-4",
			onStatus(http.StatusCreated, alter.TrackEvent)),
		breaks("schema.refusal-is-200", 2, "Refused lists have status 200.", "CHL-TIME-14 CHL-AUTH-8", refusalIs200),
		breaks("schema.text-plain", 2, "Lists are declared as text/plain.", "CHL-OPS-5",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
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
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err == nil && len(page.Events) == 0 {
			err = alter.Refuse(http.StatusNotFound, "no events found")
		}
		return page, err
	})(p)
}

func eventsOf(o map[string]any) []any {
	events, _ := o["events"].([]any)
	return events
}

func nullEveryTenth(o map[string]any) []byte {
	for i := range eventsOf(o) {
		if i%10 == 9 {
			eventsOf(o)[i] = nil
		}
	}
	return alter.Write(o)
}

func timestampOf(e map[string]any) time.Time {
	at, _ := time.Parse(time.RFC3339Nano, alter.Text(e, "timestamp"))
	return at
}

func epochTimestamp(e map[string]any) { e["timestamp"] = timestampOf(e).UnixMilli() }

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
		if value := alter.Text(attributes, key); value == asNumber(value) && json.Valid([]byte(value)) { // NaN is no number in JSON
			attributes[key] = number(value)
		}
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

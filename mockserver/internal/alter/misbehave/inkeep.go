package misbehave

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func inkeepEvents() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.any-entity", 2, "Any object is accepted as an event, whatever its entityType.", "INK-BODY-7 INK-EVT-1",
			alter.ChangeSent(anyEntity)),
		breaks("inkeep.reference-optional", 2,
			"An event without the messageId, conversationId or searchQuery of its kind is accepted.",
			"INK-BODY-8 INK-EVT-4 INK-EVT-5 INK-EVT-6", alter.ChangeSent(fillReference)),
		breaks("inkeep.type-optional", 2, "An event without a type is accepted.", "INK-BODY-8 INK-EVT-2",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if _, given := body["type"]; !given {
					body["type"] = "event"
				}
			}))),
		breaks("inkeep.empty-id", 3, "An empty id is accepted and replaced.", "INK-EVT-9",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if body["id"] == "" {
					delete(body, "id")
				}
			}))),
		breaks("inkeep.time-without-zone", 3, "A createdAt without a time zone is accepted.", "INK-TIME-4",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if _, err := spec.ParseDateTime(alter.Text(body, "createdAt") + "Z"); err == nil {
					body["createdAt"] = alter.Text(body, "createdAt") + "Z"
				}
			}))),
		breaks("inkeep.time-number", 3, "A createdAt that is a number is accepted as milliseconds.", "INK-TIME-5",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if n, ok := body["createdAt"].(json.Number); ok {
					ms, _ := n.Int64()
					body["createdAt"] = time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
				}
			}))),
		breaks("inkeep.properties-list", 3, "A list as properties is accepted and dropped.", "INK-PROP-10",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if _, list := body["properties"].([]any); list {
					delete(body, "properties")
				}
			}))),
	)
}

func inkeepAnswered() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.time-replaced", 2, "The createdAt in the answer is always the time of receipt.", "INK-TIME-10",
			timeOfReceipt(func(e *inkeepworld.LogEvent) bool {
				e.TimeGiven = false
				return true
			})),
		breaks("inkeep.time-cut-to-second", 3, "A createdAt is cut to whole seconds.", "INK-TIME-10",
			alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
				e.Event.CreatedAt = e.Event.CreatedAt.Truncate(time.Second)
			})),
		breaks("inkeep.offset-dropped", 3, "The offset of createdAt is dropped: +02:00 is stored as Z.", "INK-TIME-10",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if at := alter.Text(body, "createdAt"); at != "" {
					body["createdAt"] = zone.ReplaceAllString(at, "Z")
				}
			}))),
		breaks("inkeep.id-replaced", 2, "The id that the client sent is replaced.", "INK-ID-3",
			alter.ChangeLogged(func(e *inkeepworld.LogEvent) { e.Event.ID = "" })),
		breaks("inkeep.time-default-cached", 4, "All events without createdAt get the time of the first of them.", "INK-TIME-2",
			cachedTime),
		breaks("inkeep.user-id-any", 4, "A userProperties.id that is a list, an object or a boolean is accepted.", "INK-PROP-2 INK-SCH-11",
			anyUserID),
		breaks("inkeep.time-default-epoch", 3, "An event without createdAt gets a time in 1970.", "INK-TIME-2",
			alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
				if !e.TimeGiven {
					e.Event.CreatedAt = time.Unix(0, 0).UTC()
				}
			})),
	)
}

func inkeepRefusals() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.null-time-refused", 3, "A createdAt that is null is refused.", "INK-TIME-3",
			refuseLogged(func(c *pipeline.Call) bool { return isNull(c, "createdAt") })),
		breaks("inkeep.null-properties-refused", 3, "properties that are null are refused.", "INK-EVT-13",
			refuseLogged(func(c *pipeline.Call) bool { return isNull(c, "properties") })),
		breaks("inkeep.more-members-refused", 3, "An event with an undocumented member is refused.", "INK-BODY-10", refuseLogged(hasMore)),
		breaks("inkeep.two-references-refused", 3, "An event with both messageId and conversationId is refused.", "INK-BODY-11",
			refuseLogged(func(c *pipeline.Call) bool {
				body := alter.Tree(c.Sent)
				return body["messageId"] != nil && body["conversationId"] != nil
			})),
		breaks("inkeep.user-type-listed", 4, "A userProperties.userType other than user or member is refused.", "INK-PROP-8",
			refuseLogged(func(c *pipeline.Call) bool {
				kind := alter.Text(userOf(c), "userType")
				return kind != "" && kind != "user" && kind != "member"
			})),
	)
}

// onLogBody changes the body of an event for Inkeep before it is held to the contract.
func onLogBody(change func(body map[string]any)) func(*pipeline.Call) {
	return func(c *pipeline.Call) {
		if c.Is(alter.LogEvent) {
			changeBody(c, change)
		}
	}
}

func anyEntity(c *pipeline.Call) {
	onLogBody(func(body map[string]any) {
		switch body["entityType"] {
		case "message", "conversation", "search":
		default:
			body["entityType"] = "message"
			for _, name := range []string{"type", "messageId"} {
				if alter.Text(body, name) == "" {
					body[name] = "unknown"
				}
			}
		}
	})(c)
}

func fillReference(c *pipeline.Call) {
	onLogBody(func(body map[string]any) {
		references := map[string]string{"message": "messageId", "conversation": "conversationId", "search": "searchQuery"}
		name := references[alter.Text(body, "entityType")]
		if _, given := body[name]; name != "" && !given {
			body[name] = ""
		}
	})(c)
}

// refuseLogged refuses events for Inkeep that keep to the contract.
func refuseLogged(refused func(*pipeline.Call) bool) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if c.Is(alter.LogEvent) && refused(c) {
			return alter.Refuse(http.StatusUnprocessableEntity, "the event is not valid")
		}
		return nil
	})
}

func isNull(c *pipeline.Call, name string) bool {
	value, given := alter.Tree(c.Sent)[name]
	return given && value == nil
}

func hasMore(c *pipeline.Call) bool {
	const declared = " id type entityType messageId conversationId searchQuery createdAt projectId integrationId properties userProperties "
	for name := range alter.Tree(c.Sent) {
		if !strings.Contains(declared, " "+name+" ") {
			return true
		}
	}
	return false
}

func userOf(c *pipeline.Call) map[string]any {
	user, _ := alter.Tree(c.Sent)["userProperties"].(map[string]any)
	return user
}

// cachedTime remembers the time of the first event that came without one.
func cachedTime(p *pipeline.Pipeline) {
	var once sync.Once
	var first time.Time
	alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
		if !e.TimeGiven {
			once.Do(func() { first = e.Event.CreatedAt })
			e.Event.CreatedAt = first
		}
	})(p)
}

// anyUserID takes a mistyped id away before the contract sees it, and puts it into the answer.
func anyUserID(p *pipeline.Pipeline) {
	var taken sync.Map // by call
	alter.ChangeSent(func(c *pipeline.Call) {
		onLogBody(func(body map[string]any) {
			if user, there := body["userProperties"].(map[string]any); there && mistyped(user["id"]) {
				taken.Store(c, user["id"])
				delete(user, "id")
			}
		})(c)
	})(p)
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		id, was := taken.LoadAndDelete(c)
		if user, there := o["userProperties"].(map[string]any); was && there {
			user["id"] = id
		}
	}, alter.LogEvent)(p)
}

func mistyped(id any) bool {
	switch id.(type) {
	case bool, []any, map[string]any:
		return true
	default:
		return false
	}
}

// timeOfReceipt stamps the events for which replaced holds with the time of their receipt.
func timeOfReceipt(replaced func(*inkeepworld.LogEvent) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
			if replaced(e) {
				e.Event.CreatedAt = p.Clock.Now().UTC().Truncate(time.Millisecond)
			}
		})(p)
	}
}

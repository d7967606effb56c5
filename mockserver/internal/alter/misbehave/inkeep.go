package misbehave

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
)

func inkeepEvents() []Mutant {
	return area("inkeep",
		mutant("inkeep.any-entity", 2, "entityType is not checked: any object passes as a message.", "INK-BODY-7 INK-EVT-1", alter.ChangeSent(anyEntity)),
		mutant("inkeep.reference-optional", 2, "An event without the reference of its kind is accepted.", "INK-BODY-8 INK-EVT-4 INK-EVT-5 INK-EVT-6", alter.ChangeSent(fillReference)),
		mutant("inkeep.type-optional", 2, "An event without a type is accepted.", "INK-BODY-8 INK-EVT-2", alter.ChangeSent(onLogBody(func(body map[string]any) {
			if _, given := body["type"]; !given {
				body["type"] = "event"
			}
		}))),
		mutant("inkeep.empty-id", 3, "An empty id is accepted and counts as none.", "INK-EVT-9", alter.ChangeSent(onLogBody(func(body map[string]any) {
			if body["id"] == "" {
				delete(body, "id")
			}
		}))),
		mutant("inkeep.time-without-zone", 3, "A createdAt without a zone is accepted.", "INK-TIME-4", alter.ChangeSent(onLogBody(func(body map[string]any) {
			if _, err := spec.ParseDateTime(alter.Text(body, "createdAt") + "Z"); err == nil {
				body["createdAt"] = alter.Text(body, "createdAt") + "Z"
			}
		}))),
		mutant("inkeep.time-number", 3, "A createdAt that is a number is accepted as milliseconds.", "INK-TIME-5", alter.ChangeSent(onLogBody(func(body map[string]any) {
			if n, ok := body["createdAt"].(json.Number); ok {
				ms, _ := n.Int64()
				body["createdAt"] = time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
			}
		}))),
		mutant("inkeep.properties-list", 3, "properties that is a list is accepted and dropped.", "INK-PROP-10", alter.ChangeSent(onLogBody(func(body map[string]any) {
			if _, list := body["properties"].([]any); list {
				delete(body, "properties")
			}
		}))),
		mutant("inkeep.time-replaced", 2, "createdAt is always the time of receipt.", "INK-TIME-10", timeOfReceipt(func(e *world.LogEvent) bool {
			e.TimeGiven = false
			return true
		})),
		mutant("inkeep.time-cut-to-second", 3, "createdAt is cut to the second.", "INK-TIME-10", alter.ChangeLogged(func(e *world.LogEvent) {
			e.Event.CreatedAt = e.Event.CreatedAt.Truncate(time.Second)
		})),
		mutant("inkeep.offset-dropped", 3, "The offset of createdAt is dropped.", "INK-TIME-10", alter.ChangeSent(onLogBody(func(body map[string]any) {
			if at := alter.Text(body, "createdAt"); at != "" {
				body["createdAt"] = zone.ReplaceAllString(at, "Z")
			}
		}))),
		mutant("inkeep.id-replaced", 2, "The id that was sent is replaced.", "INK-ID-3", alter.ChangeLogged(func(e *world.LogEvent) { e.Event.ID = "" })),
		mutant("inkeep.time-default-cached", 4, "Events without createdAt all get that of the first one.", "INK-TIME-2", cachedTime),
		mutant("inkeep.user-id-any", 4, "A userProperties.id that is neither text nor number is accepted and comes back.", "INK-PROP-2 INK-SCH-11", anyUserID),
		mutant("inkeep.time-default-epoch", 3, "An event without createdAt is one of 1970.", "INK-TIME-2", alter.ChangeLogged(func(e *world.LogEvent) {
			if !e.TimeGiven {
				e.Event.CreatedAt = time.Unix(0, 0).UTC()
			}
		})),
	)
}

func inkeepRefusals() []Mutant {
	return area("inkeep",
		mutant("inkeep.null-time-refused", 3, "A createdAt of null is refused.", "INK-TIME-3", refuseLogged(func(c *pipeline.Call) bool { return isNull(c, "createdAt") })),
		mutant("inkeep.null-properties-refused", 3, "properties of null is refused.", "INK-EVT-13", refuseLogged(func(c *pipeline.Call) bool { return isNull(c, "properties") })),
		mutant("inkeep.null-project-refused", 3, "projectId of null is refused.", "INK-EVT-11", refuseLogged(func(c *pipeline.Call) bool { return isNull(c, "projectId") })),
		mutant("inkeep.more-members-refused", 3, "Undeclared members make an event refused.", "INK-BODY-10", refuseLogged(hasMore)),
		mutant("inkeep.two-references-refused", 3, "An event with messageId and conversationId is refused.", "INK-BODY-11", refuseLogged(func(c *pipeline.Call) bool {
			body := alter.Tree(c.Sent)
			return body["messageId"] != nil && body["conversationId"] != nil
		})),
		mutant("inkeep.user-type-listed", 4, "userType must be user or member.", "INK-PROP-8", refuseLogged(func(c *pipeline.Call) bool {
			kind := alter.Text(userOf(c), "userType")
			return kind != "" && kind != "user" && kind != "member"
		})),
		mutant("inkeep.user-id-number-refused", 4, "userProperties.id that is a number is refused.", "INK-PROP-2 INK-PROP-4", refuseLogged(func(c *pipeline.Call) bool {
			_, number := userOf(c)["id"].(json.Number)
			return number
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
		name := map[string]string{"message": "messageId", "conversation": "conversationId", "search": "searchQuery"}[alter.Text(body, "entityType")]
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
	alter.ChangeLogged(func(e *world.LogEvent) {
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
func timeOfReceipt(replaced func(*world.LogEvent) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.ChangeLogged(func(e *world.LogEvent) {
			if replaced(e) {
				e.Event.CreatedAt = p.Clock.Now().UTC().Truncate(time.Millisecond)
			}
		})(p)
	}
}

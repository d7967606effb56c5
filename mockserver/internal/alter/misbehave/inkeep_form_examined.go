//go:build examination

package misbehave

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepForms() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.time-empty-is-none", 4, "A createdAt that is an empty text counts as none.", "INK-TIME-1",
			onTimeText(func(at string) any {
				if at == "" {
					return nil
				}
				return at
			})),
		breaks("inkeep.february-thirtieth", 4, "The 30th of February is the first or second of March.", "INK-TIME-1",
			onTimeText(func(at string) any {
				if strings.Contains(at, "-02-30T") {
					return rolledOver(at)
				}
				return at
			})),
		breaks("inkeep.time-of-digits", 4, "A createdAt of digits alone, in a text, is accepted as milliseconds.", "INK-TIME-1",
			onTimeText(func(at string) any {
				if ms, err := strconv.ParseInt(at, 10, 64); err == nil {
					return time.UnixMilli(ms).UTC().Format(time.RFC3339Nano)
				}
				return at
			})),
		breaks("inkeep.conversation-without-zone", 4, "A createdAt without a zone is accepted with a conversation.", "INK-TIME-4",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if at := alter.Text(body, "createdAt"); alter.Text(body, "entityType") == "conversation" && withoutZone.MatchString(at) {
					body["createdAt"] = at + "Z"
				}
			}))),
		breaks("inkeep.leap-day-refused", 4, "The 29th of February is refused.", "INK-TIME-11",
			refuseLogged(func(c *pipeline.Call) bool {
				return strings.Contains(alter.Text(alter.Tree(c.Sent), "createdAt"), "-02-29T")
			})),
		breaks("inkeep.fraction-of-three", 4, "A createdAt with a fraction of other than three digits is refused.", "INK-TIME-1",
			refuseLogged(func(c *pipeline.Call) bool {
				digits := fraction.FindString(alter.Text(alter.Tree(c.Sent), "createdAt"))
				return digits != "" && len(digits) != len(".000")
			})),
	)
}

func examinedInkeepMembers() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.properties-falsy", 4, "properties that are an empty text, 0 or false count as none.", "INK-PROP-10 INK-EVT-13",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				switch body["properties"] {
				case "", false, json.Number("0"):
					delete(body, "properties")
				}
			}))),
		breaks("inkeep.properties-of-text", 4, "properties that are an object written as a text are read.", "INK-PROP-10 INK-EVT-13",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if o := alter.Tree([]byte(alter.Text(body, "properties"))); o != nil {
					body["properties"] = o
				}
			}))),
		breaks("inkeep.user-id-whole", 4, "A userProperties.id that is a fraction or below zero is refused.", "INK-PROP-2",
			refuseLogged(func(c *pipeline.Call) bool {
				n, isNumber := userOf(c)["id"].(json.Number)
				return isNumber && strings.ContainsAny(string(n), ".-")
			})),
		breaks("inkeep.integration-false", 4, "An integrationId that is false is accepted and comes back.", "INK-SCH-9", falseIntegration),
		breaks("inkeep.query-plain", 4, "A searchQuery with other characters than those of ASCII is refused.", "INK-EVT-6",
			refuseLogged(func(c *pipeline.Call) bool {
				return strings.ContainsFunc(alter.Text(alter.Tree(c.Sent), "searchQuery"), func(r rune) bool { return r > 0x7f })
			})),
		breaks("inkeep.id-twice-is-204", 4, "A second event with an id of before is answered with 204.", "INK-SCH-1",
			onTaken("", http.StatusNoContent)),
		breaks("inkeep.time-lost-beside-id", 4, "The createdAt of an event that has an id is the time of receipt.", "INK-TIME-10",
			timeOfReceipt(func(e *inkeepworld.LogEvent) bool { return e.TimeGiven && e.Event.ID != "" })),
	)
}

var withoutZone = regexp.MustCompile(`T\d\d:\d\d:\d\d(\.\d+)?$`)

// onTimeText changes a createdAt before it is held to the contract; nil takes it away.
func onTimeText(change func(string) any) alter.Decorator {
	return alter.ChangeSent(onLogBody(func(body map[string]any) {
		at, isText := body["createdAt"].(string)
		if !isText {
			return
		}
		if body["createdAt"] = change(at); body["createdAt"] == nil {
			delete(body, "createdAt")
		}
	}))
}

// falseIntegration takes the member away before the contract sees it, and puts it into the answer.
func falseIntegration(p *pipeline.Pipeline) {
	var taken sync.Map // by call
	alter.ChangeSent(func(c *pipeline.Call) {
		onLogBody(func(body map[string]any) {
			if body["integrationId"] == false {
				taken.Store(c, true)
				delete(body, "integrationId")
			}
		})(c)
	})(p)
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		if _, was := taken.LoadAndDelete(c); was {
			o["integrationId"] = false
		}
	}, alter.LogEvent)(p)
}

// onTaken answers an event whose id an earlier event of some kind has; of any kind if none is named.
func onTaken(kind string, status int) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		kinds := alter.NewMemory[string]()
		alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			sent := alter.Tree(c.Sent)
			id := alter.Text(sent, "id")
			if !c.Is(alter.LogEvent) || id == "" || a.Status != http.StatusOK && a.Status != http.StatusConflict {
				return
			}
			before, taken := kinds.Get(id)
			if !taken {
				kinds.Put(id, alter.Text(sent, "entityType"))
			} else if kind == "" || before == kind {
				a.Status, a.Body, a.ContentType = status, nil, ""
			}
		})(p)
	}
}

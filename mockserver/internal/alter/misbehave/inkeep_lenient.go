package misbehave

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// inkeepLenient take events that break the contract, or refuse one that keeps it.
func inkeepLenient() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.broken-json-stored", 2, "A body that is not JSON is logged as a search event with an empty searchQuery.",
			"INK-BODY-2", insteadOf(func(sent []byte) bool { return !json.Valid(sent) })),
		breaks("inkeep.reference-null", 3,
			"A messageId, conversationId or searchQuery that is null is accepted as empty.",
			"INK-BODY-8 INK-EVT-4 INK-EVT-5 INK-EVT-6", alter.ChangeSent(onLogBody(func(body map[string]any) {
				for _, name := range references() {
					if value, given := body[name]; given && value == nil {
						body[name] = ""
					}
				}
			}))),
		breaks("inkeep.user-properties-list", 3, "A list as userProperties is accepted and dropped.", "INK-PROP-10 INK-EVT-14",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if _, list := body["userProperties"].([]any); list {
					delete(body, "userProperties")
				}
			}))),
		breaks("inkeep.time-rolls-over", 4, "A createdAt with month 13 or hour 25 is accepted and counted on.", "INK-TIME-1",
			alter.ChangeSent(onLogBody(func(body map[string]any) {
				if at := alter.Text(body, "createdAt"); at != "" {
					body["createdAt"] = rolledOver(at)
				}
			}))),
		breaks("inkeep.whole-seconds-refused", 3, "A createdAt without a fraction of a second is refused.", "INK-TIME-1 INK-EVT-15",
			refuseLogged(func(c *pipeline.Call) bool {
				at := alter.Text(alter.Tree(c.Sent), "createdAt")
				return at != "" && !strings.Contains(at, ".")
			})),
		breaks("inkeep.unknown-entity-is-404", 3, "An unknown entityType is answered with 404.", "INK-BODY-7",
			alter.OnProblem(unknownEntityIs404)),
	)
}

// insteadOf takes a body for some event, as a server does that stores first and reads later.
func insteadOf(odd func(sent []byte) bool) alter.Decorator {
	return alter.ChangeSent(func(c *pipeline.Call) {
		if c.Is(alter.LogEvent) && odd(c.Sent) {
			c.Sent = []byte(`{"entityType":"search","type":"unknown","searchQuery":""}`)
		}
	})
}

func references() []string {
	return []string{
		inkeep.EntityMessage.ReferenceName(), inkeep.EntityConversation.ReferenceName(), inkeep.EntitySearch.ReferenceName(),
	}
}

var parts = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(.*)$`)

// rolledOver makes a time of one that has too large a part.
func rolledOver(at string) string {
	found := parts.FindStringSubmatch(at)
	if _, err := spec.ParseDateTime(at); err == nil || found == nil {
		return at
	}
	var n [6]int
	for i := range n {
		n[i], _ = strconv.Atoi(found[i+1]) // digits, as the pattern wants
	}
	return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC).Format("2006-01-02T15:04:05") + found[7]
}

func unknownEntityIs404(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
	for _, v := range problem.Violations {
		if c.Is(alter.LogEvent) && v.Pointer == "/entityType" {
			return problem.WithStatus(http.StatusNotFound)
		}
	}
	return problem
}

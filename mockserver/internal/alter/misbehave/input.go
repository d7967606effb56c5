package misbehave

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func inputs() []Misbehaviour {
	return area("input",
		breaks("input.broken-json-stored", 2, "A tracked event whose body is not JSON is stored as an empty event.", "CHL-ERR-3",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(alter.TrackEvent) && alter.Tree(c.Sent) == nil {
					c.Sent = []byte("{}")
				}
			})),
		breaks("input.broken-json-is-500", 2, "A body that is not JSON is answered with 500.", "CHL-ROB-1 INK-ROB-1 CHL-ERR-4 INK-BODY-6",
			onRule(spec.RuleBodySyntax, http.StatusInternalServerError)),
		breaks("input.wrong-type-is-500", 2, "A member of a wrong type is answered with 500.", "CHL-ROB-1 INK-ROB-1 CHL-TRK-11 INK-PROP-11",
			onRule("body.type", http.StatusInternalServerError)),
		breaks("input.page-size-ignored-if-bad", 3, "A page_size that is not a number is ignored instead of refused.", "CHL-PAGE-16",
			alter.ChangeSent(func(c *pipeline.Call) {
				if size, given := alter.Argument(
					c,
					"page_size",
				); given && alter.IsList(c) && c.Method == http.MethodGet &&
					strings.Trim(size, "0123456789") != "" {
					dropArgument(c, "page_size")
				}
			})),
		breaks("input.start-missing-is-epoch", 2, "A list without start_time begins in 1970 instead of being refused.",
			"CHL-TIME-14 CHL-TIME-4", alter.ChangeSent(func(c *pipeline.Call) { fillArgument(c, "start_time", "1970-01-01T00:00:00Z") })),
		breaks("input.version-missing-is-live", 2, "A list without version shows LIVE instead of being refused.", "CHL-TIME-14 CHL-TIME-4",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(alter.ListByGet, alter.ListByPost) {
					fillArgument(c, "version", "LIVE")
				}
			})),
		breaks("input.echo-without-message", 2, "Echo without a message answers with an empty one instead of a refusal.", "CHL-ECHO-5",
			alter.ChangeSent(func(c *pipeline.Call) {
				if body := alter.Tree(c.Sent); c.Is(alter.Echo) && body != nil && body["message"] == nil {
					c.Sent = []byte(`{"message":""}`)
				}
			})),
		breaks("echo.trimmed", 2, "Echo drops spaces at the beginning and the end of the message.", "CHL-ECHO-3",
			onEcho(strings.TrimSpace)),
		breaks("echo.ascii-only", 3, "Echo replaces characters outside ASCII with question marks.", "CHL-ECHO-3", onEcho(ascii)),
	)
}

// onRule gives refusals for one rule another status.
func onRule(rule string, status int) alter.Decorator {
	return alter.OnProblem(func(_ *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
		for _, v := range problem.Violations {
			if v.Rule == rule {
				return problem.WithStatus(status)
			}
		}
		return problem
	})
}

func dropArgument(c *pipeline.Call, name string) {
	query, err := url.ParseQuery(c.RawQuery)
	if err == nil {
		query.Del(name)
		c.RawQuery = query.Encode()
	}
}

func onEcho(change func(string) string) alter.Decorator {
	return alter.OnTree(func(_ *pipeline.Call, o map[string]any) { o["message"] = change(alter.Text(o, "message")) }, alter.Echo)
}

// refusedLog is the event of a body that keeps to the contract, without its properties.
func refusedLog(p *pipeline.Pipeline, c *pipeline.Call) inkeepworld.LogEvent {
	kind := inkeep.EntityType(c.Body.Text("entityType"))
	return inkeepworld.LogEvent{Project: c.Who.Project, Event: inkeep.Event{
		EntityType: kind, ID: c.Body.Text("id"), Type: c.Body.Text("type"),
		Reference: c.Body.Text(kind.ReferenceName()),
		CreatedAt: p.Clock.Now().UTC(),
	}}
}

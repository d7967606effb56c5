package misbehave

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func inputs() []Mutant {
	return area("input",
		mutant("input.broken-json-stored", 2, "A tracked event that is no JSON is stored as an empty one.", "CHL-ERR-3", alter.ChangeSent(func(c *pipeline.Call) {
			if c.Is(alter.TrackEvent) && alter.Tree(c.Sent) == nil {
				c.Sent = []byte("{}")
			}
		})),
		mutant("input.broken-json-is-500", 2, "A body that is no JSON is answered with 500.", "CHL-ERR-4 INK-BODY-6 CHL-ROB-1 INK-ROB-1", onRule(spec.RuleBodySyntax, http.StatusInternalServerError)),
		mutant("input.wrong-type-is-500", 2, "A member of a wrong type is answered with 500.", "CHL-TRK-11 INK-PROP-11 CHL-ROB-1 INK-ROB-1", onRule("body.type", http.StatusInternalServerError)),
		mutant("input.page-size-digits", 3, "page_size=10abc is read as 10.", "CHL-PAGE-16", alter.ChangeSent(leadingDigits)),
		mutant("input.page-size-ignored-if-bad", 3, "A page_size that is no number counts as none.", "CHL-PAGE-16", alter.ChangeSent(func(c *pipeline.Call) {
			if size, given := alter.Argument(c, "page_size"); given && alter.IsList(c) && c.Method == http.MethodGet && strings.Trim(size, "0123456789") != "" {
				dropArgument(c, "page_size")
			}
		})),
		mutant("input.start-missing-is-epoch", 2, "A missing start_time means 1970.", "CHL-TIME-4 CHL-TIME-14", alter.ChangeSent(func(c *pipeline.Call) { fillArgument(c, "start_time", "1970-01-01T00:00:00Z") })),
		mutant("input.version-missing-is-live", 2, "A missing version means LIVE.", "CHL-TIME-4 CHL-TIME-14", alter.ChangeSent(func(c *pipeline.Call) {
			if c.Is(alter.ListByGet, alter.ListByPost) {
				fillArgument(c, "version", "LIVE")
			}
		})),
		mutant("input.version-missing-is-live-by-post", 3, "By POST a missing version means LIVE.", "CHL-TIME-5 CHL-TIME-14", alter.ChangeSent(func(c *pipeline.Call) {
			if c.Is(alter.ListByPost) {
				fillArgument(c, "version", "LIVE")
			}
		})),
		mutant("input.team-start-missing", 3, "A team's list without start_time begins in 1970.", "CHL-TIME-6 CHL-TIME-14", alter.ChangeSent(func(c *pipeline.Call) {
			if c.Is(alter.ListOfTeam) {
				fillArgument(c, "start_time", "1970-01-01T00:00:00Z")
			}
		})),
		mutant("input.echo-without-message", 2, "Echo without a message answers an empty one.", "CHL-ECHO-5", alter.ChangeSent(func(c *pipeline.Call) {
			if body := alter.Tree(c.Sent); c.Is(alter.Echo) && body != nil && body["message"] == nil {
				c.Sent = []byte(`{"message":""}`)
			}
		})),
		mutant("echo.trimmed", 2, "Echo drops spaces around the message.", "CHL-ECHO-3", onEcho(strings.TrimSpace)),
		mutant("echo.lowered", 3, "Echo answers in lower case.", "CHL-ECHO-3", onEcho(strings.ToLower)),
		mutant("echo.cut", 3, "Echo cuts a message after 100 bytes.", "CHL-ECHO-3", onEcho(func(m string) string { return strings.ToValidUTF8(alter.First(100, m), "") })),
		mutant("echo.ascii-only", 3, "Echo answers question marks for characters beyond ASCII.", "CHL-ECHO-3", onEcho(ascii)),
		mutant("echo.of-before", 4, "Echo answers the longest message so far if the one sent is its beginning.", "CHL-ECHO-3", echoLongest),
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

var digitsFirst = regexp.MustCompile(`^(\d{1,9})\D`)

func leadingDigits(c *pipeline.Call) {
	size, given := alter.Argument(c, "page_size")
	if found := digitsFirst.FindStringSubmatch(size); given && found != nil && alter.IsList(c) && c.Method == http.MethodGet {
		alter.SetArgument(c, "page_size", found[1])
	}
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

func echoLongest(p *pipeline.Pipeline) {
	longest := alter.NewMemory[string]()
	onEcho(func(m string) string {
		earlier, _ := longest.Get("")
		if m != "" && strings.HasPrefix(earlier, m) {
			return earlier
		}
		if len(m) > len(earlier) {
			longest.Put("", m)
		}
		return m
	})(p)
}

// refusedLog is the event of a body that keeps to the contract, without its properties.
func refusedLog(p *pipeline.Pipeline, c *pipeline.Call) world.LogEvent {
	kind := inkeep.EntityType(alter.Text(c.Body, "entityType"))
	return world.LogEvent{Project: c.Who.Project, Event: inkeep.Event{
		EntityType: kind, ID: alter.Text(c.Body, "id"), Type: alter.Text(c.Body, "type"), Reference: alter.Text(c.Body, kind.ReferenceName()),
		CreatedAt: p.Clock.Now().UTC(),
	}}
}

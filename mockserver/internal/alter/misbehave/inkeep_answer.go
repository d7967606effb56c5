package misbehave

import (
	"encoding/json"
	"math"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func inkeepAnswers() []Mutant {
	return area("inkeep",
		mutant("inkeep.properties-as-text", 3, "The values of properties come back as texts.", "INK-SCH-15", onLogAnswer(func(o map[string]any) { flatten(o, "properties") })),
		mutant("inkeep.numbers-as-text", 3, "Numbers in userProperties come back as texts.", "INK-SCH-16 INK-SCH-17", onLogAnswer(func(o map[string]any) { flatten(o, "userProperties") })),
		mutant("inkeep.numbers-rounded", 4, "Numbers in properties come back as floating point.", "INK-SCH-15", onLogAnswer(roundNumbers)),
		mutant("inkeep.properties-lost", 1, "properties do not come back.", "INK-SCH-15", onLogAnswer(func(o map[string]any) { o["properties"] = nil })),
		mutant("inkeep.properties-flat", 4, "Objects within properties come back empty.", "INK-SCH-15", onLogAnswer(emptyInner)),
		mutant("inkeep.user-properties-lost-with-properties", 4, "userProperties do not come back if there are properties.", "INK-SCH-16", onLogAnswer(func(o map[string]any) {
			if o["properties"] != nil {
				o["userProperties"] = nil
			}
		})),
		mutant("inkeep.further-members-lost", 3, "Of userProperties only the documented members come back.", "INK-SCH-16 INK-PROP-6", onLogAnswer(documentedOnly)),
		mutant("inkeep.more-members-echoed", 3, "Undeclared members come back.", "INK-BODY-10", alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			for name, value := range alter.Tree(c.Sent) {
				if _, there := o[name]; !there {
					o[name] = value
				}
			}
		}, alter.LogEvent)),
		mutant("inkeep.query-lower-case", 3, "searchQuery comes back in lower case.", "INK-SCH-14", onLogAnswer(func(o map[string]any) {
			if query := alter.Text(o, "searchQuery"); query != "" {
				o["searchQuery"] = strings.ToLower(query)
			}
		})),
		mutant("inkeep.type-lower-case", 3, "type comes back in lower case.", "INK-SCH-13", onLogAnswer(func(o map[string]any) { o["type"] = strings.ToLower(alter.Text(o, "type")) })),
		mutant("inkeep.reference-renamed", 2, "An event about a conversation comes back with its id as messageId.", "INK-SCH-5", onLogAnswer(func(o map[string]any) { rename(o, "conversationId", "messageId") })),
		mutant("inkeep.entity-message", 2, "entityType comes back as message always.", "INK-SCH-5 INK-SCH-6", onLogAnswer(func(o map[string]any) { o["entityType"] = "message" })),
		mutant("inkeep.project-missing", 2, "The answer has no projectId.", "INK-SCH-8", onLogAnswer(func(o map[string]any) { delete(o, "projectId") })),
		mutant("inkeep.integration-missing", 2, "The answer has no integrationId.", "INK-SCH-9", onLogAnswer(func(o map[string]any) { delete(o, "integrationId") })),
		mutant("inkeep.id-missing", 1, "The answer has no id.", "INK-ID-1", onLogAnswer(func(o map[string]any) { delete(o, "id") })),
		mutant("inkeep.time-number-back", 2, "createdAt comes back as a number.", "INK-TIME-8", onLogAnswer(func(o map[string]any) { o["createdAt"] = number("1768471200000") })),
		mutant("inkeep.time-null-back", 3, "createdAt comes back as null if it was not sent.", "INK-TIME-8", alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			if alter.Tree(c.Sent)["createdAt"] == nil {
				o["createdAt"] = nil
			}
		}, alter.LogEvent)),
		mutant("inkeep.wrapped", 1, "The event comes back inside an object called data.", "INK-SCH-3", onLogAnswer(func(o map[string]any) {
			inner := map[string]any{}
			for name, value := range o {
				inner[name] = value
			}
			clear(o)
			o["data"] = inner
		})),
		mutant("inkeep.is-201", 1, "A logged event is answered with 201.", "INK-SCH-1", onStatus(http.StatusCreated, alter.LogEvent)),
	)
}

func inkeepProblems() []Mutant {
	return area("inkeep",
		mutant("inkeep.problem-as-json", 2, "Refusals are application/json.", "INK-ERR-1", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if alter.ForInkeep(c) && a.Status >= http.StatusBadRequest {
				a.ContentType = "application/json"
			}
		})),
		mutant("inkeep.problem-status-400", 3, "status in a refusal is always 400.", "INK-ERR-27", alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { o["status"] = 400 })),
		mutant("inkeep.problem-status-text", 3, "status in a refusal is a text.", "INK-ERR-3", alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) {
			if status, ok := o["status"].(json.Number); ok {
				o["status"] = status.String()
			}
		})),
		mutant("inkeep.problem-code-bad-request", 3, "code in a refusal is always bad_request.", "INK-ERR-7", alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { o["code"] = "bad_request" })),
		mutant("inkeep.problem-inner-code", 4, "The code within error is not that of the refusal.", "INK-ERR-8", alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) {
			if inner, ok := o["error"].(map[string]any); ok {
				inner["code"] = "internal_server_error"
			}
		})),
		mutant("inkeep.problem-error-missing", 2, "A refusal has no error.", "INK-ERR-8", alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { delete(o, "error") })),
		mutant("inkeep.problem-title-missing", 2, "A refusal has no title.", "INK-ERR-2", alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { delete(o, "title") })),
		mutant("inkeep.problem-detail-missing", 2, "A refusal has no detail.", "INK-ERR-4", alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { delete(o, "detail") })),
		mutant("inkeep.unauthorized-without-body", 3, "A 401 has an empty object for a body.", "INK-ERR-10", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if alter.ForInkeep(c) && a.Status == http.StatusUnauthorized {
				a.Body = []byte("{}")
			}
		})),
		mutant("inkeep.invalid-is-500", 2, "An event that is not valid is answered with 500.", "INK-BODY-7 INK-BODY-8 INK-ROB-1", alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
			if alter.ForInkeep(c) && problem.Status == http.StatusUnprocessableEntity {
				return problem.WithStatus(http.StatusInternalServerError)
			}
			return problem
		})),
		mutant("inkeep.same-id-is-500", 3, "A second event with the same id is answered with 500.", "INK-ID-5", sameIDIs500),
	)
}

func onLogAnswer(change func(o map[string]any)) alter.Decorator {
	return alter.OnTree(func(_ *pipeline.Call, o map[string]any) { change(o) }, alter.LogEvent)
}

// number is a JSON number as it is written.
func number(digits string) json.Number { return json.Number(digits) }

// flatten makes texts of the values of an object.
func flatten(o map[string]any, name string) {
	inner, _ := o[name].(map[string]any)
	for key, value := range inner {
		if _, isText := value.(string); !isText {
			inner[key] = string(alter.Write(value))
		}
	}
}

func roundNumbers(o map[string]any) {
	inner, _ := o["properties"].(map[string]any)
	for key, value := range inner {
		if n, ok := value.(json.Number); ok {
			if f, err := n.Float64(); err == nil && math.Abs(f) < math.MaxFloat32 {
				inner[key] = float32(f)
			}
		}
	}
}

func emptyInner(o map[string]any) {
	inner, _ := o["properties"].(map[string]any)
	for key, value := range inner {
		if _, ok := value.(map[string]any); ok {
			inner[key] = map[string]any{}
		}
	}
}

func documentedOnly(o map[string]any) {
	const documented = " id identificationType userId supportAgentName supportAgentEmail userType "
	inner, _ := o["userProperties"].(map[string]any)
	for key := range inner {
		if !strings.Contains(documented, " "+key+" ") {
			delete(inner, key)
		}
	}
}

// sameIDIs500 knows a second event by its id, whatever else is in it.
func sameIDIs500(p *pipeline.Pipeline) {
	seen := alter.NewCounter()
	alter.AfterDecode(func(c *pipeline.Call) error {
		if id := alter.Text(c.Body, "id"); c.Is(alter.LogEvent) && id != "" && seen.Next(id) > 1 {
			return alter.Refuse(http.StatusInternalServerError, "duplicate key")
		}
		return nil
	})(p)
}

package misbehave

import (
	"encoding/json"
	"math"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func inkeepAnswers() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.properties-as-text", 3, "All values in properties come back as texts.", "INK-SCH-15",
			onLogAnswer(func(o map[string]any) { flatten(o, "properties") })),
		breaks("inkeep.numbers-rounded", 4, "Large numbers in properties come back rounded, as floating point numbers.", "INK-SCH-15",
			onLogAnswer(roundNumbers)),
		breaks("inkeep.properties-lost", 1, "The properties of an event do not come back.", "INK-SCH-15",
			onLogAnswer(func(o map[string]any) { o["properties"] = nil })),
		breaks("inkeep.further-members-lost", 3, "Undocumented members of userProperties do not come back.", "INK-SCH-16 INK-PROP-6",
			onLogAnswer(documentedOnly)),
		breaks("inkeep.more-members-echoed", 3, "Undocumented members of an event come back.", "INK-BODY-10",
			alter.OnTree(func(c *pipeline.Call, o map[string]any) {
				for name, value := range alter.Tree(c.Sent) {
					if _, there := o[name]; !there {
						o[name] = value
					}
				}
			}, alter.LogEvent)),
		breaks("inkeep.query-lower-case", 3, "searchQuery comes back in lower case.", "INK-SCH-14",
			onLogAnswer(func(o map[string]any) {
				if query := alter.Text(o, "searchQuery"); query != "" {
					o["searchQuery"] = strings.ToLower(query)
				}
			})),
		breaks("inkeep.entity-message", 2, "The entityType in the answer is always message.", "INK-SCH-5 INK-SCH-6",
			onLogAnswer(func(o map[string]any) { o["entityType"] = "message" })),
		breaks("inkeep.project-missing", 2, "The answer has no projectId.", "INK-SCH-8",
			onLogAnswer(func(o map[string]any) { delete(o, "projectId") })),
		breaks("inkeep.id-missing", 1, "The answer has no id.", "INK-ID-1", onLogAnswer(func(o map[string]any) { delete(o, "id") })),
		breaks("inkeep.time-number-back", 2, "createdAt comes back as a number.", "INK-TIME-8",
			onLogAnswer(func(o map[string]any) { o["createdAt"] = number("1768471200000") })),
		breaks("inkeep.wrapped", 1, "The event in the answer is wrapped in a member called data.", "INK-SCH-3",
			onLogAnswer(func(o map[string]any) {
				inner := map[string]any{}
				for name, value := range o {
					inner[name] = value
				}
				clear(o)
				o["data"] = inner
			})),
		breaks("inkeep.is-201", 1, "A logged event is answered with 201 instead of 200.", "INK-SCH-1",
			onStatus(http.StatusCreated, alter.LogEvent)),
	)
}

func inkeepProblems() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.problem-as-json", 2, "Refusals are declared as application/json instead of application/problem+json.", "INK-ERR-1",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if alter.ForInkeep(c) && a.Status >= http.StatusBadRequest {
					a.ContentType = "application/json"
				}
			})),
		breaks("inkeep.problem-status-400", 3, "The status member of a refusal is always 400.", "INK-ERR-27",
			alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { o["status"] = 400 })),
		breaks("inkeep.problem-code-bad-request", 3, "The code member of a refusal is always bad_request.", "INK-ERR-7",
			alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { o["code"] = "bad_request" })),
		breaks("inkeep.problem-error-missing", 2, "A refusal has no error member.", "INK-ERR-8",
			alter.OnRefusalTree(alter.ForInkeep, func(o map[string]any) { delete(o, "error") })),
		breaks("inkeep.invalid-is-500", 2, "An invalid event is answered with 500.", "INK-BODY-7 INK-BODY-8 INK-ROB-1",
			alter.OnProblem(func(c *pipeline.Call, problem *pipeline.Problem) *pipeline.Problem {
				if alter.ForInkeep(c) && problem.Status == http.StatusUnprocessableEntity {
					return problem.WithStatus(http.StatusInternalServerError)
				}
				return problem
			})),
		breaks("inkeep.same-id-is-500", 3, "A logged event whose id is taken is answered with 500.", "INK-ID-5", sameIDIs500),
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
		if id := c.Body.Text("id"); c.Is(alter.LogEvent) && id != "" && seen.Next(id) > 1 {
			return alter.Refuse(http.StatusInternalServerError, "duplicate key")
		}
		return nil
	})(p)
}

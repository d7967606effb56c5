//go:build examination

package misbehave

import (
	"maps"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepEdges() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.line-ends", 4, "A carriage return before the end of a line in a reference does not come back.", "INK-SCH-14",
			onLogAnswer(func(o map[string]any) {
				for _, name := range references() {
					if value := alter.Text(o, name); value != "" {
						o[name] = strings.ReplaceAll(value, "\r\n", "\n")
					}
				}
			})),
		breaks("inkeep.long-names-cut", 4, "Names of properties come back with their first 64 bytes.", "INK-SCH-15 INK-PROP-1",
			onLogAnswer(func(o map[string]any) {
				inside(o["properties"], shortNames)
			})),
		breaks("inkeep.refusal-redirects", 3,
			"An event that breaks the contract is answered with a redirection to a login page.",
			"INK-BODY-7 INK-BODY-8", alter.OnAnswer(elsewhere)),
	)
}

func shortNames(o map[string]any) {
	for name, value := range o {
		if len(name) > 64 {
			delete(o, name)
			o[strings.ToValidUTF8(name[:64], "")] = value
		}
	}
}

func elsewhere(c *pipeline.Call, a *pipeline.Answer) {
	if c.Is(alter.LogEvent) && (a.Status == http.StatusBadRequest || a.Status == http.StatusUnprocessableEntity) {
		a.Status = http.StatusFound
		header := http.Header{"Location": {"/login"}}
		maps.Copy(header, a.Header)
		a.Header = header
	}
}

package inkeep_test

import (
	"net/http"
	"strings"
)

// edgeMisbehaviours are about what lies at the edge of an event: lists of events, other line ends, very long texts and names, and refusals
// that send the client elsewhere.
func edgeMisbehaviours() []misbehaviour {
	return []misbehaviour{
		{"line_ends_are_unified", "inkeep.events.reference-kept", stored(func(a *reply) {
			a.body["searchQuery"] = strings.ReplaceAll(text(a.body, "searchQuery"), "\r\n", "\n")
			if a.body["searchQuery"] == "" {
				delete(a.body, "searchQuery")
			}
		})},
		{"texts_end_at_64_kB", "inkeep.events.long-text-whole", stored(func(a *reply) {
			if query := text(a.body, "searchQuery"); len(query) > 1<<16-1 {
				a.body["searchQuery"] = query[:1<<16-1]
			}
		})},
		{"long_names_are_cut", "inkeep.events.odd-properties-kept", stored(func(a *reply) {
			p, _ := a.body["properties"].(object)
			for name, value := range p {
				if len(name) > 64 {
					delete(p, name)
					p[name[:64]] = value
				}
			}
		})},
		{"refusals_send_the_client_elsewhere", "inkeep.events.refusal-status", refusals(func(a *reply) {
			a.status = http.StatusFound
			a.header.Set("Location", "/login")
		})},
	}
}

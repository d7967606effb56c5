package misbehave

import (
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

// inkeepEdges go wrong where an event ends: at a list around it, at line ends, and at long texts and names.
func inkeepEdges() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.text-of-64-kb", 4, "A searchQuery comes back cut to 65,535 bytes.", "INK-SCH-14",
			onLogAnswer(func(o map[string]any) {
				if query := alter.Text(o, "searchQuery"); query != "" {
					o["searchQuery"] = strings.ToValidUTF8(alter.First(1<<16-1, query), "")
				}
			})),
	)
}

package kit

import (
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// PlantedEvents counts events that the run knows, in words: those that it planted or, in a read-only run, found.
func (p *Probe) PlantedEvents(n int) string {
	return english.Count(n, map[bool]string{true: "found event", false: "planted event"}[p.Target().ReadOnly])
}

package kit

import (
	"fmt"
	"strings"
)

// Plural writes a number with a noun, such as "2 events".
func Plural(n int, what string) string {
	return strings.TrimSuffix(fmt.Sprintf("%d %ss", n, what), map[bool]string{true: "s", false: ""}[n == 1])
}

// PlantedEvents counts events that the run knows, in words: those that it planted or, in a read-only run, found.
func (p *Probe) PlantedEvents(n int) string {
	return Plural(n, map[bool]string{true: "found event", false: "planted event"}[p.Target().ReadOnly])
}

//go:build bench

package interop

import (
	"regexp"
	"strconv"
	"strings"
)

// pauses is what the collector of a Go process has done since its start.
type pauses struct {
	share   float64 // percent of the processors' time
	longest float64 // milliseconds in which nothing else ran
}

// traced is a line of GODEBUG=gctrace=1: the share, and the clock of its three phases, of which the outer two stop the world.
var traced = regexp.MustCompile(`^gc \d+ @[\d.]+s (\d+)%: ([\d.]+)\+[\d.]+\+([\d.]+) ms clock`)

func readPauses(stderr string) pauses {
	var p pauses
	for line := range strings.Lines(stderr) {
		m := traced.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		p.share, _ = strconv.ParseFloat(m[1], 64)
		for _, phase := range m[2:] {
			pause, _ := strconv.ParseFloat(phase, 64)
			p.longest = max(p.longest, pause)
		}
	}
	return p
}

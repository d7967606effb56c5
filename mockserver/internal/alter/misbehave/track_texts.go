package misbehave

import (
	"regexp"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// surrogates is a character beyond the first 65,536 as JSON escapes it.
var surrogates = regexp.MustCompile(`(?i)\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}`)

// losePairs reads each half of an escaped pair by itself.
func losePairs(operation string) func(*pipeline.Call) {
	return func(c *pipeline.Call) {
		if c.Is(operation) {
			c.Sent = surrogates.ReplaceAll(c.Sent, []byte("??"))
		}
	}
}

package misbehave

import (
	"bytes"
	"net/http"
	"regexp"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepAltered alter what comes back, for a form that it has or for how deep it lies.
func inkeepAltered() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.infinite", 4, "A number in properties too large for a double comes back as the text Infinity.", "INK-NEG-3",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if c.Is(alter.LogEvent) && a.Status == http.StatusOK {
					a.Body = bytes.ReplaceAll(a.Body, []byte("1e400"), []byte("Infinity"))
				}
			})),
	)
}

var (
	uuid    = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	control = regexp.MustCompile(`[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]`)
)

package chatlayer

import (
	_ "embed"

	"github.com/understudy-mock/understudy/spec"
)

//go:embed openapi.yaml
var document []byte

//go:embed requirements.yaml
var requirements []byte

// Contract returns the Chatlayer contract: the document's operations and the requirement catalogue. Each call parses and
// compiles them anew, so call it once and keep the result, which is safe for concurrent use. An error means that the
// embedded files are broken; in a released build there is none.
func Contract() (*spec.Contract, error) {
	return spec.Load(spec.Source{
		Name:         "chatlayer",
		Title:        "Chatlayer Analytics API, events",
		Document:     document,
		Requirements: requirements,
	})
}

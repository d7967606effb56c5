package chatlayer

import (
	_ "embed"
	"sync"

	"github.com/understudy-mock/understudy/spec"
)

//go:embed openapi.yaml
var document []byte

//go:embed requirements.yaml
var requirements []byte

var load = sync.OnceValues(func() (*spec.Contract, error) {
	return spec.Load(spec.Source{
		Name:         "chatlayer",
		Title:        "Chatlayer Analytics API, events",
		Document:     document,
		Requirements: requirements,
		Page:         "docs/chatlayer.md",
		Checked:      true,
	})
})

// Contract returns the Chatlayer contract: the document's operations and the requirement catalogue. It is parsed and compiled
// once, when first asked for, and safe for concurrent use. An error means that the embedded files are broken; in a released
// build there is none.
func Contract() (*spec.Contract, error) { return load() }

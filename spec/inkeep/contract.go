package inkeep

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
		Name:         "inkeep",
		Title:        "Inkeep Analytics API, events",
		Document:     document,
		Requirements: requirements,
		Page:         "docs/inkeep.md",
		Checked:      true,
	})
})

// Contract returns the contract, named "inkeep". It is parsed and compiled once, when first asked for, and safe for concurrent
// use. An error means that the embedded documents are damaged.
func Contract() (*spec.Contract, error) { return load() }

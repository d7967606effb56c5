package control

import (
	_ "embed"
	"sync"

	"github.com/understudy-mock/understudy/spec"
)

//go:embed openapi.yaml
var document []byte

var load = sync.OnceValues(func() (*spec.Contract, error) {
	return spec.Load(spec.Source{Name: "control", Title: "Understudy, the mock's own endpoints", Document: document})
})

// Contract returns the contract, named "control". It has no requirements, since the mock is the only server of these endpoints.
// It is parsed and compiled once, when first asked for, and safe for concurrent use. An error means that the embedded document
// is damaged.
func Contract() (*spec.Contract, error) { return load() }

package control

import (
	_ "embed"

	"github.com/understudy-mock/understudy/spec"
)

//go:embed openapi.yaml
var document []byte

// Contract loads the contract, named "control". It has no requirements, since the mock is the only server of these
// endpoints. Each call parses the document anew, so keep the result; it is safe for concurrent use. An error means that
// the embedded document is damaged.
func Contract() (*spec.Contract, error) {
	return spec.Load(spec.Source{Name: "control", Title: "Understudy, the mock's own endpoints", Document: document})
}

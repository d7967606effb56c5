package inkeep

import (
	_ "embed"

	"github.com/understudy-mock/understudy/spec"
)

//go:embed openapi.yaml
var document []byte

//go:embed requirements.yaml
var requirements []byte

// Contract loads the contract, named "inkeep". Each call parses the documents anew, so keep the result; it is safe for
// concurrent use. An error means that the embedded documents are damaged.
func Contract() (*spec.Contract, error) {
	return spec.Load(spec.Source{
		Name:         "inkeep",
		Title:        "Inkeep Analytics API, events",
		Document:     document,
		Requirements: requirements,
	})
}

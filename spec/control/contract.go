package control

import (
	"bytes"
	_ "embed"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

//go:embed openapi.yaml
var document []byte

// Name is the contract's.
const Name = "control"

// place is where the document of a mock has the names of its APIs.
const place = "# enum: the APIs of the mock that serves this document"

// Contract loads the contract, called [Name], of a mock that serves these APIs; where none is named, those that are asked for are
// not compared. It has no requirements, since the mock is the only server of these endpoints. It is safe for concurrent use. An error
// means that the embedded document is damaged.
func Contract(apis ...string) (*spec.Contract, error) {
	own := document
	if len(apis) > 0 {
		own = bytes.ReplaceAll(document, []byte(place), []byte("enum: ["+strings.Join(apis, ", ")+"]"))
	}
	return spec.Load(spec.Source{
		Name: Name, Title: "Understudy, the mock's own endpoints", Document: own, Checked: true,
	})
}

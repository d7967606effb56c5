package namespace

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// FailOnOwn has the namespace's own endpoints panic on every request. It returns what they are described by.
func (n *Namespace) FailOnOwn() *spec.Contract {
	broken := *n.control.steps
	broken.Read = func(http.ResponseWriter, *http.Request, *pipeline.Call) error { panic("it fails") }
	n.control.steps = &broken
	return n.control.contract()
}

//go:build examination

package variant

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func examinedRefusals() []Variant {
	return []Variant{
		legal("L20", "refusal.404", "Chatlayer calls that are wrong get 404 instead of 400.",
			chatlayerStatus(http.StatusBadRequest, http.StatusNotFound)),
		legal("L20", "refusal.error-member", "Chatlayer refusals are {error}.", refusalBody(jsonType, oneMember("error"))),
		legal("", "refusal.size-is-422", "A page_size that is wrong gets 422.", alter.OnProblem(sizeIs422)),
	}
}

func sizeIs422(_ *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
	for _, v := range p.Violations {
		if v.Name == "page_size" || v.In == spec.InBody && v.Pointer == "/page_size" {
			return p.WithStatus(http.StatusUnprocessableEntity)
		}
	}
	return p
}

package inkeepapi

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// encode answers with what has a wire form.
func encode[T json.Marshaler](stored T) (pipeline.Answer, error) {
	body, err := stored.MarshalJSON()
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: body}, err
}

func encodeDeleted(message string) (pipeline.Answer, error) {
	w := resultWriter{body: []byte(`{"success":true,"message":`)}
	w.quoted(message)
	w.raw("}")
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}

// invalid gives the status for a request that broke the contract: what cannot be read is 400, what can be read
// and is wrong is 422.
// INK-BODY-4, INK-BODY-6, INK-BODY-9.
func invalid(violations []spec.Violation) int {
	status := http.StatusUnprocessableEntity
	for _, v := range violations {
		switch v.Rule {
		case spec.RuleContentTypeMissing, spec.RuleContentTypeUnsupported, spec.RuleContentTypeCharset:
			return http.StatusUnsupportedMediaType
		case spec.RuleBodyEmpty, spec.RuleBodyUTF8, spec.RuleBodySyntax, spec.RuleBodyTrailing, spec.RuleBodyDuplicate,
			spec.RuleBodySurrogate, spec.RuleBodyDepth:
			status = http.StatusBadRequest
		}
		if v.In != spec.InBody {
			status = http.StatusBadRequest
		}
	}
	return status
}

// codeOf gives the code of a refusal: for the documented statuses the API's literal, for others one like them.
// INK-ERR-7 to INK-ERR-19.
func codeOf(status int) (code, title string) {
	title = http.StatusText(status)
	if status == http.StatusRequestEntityTooLarge {
		title = "Content Too Large" // as RFC 9110 has renamed it
	}
	return strings.ReplaceAll(strings.ToLower(title), " ", "_"), title
}

// refuse gives a refusal the API's shape.
func refuse(c *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
	code, title := codeOf(p.Status)
	instance := c.Instance()
	problem := inkeep.Problem{
		//nolint:gosec // a status has three digits
		Title: title, Status: int32(p.Status), Detail: p.Detail, Instance: &instance, RequestID: &c.RequestID, Code: code,
	}
	problem.Error.Code, problem.Error.Message = code, p.Detail
	return pipeline.Refusal(p, pipeline.TypeProblem, problem)
}

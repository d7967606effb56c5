package chatlayerapi

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// mostOfWhole is the size from which on a page is not built whole, in bytes of its events' texts.
const mostOfWhole = 1 << 20

func encodePage(page pipeline.Page) (pipeline.Answer, error) {
	events := page.Events
	ans := pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON}
	size := 0
	for i := range events {
		size += events[i].TextBytes()
	}
	if size <= mostOfWhole {
		ans.Body = chatlayer.AppendEvents(nil, events, page.Next)
		return ans, nil
	}
	before, after := chatlayer.AroundEvents(page.Next)
	ans.Items = &pipeline.Items{Before: before, After: after, Schema: "TrackingEvent", Each: func(yield func([]byte) bool) {
		var item []byte
		for i := range events {
			if item = chatlayer.AppendTrackingEvent(item[:0], &events[i]); !yield(item) {
				return
			}
		}
	}}
	return ans, nil
}

func encodeTrack(out chatlayer.TrackEventResponse) (pipeline.Answer, error) {
	return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, out)
}

func encodeEcho(out chatlayer.EchoResponse) (pipeline.Answer, error) {
	return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, out)
}

// invalid gives the status for a request that broke the contract.
// CHL-PAGE-17, CHL-TIME-10, CHL-TIME-15, CHL-TRN-3, CHL-ERR-4.
func invalid(violations []spec.Violation) int {
	for _, v := range violations {
		if v.In == spec.InHeader && http.CanonicalHeaderKey(v.Name) == "Content-Type" {
			return http.StatusUnsupportedMediaType
		}
	}
	return http.StatusBadRequest
}

// grpcCode gives the code of a refusal.
// CHL-ERR-2.
func grpcCode(status int) int32 {
	switch status {
	case http.StatusUnauthorized:
		return 16
	case http.StatusForbidden:
		return 7
	case http.StatusNotFound:
		return 5
	case http.StatusMethodNotAllowed:
		return 12
	case http.StatusRequestTimeout:
		return 4
	case http.StatusRequestEntityTooLarge, http.StatusInsufficientStorage:
		return 8
	case http.StatusInternalServerError:
		return 13
	case http.StatusServiceUnavailable:
		return 14
	default:
		return 3
	}
}

// refuse gives a refusal the API's shape.
func refuse(_ *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
	return pipeline.Refusal(p, pipeline.TypeJSON, chatlayer.Error{Code: grpcCode(p.Status), Message: p.Detail, Details: []map[string]any{}})
}

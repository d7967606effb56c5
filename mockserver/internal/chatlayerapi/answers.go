package chatlayerapi

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// encodePage puts the envelope around events. Those that are encoded have been held to the contract.
func encodePage(page chatlayersteps.Page) (pipeline.Answer, error) {
	if page.Encoded == nil {
		return encodeChanged(page)
	}
	around, at := chatlayer.AroundEvents(page.Next)
	return pipeline.Answer{
		Status: http.StatusOK, ContentType: pipeline.TypeJSON,
		Items: &pipeline.Items{Around: around, At: at, Each: page.Encoded},
	}, nil
}

// encodeChanged encodes the events of an altered pipeline.
func encodeChanged(page chatlayersteps.Page) (pipeline.Answer, error) {
	body := chatlayer.AppendEvents(nil, page.Events, page.Next)
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: body}, nil
}

func encodeTrack(out chatlayer.TrackEventResponse) (pipeline.Answer, error) {
	room := make([]byte, 0, 64) // for most
	return pipeline.Answer{
		Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: chatlayer.AppendTrackEventResponse(room, out),
	}, nil
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
	case http.StatusConflict:
		return 6
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return 4
	case http.StatusRequestEntityTooLarge, http.StatusTooManyRequests, http.StatusInsufficientStorage:
		return 8
	case http.StatusInternalServerError:
		return 13
	case http.StatusBadGateway, http.StatusServiceUnavailable:
		return 14
	default:
		return 3
	}
}

// refuse gives a refusal the API's shape.
func refuse(_ *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
	return pipeline.Refusal(p, pipeline.TypeJSON, chatlayer.Error{Code: grpcCode(p.Status), Message: p.Detail, Details: []map[string]any{}})
}

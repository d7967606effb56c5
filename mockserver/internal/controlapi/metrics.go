package controlapi

import (
	"bytes"
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// metricsType is the media type of the text format of Prometheus.
const metricsType = "text/plain; version=0.0.4; charset=utf-8"

// metrics serves GET metrics.
func (c *Control) metrics(context.Context, struct{}) (pipeline.Answer, error) {
	var text bytes.Buffer
	c.Metrics(&text)
	return pipeline.Answer{Status: http.StatusOK, ContentType: metricsType, Body: text.Bytes()}, nil
}

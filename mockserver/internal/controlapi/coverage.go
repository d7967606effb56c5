package controlapi

import (
	"bytes"
	"cmp"
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// coverageTypes are the media types of the forms of a report. That of lcov has none of its own.
func coverageTypes() map[string]string {
	return map[string]string{"markdown": "text/markdown; charset=utf-8", "lcov": "text/plain; charset=utf-8"}
}

func decodeFormat(c *pipeline.Call) (string, error) {
	return cmp.Or(c.Params.Text("format"), "json"), nil
}

// coverage serves GET coverage.
func (c *Control) coverage(_ context.Context, format string) (pipeline.Answer, error) {
	report := c.Coverage.Report()
	if format == "json" {
		return encode(report)
	}
	var text bytes.Buffer
	err := report.Write(&text, format)
	return pipeline.Answer{Status: http.StatusOK, ContentType: coverageTypes()[format], Body: text.Bytes()}, err
}

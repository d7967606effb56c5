package coverage_test

import (
	"net/http"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/coverage"
)

// requests are a list and a tracked event, as the contract of Chatlayer reads them.
func requests(tb testing.TB) (*spec.Contract, map[string]spec.Use) {
	tb.Helper()
	document, err := os.ReadFile("../chatlayer/openapi.yaml")
	require.NoError(tb, err)
	c, err := spec.Load(spec.Source{Name: "chatlayer", Document: document})
	require.NoError(tb, err)
	uses := map[string]spec.Use{}
	for id, r := range map[string]spec.Request{
		"ListEvents": {RawQuery: "version=LIVE&start_time=2026-01-01&end_time=2026-02-01&page_size=20&event=step_entered"},
		"TrackEvent": {Body: []byte(`{"id":"1","version":"LIVE","user_id":"u","event":"e","attributes":{"a":"1","b":"2"},` +
			`"context":{"conversation_id":"c","campaign":{"id":"s"}},"timestamp":"2026-01-15T10:00:00Z"}`)},
	} {
		o, found := c.Operation(id)
		require.True(tb, found)
		r.PathParams = spec.PathParams{{Name: "bot_id", Value: "demobot1"}}
		r.Header = http.Header{"Content-Type": {"application/json"}}
		in, violations := o.ValidateRequest(r)
		require.Empty(tb, violations)
		uses[id] = spec.Use{Path: r.PathParams, Params: in.Params, Body: in.Body, Status: http.StatusOK}
	}
	return c, uses
}

// TestCountTakesNoMemory behind the first request.
func TestCountTakesNoMemory(t *testing.T) {
	c, uses := requests(t)
	items := coverage.Of(c)
	counts := coverage.NewCounts(items, coverage.NewCounts(items, nil))
	for id, use := range uses {
		o, _ := c.Operation(id)
		require.Zero(t, testing.AllocsPerRun(100, func() { counts.Count("chatlayer", o, use) }), id)
	}
	require.Greater(t, counts.Report().Covered, 18)
}

// BenchmarkCount counts requests of all processors in one namespace and in the whole server.
func BenchmarkCount(b *testing.B) {
	c, uses := requests(b)
	items := coverage.Of(c)
	for id, use := range uses {
		o, _ := c.Operation(id)
		b.Run(id, func(b *testing.B) {
			counts := coverage.NewCounts(items, coverage.NewCounts(items, nil))
			b.ReportAllocs()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					counts.Count("chatlayer", o, use)
				}
			})
		})
	}
}

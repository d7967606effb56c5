package mockserver_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// metrics are the lines of GET metrics by name and labels.
func metrics(t testing.TB, c client) map[string]float64 {
	t.Helper()
	r := c.get(t, "/__understudy/metrics")
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, "text/plain; version=0.0.4; charset=utf-8", r.header.Get("Content-Type"))
	line := regexp.MustCompile(`^([a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})?) ([0-9.e+-]+)$`)
	all := map[string]float64{}
	for text := range strings.Lines(r.body) {
		parts := line.FindStringSubmatch(strings.TrimSuffix(text, "\n"))
		require.NotNil(t, parts, text)
		value, err := strconv.ParseFloat(parts[2], 64)
		require.NoError(t, err)
		all[parts[1]] = value
	}
	return all
}

func TestMetrics(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	c, own := demo(s), nobody(s)
	for range 3 {
		c.list(t, "demobot1", nil)
	}
	c.track(t, "demobot1", args{"event": "x"})
	c.ask(t, http.MethodGet, "demobot1", args{})
	c.get(t, "/v1/nowhere")
	nobody(s).get(t, "/favicon.ico")
	own.post(t, "/__understudy/faults", `{"match":{"operation":"LogEvent"},"status":503}`)
	apiKey(s).post(t, "/events", anEvent)
	demo(s).in("other").list(t, "demobot1", nil)

	got := metrics(t, own)
	for name, want := range map[string]float64{
		`understudy_requests_total{operation="ListEvents",status="200"}`:               3,
		`understudy_requests_total{operation="ListEvents",status="400"}`:               1,
		`understudy_requests_total{operation="TrackEvent",status="200"}`:               1,
		`understudy_requests_total{operation="",status="404"}`:                         2,
		`understudy_requests_total{operation="LogEvent",status="503"}`:                 1,
		`understudy_request_duration_seconds_count{operation="ListEvents"}`:            4,
		`understudy_request_duration_seconds_bucket{operation="ListEvents",le="+Inf"}`: 4,
		`understudy_stray_requests_total`:                                              1,
		`understudy_faults`:                                                            1,
		`understudy_fault_hits_total{fault="f1"}`:                                      1,
		`understudy_written_events`:                                                    1,
		`understudy_namespaces`:                                                        2,
	} {
		require.Contains(t, got, name)
		require.InDelta(t, want, got[name], 0, name)
	}
	require.Positive(t, got["understudy_violations_total"])
	require.Positive(t, got["understudy_journal_bytes"])
	require.Positive(t, got[`understudy_request_duration_seconds_sum{operation="ListEvents"}`])
	require.InDelta(t, 1, metrics(t, own.in("other"))[`understudy_requests_total{operation="ListEvents",status="200"}`], 0)

	own.post(t, "/__understudy/reset", "")
	got = metrics(t, own)
	require.NotContains(t, got, `understudy_requests_total{operation="ListEvents",status="200"}`)
	require.Zero(t, got["understudy_written_events"])
}

// TestOneCountOfRequests wants the metrics, the journal and the list of namespaces to count the same ones.
func TestOneCountOfRequests(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.track(t, "demobot1", args{"event": "x"})
	c.send(t, http.MethodOptions, "/events", "", "Origin: http://localhost:3000", "Access-Control-Request-Method: POST")
	c.send(t, http.MethodHead, "/v1/nowhere", "")
	c.get(t, "/~No/v1/echo")
	for _, probe := range []string{"/favicon.ico", "/robots.txt"} {
		c.get(t, probe)
	}
	broken := c.dial(t)
	broken.write(t, "GET /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 2\r\n\r\n")
	require.Equal(t, http.StatusBadRequest, broken.read(t, http.MethodGet).status)
	const want = 7
	c.get(t, "/") // and none of the mock's own
	c.get(t, "/__understudy/nowhere")

	counted := 0.
	for name, value := range metrics(t, nobody(s)) {
		if strings.HasPrefix(name, "understudy_requests_total{") {
			counted += value
		}
	}
	require.InDelta(t, want, counted, 0)
	require.Equal(t, want, c.journal(t, "").Total)
	require.Equal(t, want, nobody(s).rows(t)[0].Requests)
}

// TestMetricsOfRequestsWithoutAnAnswer counts them with the status 0, and those of many at once exactly.
func TestMetricsOfRequestsWithoutAnAnswer(t *testing.T) {
	s := mockserver.Start(t, quiet())
	nobody(s).post(t, "/__understudy/faults", `{"match":{"operation":"ListEvents"},"reset":true}`)
	r, err := http.NewRequest(http.MethodGet, s.URL+streamOf("demobot1")+"?"+everything().query(), http.NoBody)
	require.NoError(t, err)
	r.Header.Set("Authorization", demo(s).auth)
	fresh := http.Transport{DisableKeepAlives: true} // which does not try again
	_, err = fresh.RoundTrip(r)                      //nolint:bodyclose // there is no answer
	require.Error(t, err)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			for i := range 10 {
				demo(s).track(t, "demobot1", args{"event": fmt.Sprint("e", i)})
			}
		})
	}
	all.Wait()
	got := metrics(t, nobody(s))
	require.InDelta(t, 1, got[`understudy_requests_total{operation="ListEvents",status="0"}`], 0)
	require.InDelta(t, 200, got[`understudy_requests_total{operation="TrackEvent",status="200"}`], 0)
}

package conformance_test

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

const document = `
openapi: 3.0.3
info: {title: Demo, version: "1"}
servers: [{url: "http://localhost"}]
paths:
  /ping:
    get:
      operationId: Ping
      responses:
        "200": {description: Pong}
`

const catalogue = `
sources:
  - {name: Demo notes, url: https://example.com/demo, about: What is known of the demo.}
areas:
  - {code: PING, title: Pings}
outside:
  - {id: Trace, method: GET, path: /trace}
requirements:
  - {id: DEM-PING-1, level: must, source: {name: Demo notes, place: ping}, operations: [Ping], statement: Ping answers.}
  - {id: DEM-PING-2, level: should, source: {name: Demo notes, place: speed}, operations: [Ping], statement: Ping is quick.}
  - {id: DEM-PING-3, level: chosen, operations: [Ping], statement: What it says., choice: Pong.}
  - {id: DEM-PING-4, level: must, source: {name: Demo notes, place: trace}, outside: [Trace], statement: Trace answers.}
`

// demo is a suite with these checks. Its preparation asks the target once.
func demo(checks ...conformance.Check) conformance.Suite {
	return conformance.Suite{
		API: "demo",
		Contract: func() (*spec.Contract, error) {
			return spec.Load(spec.Source{
				Name: "demo", Title: "Demo", Document: []byte(document), Requirements: []byte(catalogue),
				Page: "docs/demo.md",
			})
		},
		Checks:     checks,
		Untestable: map[string]string{"DEM-PING-2": "speed is nobody's business"},
		Authorize:  authorize,
		Prepare: func(ctx context.Context, env *conformance.Env) (any, error) {
			x := env.Client.Do(ctx, "prepare", exchange.Request{Method: "GET", Path: "/ping", Authorization: env.Authorization, Safe: true})
			if !x.OK() {
				return nil, errors.Join(errors.New("the target does not answer"), x.Err)
			}
			return "the session", nil
		},
	}
}

// settings are what the suite takes: ID:SECRET, and a team, which some checks need.
type settings struct{ pair, team string }

const team conformance.Capability = "team"

func authorize(t conformance.Target) (conformance.Access, error) {
	s, _ := t.Settings.(settings)
	access := conformance.Access{
		Header: "Basic " + base64.StdEncoding.EncodeToString([]byte(s.pair)), Secrets: []string{s.pair, secret}, Names: []string{s.team},
		Credentials: []exchange.Credential{{Variable: "UNDERSTUDY_BASIC", Value: s.pair}},
		Offers:      map[conformance.Capability]string{team: ""},
	}
	if s.team == "" {
		access.Offers[team] = "no team is named; give --team"
	}
	if s.pair == "" {
		return access, errors.New("demo: no credentials; give --basic")
	}
	return access, nil
}

const secret = "Hush-Hush/0123+456"

// named is a check that is of level must and runs a function.
func named(id string, run func(context.Context, *conformance.T)) conformance.Check {
	return conformance.Check{
		ID: id, Title: id + " holds", Level: conformance.Must, Requirement: "DEM-PING-1", Operations: []string{"Ping"}, Run: run,
	}
}

func passes(context.Context, *conformance.T) {}

func fails(_ context.Context, t *conformance.T) { t.Failf("it does not hold") }

// ping sends a request to the target.
func ping(ctx context.Context, t *conformance.T) *exchange.Exchange {
	return pingWith(ctx, t, "")
}

func pingWith(ctx context.Context, t *conformance.T, query string) *exchange.Exchange {
	return t.Do(ctx, exchange.Request{Method: "GET", Path: "/ping", RawQuery: query, Authorization: t.Authorization(), Safe: true})
}

// target is a server that answers everything with 200, judged by the checks.
func target(t *testing.T, checks ...conformance.Check) conformance.Target {
	t.Helper()
	return at(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "pong") }, checks...)
}

func at(t *testing.T, h http.HandlerFunc, checks ...conformance.Check) conformance.Target {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return conformance.Target{Suite: demo(checks...), URL: server.URL, Settings: settings{pair: "me:" + secret}}
}

// run judges a target and gives the results by id.
func run(t *testing.T, target conformance.Target) (conformance.Report, map[string]conformance.Result) {
	t.Helper()
	report, err := conformance.Run(t.Context(), target)
	require.NoError(t, err)
	return report, byID(report)
}

func byID(report conformance.Report) map[string]conformance.Result {
	results := map[string]conformance.Result{}
	for _, r := range report.Checks {
		results[r.ID] = r
	}
	return results
}

// fixedClock always tells the same time and never waits.
type fixedClock struct{ now time.Time }

func (c fixedClock) Now() time.Time { return c.now }

func (fixedClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

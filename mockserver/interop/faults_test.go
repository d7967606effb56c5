//go:build interop

package interop

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type (
	// meeting is a request that meets a fault, sent so many times.
	meeting struct {
		Name          string            `json:"name"`
		URL           string            `json:"url"`
		Authorization string            `json:"authorization"`
		Headers       map[string]string `json:"headers"`
		Times         int               `json:"times"`
	}

	// met is what came of the last one.
	met struct {
		Failed  bool              `json:"failed"` // the connection did, before the answer was there or in the middle of it
		Status  int               `json:"status"`
		Headers map[string]string `json:"headers"` // lower case
		Body    string            `json:"body"`
		MS      int               `json:"ms"`
	}

	// effect is a fault, or what a request prefers, and what a client is to see of it.
	effect struct {
		fault, prefer string
		times         int
		seen          func(t *testing.T, m met)
	}
)

const echoed = `{"message":"hello"}`

func answered(status int, body string) func(*testing.T, met) {
	return func(t *testing.T, m met) {
		t.Helper()
		require.False(t, m.Failed)
		require.Equal(t, status, m.Status)
		require.Contains(t, m.Body, body)
	}
}

func broken(t *testing.T, m met) {
	t.Helper()
	require.True(t, m.Failed, "%+v", m)
}

func late(t *testing.T, m met) {
	t.Helper()
	answered(http.StatusOK, echoed)(t, m)
	require.GreaterOrEqual(t, m.MS, 290)
}

func preferred(value string, status int) func(*testing.T, met) {
	return func(t *testing.T, m met) {
		t.Helper()
		require.Equal(t, status, m.Status)
		require.Equal(t, value, m.Headers["preference-applied"])
	}
}

// effects are all that a fault can do to a client.
var effects = map[string]effect{
	"status": {fault: `{"status":503,"headers":{"Retry-After":"1"}}`, times: 1, seen: func(t *testing.T, m met) {
		answered(http.StatusServiceUnavailable, `"code":14`)(t, m)
		require.Equal(t, "1", m.Headers["retry-after"])
	}},
	"first":   {fault: `{"status":500,"when":{"first":2}}`, times: 3, seen: answered(http.StatusOK, echoed)},
	"own":     {fault: `{"status":502,"body":"<html>Bad Gateway"}`, times: 1, seen: answered(http.StatusBadGateway, "<html>Bad Gateway")},
	"empty":   {fault: `{"status":204}`, times: 1, seen: answered(http.StatusNoContent, "")},
	"delay":   {fault: `{"delay":"300ms"}`, times: 1, seen: late},
	"drip":    {fault: `{"drip":"300ms"}`, times: 1, seen: late},
	"reset":   {fault: `{"reset":true}`, times: 1, seen: broken},
	"reset-1": {fault: `{"reset":true,"after_bytes":5}`, times: 1, seen: broken},
	"rate": {fault: `{"rate":{"per_second":0.1,"burst":1}}`, times: 2, seen: func(t *testing.T, m met) {
		answered(http.StatusTooManyRequests, `"code":8`)(t, m)
		require.Regexp(t, `^"f1";r=0;t=(9|10)$`, m.Headers["ratelimit"])
		require.Equal(t, `"f1";q=1;w=10`, m.Headers["ratelimit-policy"])
		require.Regexp(t, `^(9|10)$`, m.Headers["retry-after"])
	}},
	"malformed": {fault: `{"malformed":true}`, times: 1, seen: func(t *testing.T, m met) {
		require.False(t, m.Failed, "the length is right")
		require.Equal(t, echoed[:len(echoed)/2], m.Body)
	}},
	"type": {fault: `{"content_type":"text/html"}`, times: 1, seen: func(t *testing.T, m met) {
		require.Equal(t, echoed, m.Body)
		require.Equal(t, "text/html", m.Headers["content-type"])
	}},
	"prefer-code":  {prefer: "code=418", times: 1, seen: preferred("code=418", http.StatusTeapot)},
	"prefer-fail":  {prefer: "fail=503;first=2", times: 3, seen: preferred("fail=503", http.StatusOK)},
	"prefer-reset": {prefer: "reset", times: 1, seen: broken},
	"prefer-variant": {
		prefer: "variant=json.indented, delay=300ms", times: 1,
		seen: preferred("variant=json.indented, delay=300ms", http.StatusOK),
	},
}

// meetings gives each effect a namespace of its own for a client.
func meetings(t *testing.T, m *mock, client string) []meeting {
	t.Helper()
	var all []meeting
	for name, e := range effects {
		base := fmt.Sprintf("%s/~%s-%s", m.URL, client, name)
		if e.fault != "" {
			addFault(t, base, e.fault)
		}
		one := meeting{Name: name, URL: base + "/v1/echo", Authorization: demoTeam, Times: e.times}
		if e.prefer != "" {
			one.Headers = map[string]string{"Prefer": e.prefer}
		}
		all = append(all, one)
	}
	return all
}

func addFault(t *testing.T, base, fault string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/__understudy/faults", strings.NewReader(fault))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.Equal(t, http.StatusCreated, answer.StatusCode)
}

// TestFaultsAreSeen has real clients meet each effect.
func TestFaultsAreSeen(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	for client, meet := range map[string]func(*testing.T, []meeting) map[string]met{
		"go": eachOf(meetGo), "curl": eachOf(meetCurl), "node": meetNode, "python": meetPython, "chromium": meetChromium,
	} {
		t.Run(client, func(t *testing.T) {
			got := meet(t, meetings(t, m, client))
			require.Len(t, got, len(effects))
			for name, e := range effects {
				t.Run(name, func(t *testing.T) { e.seen(t, got[name]) })
			}
		})
	}
}

func eachOf(meet func(*testing.T, meeting) met) func(*testing.T, []meeting) map[string]met {
	return func(t *testing.T, all []meeting) map[string]met {
		t.Helper()
		got := map[string]met{}
		for _, one := range all {
			for range one.Times {
				began := time.Now()
				m := meet(t, one)
				m.MS = int(time.Since(began).Milliseconds())
				got[one.Name] = m
			}
		}
		return got
	}
}

func meetGo(t *testing.T, one meeting) met {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, one.URL, strings.NewReader(echoed))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", one.Authorization)
	for name, value := range one.Headers {
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return met{Failed: true}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return met{Failed: err != nil, Status: answer.StatusCode, Headers: lowered(answer.Header), Body: string(body)}
}

func lowered(h http.Header) map[string]string {
	all := map[string]string{}
	for name, values := range h {
		all[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	return all
}

// meetCurl takes the exit statuses that say that the server broke off: no answer, part of one, a reset.
func meetCurl(t *testing.T, one meeting) met {
	t.Helper()
	const mark = "\n-- "
	args := []string{
		"-sS", "-d", echoed, "-H", "Content-Type: application/json", "-H", "Authorization: " + one.Authorization,
		"-w", mark + "%{http_code} %{header_json}",
	}
	for name, value := range one.Headers {
		args = append(args, "-H", name+": "+value)
	}
	out, err := command(t, time.Minute, "curl", append(args, one.URL)...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		require.Contains(t, []int{18, 52, 56}, exit.ExitCode(), "%s", exit.Stderr)
		return met{Failed: true}
	}
	require.NoError(t, err)
	all := string(out)
	status := strings.LastIndex(all, mark) + len(mark)
	m := met{Body: all[:status-len(mark)]}
	code, fields, _ := strings.Cut(all[status:], " ")
	require.NoError(t, json.Unmarshal([]byte(code), &m.Status))
	var headers map[string][]string
	require.NoError(t, json.Unmarshal([]byte(fields), &headers))
	m.Headers = lowered(headers)
	return m
}

func meetNode(t *testing.T, all []meeting) (got map[string]met) {
	t.Helper()
	runScript(t, "faults.mjs", all, &got)
	return got
}

func meetPython(t *testing.T, all []meeting) (got map[string]met) {
	t.Helper()
	in, err := json.Marshal(all)
	require.NoError(t, err)
	cmd := command(t, 2*time.Minute, tool(t, "venv", "bin", "python"), filepath.Join("testdata", "faults.py"))
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	require.NoError(t, json.Unmarshal(out, &got))
	return got
}

// meetChromium has a page of another origin meet them, so that preflights must let it send Prefer, and it must be allowed to read all.
func meetChromium(t *testing.T, all []meeting) map[string]met {
	t.Helper()
	var got struct {
		Meet struct{ Value map[string]met } `json:"meet"`
	}
	runScript(t, "browser.mjs", object{
		"chromium": chromium(t), "page": servePage(t) + "/page.html", "calls": []object{{"name": "meet", "argument": all}},
	}, &got)
	return got.Meet.Value
}

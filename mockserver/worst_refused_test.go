package mockserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// worstRefused are requests that are refused and made to be costly: to keep, to log or to answer.
func worstRefused() map[string]func() *http.Request {
	const large = 2<<20 - 4096
	long, short := strings.Repeat("A", large), strings.Repeat("A", 60_000)
	request := func(auth, method, target, body string) func() *http.Request {
		return func() *http.Request {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
			r.Method, r.RequestURI = method, target
			r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
			if auth != "" {
				r.Header.Set("Authorization", auth)
			}
			r.Header.Set("Content-Type", "application/json")
			return r
		}
	}
	token, key := basic("demo-token-id:demo-token-secret"), "Bearer demo-api-key"
	stream, track := streamOf("demobot1"), trackOf("demobot1")
	post := func(target, body string) func() *http.Request { return request(token, http.MethodPost, target, body) }
	return map[string]func() *http.Request{
		"method_of_a_megabyte":      request("", strings.Repeat("A", 1_000_000), stream, ""),
		"method_within_the_limit":   request("", short, stream, ""),
		"method_of_no_operation":    request(token, strings.Repeat("é", 30_000), "/nowhere", ""),
		"path_of_no_operation":      request("", http.MethodGet, "/"+strings.Repeat(`"`, 60_000), ""),
		"path_of_escapes":           request("", http.MethodGet, "/v1/"+strings.Repeat("\x01", 60_000), ""),
		"query_of_undeclared_names": request(token, http.MethodGet, stream+"?"+manyNames(), ""),
		"query_of_one_long_name":    request(token, http.MethodGet, stream+"?"+short+"=1", ""),
		"query_of_one_long_value":   request(token, http.MethodGet, stream+"?version="+short, ""),
		"times_that_are_reversed": request(token, http.MethodGet,
			stream+"?version=LIVE&start_time=2026-01-02T00:00:00."+strings.Repeat("0", 60_000)+"Z&end_time=2026-01-01", ""),
		"header_that_is_repeated": request(short, http.MethodGet, stream, ""),
		"number_without_end": post(stream,
			`{"version":"LIVE","start_time":"2026-01-01","end_time":"2026-01-02","page_size":0.`+strings.Repeat("0", large-200)+`}`),
		"number_of_a_type_unwanted": post(track, `{"event":1`+strings.Repeat("0", large)+`}`),
		"member_of_a_long_name":     post(track, `{"attributes":{"`+long+`":1}}`),
		"nuls_under_a_long_name":    post(track, `{"attributes":{"`+long+`\u0000":"\u0000"}}`),
		"nuls_by_the_thousand": post(track,
			`{"attributes":{`+strings.Repeat(`"`+strings.Repeat("n", 500)+`\u0000":"\u0000",`, 100)+`"a":"\u0000"}}`),
		"text_that_never_ends": post(track, `{"event":"`+long),
		"lists_in_lists":       post(track, strings.Repeat("[", large)),
		"operators_by_the_thousand": post(stream,
			`{"version":"LIVE","start_time":"2026-01-01","end_time":"2026-01-02","filters":[`+
				strings.Repeat(`{"key":"k","operator":"\"\"\"\"\"\"\"\"\"\"\"\""},`, 900)+`{}]}`),
		"inkeep_entity_of_a_megabyte": request(key, http.MethodPost, "/events", `{"entityType":"`+long+`"}`),
		"inkeep_wrong_all_over": request(key, http.MethodPost, "/events",
			`{"entityType":"message","type":1,"id":"","properties":[],"createdAt":"`+long+`"}`),
		"inkeep_path_of_quotation":     request(key, http.MethodPost, "/events/"+strings.Repeat(`\"`, 30_000), "{}"),
		"control_query_without_end":    request("", http.MethodGet, "/__understudy/violations?limit="+short, ""),
		"control_query_of_many_names":  request("", http.MethodGet, "/__understudy/violations?limit=x&"+manyNames(), ""),
		"control_body_of_two_megabyte": request("", http.MethodPost, "/__understudy/reset?"+manyNames(), long),
	}
}

func manyNames() string { return strings.Repeat("%22%5C%22=1&%C3%A9=2&", 2_000) }

// TestWorstRefusedRequests sends a thousand of them: each is answered in a few words, and hardly anything of them stays.
func TestWorstRefusedRequests(t *testing.T) {
	const requests, mostOfAnswer, mostKept = 1000, 64 << 10, 20 << 20
	opts := quiet()
	opts.RefuseAdvisory = true
	s := mockserver.New(opts)
	require.NoError(t, s.Err())
	worst := worstRefused()
	before := liveHeap()
	for range requests/len(worst) + 1 {
		for name, request := range worst {
			w := httptest.NewRecorder()
			s.ServeHTTP(w, request())
			require.GreaterOrEqual(t, w.Code, 400, name)
			require.Less(t, w.Code, 500, "%s: %s", name, w.Body)
			require.Less(t, w.Body.Len(), mostOfAnswer, name)
		}
	}
	require.Less(t, liveHeap()-before, int64(mostKept))

	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/__understudy/violations", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Less(t, w.Body.Len(), 4<<20, "what is remembered has a limit too")
	require.Greater(t, len(s.Violations()), 500)
	runtime.KeepAlive(s)
}

// TestMethodWithoutEnd sends one over the wire, where net/http reads it.
func TestMethodWithoutEnd(t *testing.T) {
	c := demo(fresh(t))
	for _, length := range []int{70_000, 1_000_000} {
		w := c.dial(t)
		go func() {
			_, _ = io.WriteString(w, strings.Repeat("A", length)+" "+streamOf("demobot1")+" HTTP/1.1\r\nHost: x\r\n\r\n")
		}()
		require.Equal(t, http.StatusRequestHeaderFieldsTooLarge, w.read(t, http.MethodGet).status)
	}
	c.alive(t)
}

// liveHeap is what stays in memory when all garbage is collected, in bytes.
func liveHeap() int64 {
	runtime.GC()
	runtime.GC() // empties the pools too
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

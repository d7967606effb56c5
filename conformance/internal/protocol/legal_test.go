package protocol_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// oddity makes a good server another good one.
type oddity struct {
	name string
	wrap func(http.Handler) http.Handler
}

func before(do func(w http.ResponseWriter, r *http.Request) bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !do(w, r) {
				next.ServeHTTP(w, r)
			}
		})
	}
}

// sometimes refuses every n-th request for lack of time.
func sometimes(n int64, status int, after string) func(http.Handler) http.Handler {
	var count atomic.Int64
	return before(func(w http.ResponseWriter, _ *http.Request) bool {
		if count.Add(1)%n != 0 {
			return false
		}
		w.Header().Set("Retry-After", after)
		w.WriteHeader(status)
		return true
	})
}

// rewritten changes the answers of the shop before they are sent.
func rewritten(change func(r *http.Request, answer *httptest.ResponseRecorder)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			next.ServeHTTP(answer, r)
			change(r, answer)
			for name, values := range answer.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(answer.Code)
			_, _ = w.Write(answer.Body.Bytes())
		})
	}
}

func oddities() []oddity { return slices.Concat(oddAnswers(), oddRefusals(), oddFailures()) }

// oddAnswers are other ways to answer.
func oddAnswers() []oddity {
	return []oddity{
		{"every_connection_is_closed", before(func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Connection", "close")
			return false
		})},
		{"gzip_unasked", before(func(_ http.ResponseWriter, r *http.Request) bool {
			r.Header.Set("Accept-Encoding", "gzip")
			return false
		})},
		{"no_gzip_at_all", before(func(_ http.ResponseWriter, r *http.Request) bool {
			r.Header.Del("Accept-Encoding")
			return false
		})},
		{"answers_in_chunks", before(func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Transfer-Encoding", "chunked")
			return false
		})},
		{"now_and_then_503", sometimes(7, http.StatusServiceUnavailable, "0")},
		{"now_and_then_429", sometimes(150, http.StatusTooManyRequests, "0")},
		{"slow_answers", before(func(http.ResponseWriter, *http.Request) bool {
			time.Sleep(30 * time.Millisecond)
			return false
		})},
		{"extra_members", rewritten(func(_ *http.Request, a *httptest.ResponseRecorder) {
			if text := a.Body.String(); strings.HasPrefix(text, "{") && len(text) > 2 {
				a.Body.Reset()
				a.Body.WriteString(`{"took_ms":3,` + text[1:])
			}
		})},
		{"answers_name_no_origin", rewritten(func(r *http.Request, a *httptest.ResponseRecorder) {
			if r.Header.Get("Origin") != "" {
				a.Header().Set("Access-Control-Allow-Origin", "*")
				a.Header().Del("Vary")
			}
		})},
	}
}

// failing fails one request of a run, as where an instance dies, or refuses it, as where an id is locked, and counts all.
func failing(came *atomic.Int64, at int64, status int) func(http.Handler) http.Handler {
	return before(func(w http.ResponseWriter, r *http.Request) bool {
		if came.Add(1) == at && (status >= 500 || r.Header.Get("Authorization") == goodHeader()) {
			w.WriteHeader(status)
			return true
		}
		return false
	})
}

// bodiesFirst answers what it cannot read before it asks who sent it, as many frameworks do.
func bodiesFirst(status int) func(http.Handler) http.Handler {
	return before(func(w http.ResponseWriter, r *http.Request) bool {
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		broken := r.Method == http.MethodPost && (err != nil || !json.Valid(body)) || r.Method == http.MethodGet &&
			strings.HasSuffix(r.URL.Path, "things") && r.URL.RawQuery == ""
		if broken {
			w.WriteHeader(status)
		}
		return broken
	})
}

// oddFailures are accidents, and the order in which many frameworks look at a request.
func oddFailures() []oddity {
	return []oddity{
		{"bodies_are_read_first_422", bodiesFirst(http.StatusUnprocessableEntity)},
		{"bodies_are_read_first_400", bodiesFirst(http.StatusBadRequest)},
		{"lists_are_taken_as_well", before(func(w http.ResponseWriter, r *http.Request) bool {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			list := r.Header.Get("Authorization") == goodHeader() && bytes.HasPrefix(body, []byte("[")) && json.Valid(body)
			if list {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"results":[]}`)
			}
			return list
		})},
		{"numbers_that_no_float_holds_are_failures", before(func(w http.ResponseWriter, r *http.Request) bool {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			endless := bytes.Contains(body, []byte(":1e400"))
			if endless {
				w.WriteHeader(http.StatusInternalServerError)
			}
			return endless
		})},
		{"multipart_without_a_boundary_is_a_failure", before(func(w http.ResponseWriter, r *http.Request) bool {
			kind, parameters, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
			form := kind == "multipart/form-data"
			switch {
			case form && parameters["boundary"] == "":
				w.WriteHeader(http.StatusInternalServerError)
			case form:
				w.WriteHeader(http.StatusUnsupportedMediaType)
			}
			return form
		})},
		{"bytes_that_are_no_text_are_failures", before(func(w http.ResponseWriter, r *http.Request) bool {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			_, err := url.ParseQuery(r.URL.RawQuery)
			text, _ := url.QueryUnescape(r.URL.RawQuery)
			odd := err != nil || !utf8.ValidString(text) || !utf8.Valid(body)
			if odd {
				w.WriteHeader(http.StatusInternalServerError)
			}
			return odd
		})},
	}
}

// oddRefusals are other ways to refuse.
func oddRefusals() []oddity {
	return []oddity{
		{"no_other_origins_no_HEAD", rewritten(func(r *http.Request, a *httptest.ResponseRecorder) {
			for _, name := range []string{
				"Access-Control-Allow-Origin", "Access-Control-Allow-Headers", "Access-Control-Allow-Methods",
				"Vary",
			} {
				a.Header().Del(name)
			}
			if r.Method == http.MethodOptions || r.Method == http.MethodHead {
				a.Code = http.StatusMethodNotAllowed
				a.Header().Set("Allow", "GET, POST")
				a.Body.Reset()
			}
		})},
		{"refusals_are_404", rewritten(func(_ *http.Request, a *httptest.ResponseRecorder) {
			if a.Code == http.StatusBadRequest || a.Code == http.StatusMethodNotAllowed {
				a.Code = http.StatusNotFound
				a.Body.Reset()
			}
		})},
		{"the_first_header_counts", oneHeader(func(values []string) []string { return values[:1] })},
		{"the_last_header_counts", oneHeader(func(values []string) []string { return values[len(values)-1:] })},
		{"more_methods_than_documented", before(func(w http.ResponseWriter, r *http.Request) bool {
			more := r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/add") && r.Header.Get("Authorization") != ""
			if more {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(`{"added":3}`))
			}
			return more
		})},
		{"no_chunked_bodies_no_expect", before(func(w http.ResponseWriter, r *http.Request) bool {
			switch {
			case r.ContentLength < 0:
				w.WriteHeader(http.StatusLengthRequired)
			case r.Header.Get("Expect") != "":
				w.WriteHeader(http.StatusExpectationFailed)
			default:
				return false
			}
			return true
		})},
		{"long_requests_are_cut_off", before(func(w http.ResponseWriter, r *http.Request) bool {
			if r.ContentLength < 5000 && len(r.URL.String()) < 5000 {
				return false
			}
			if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
				_ = conn.Close()
			}
			return true
		})},
	}
}

// oneHeader goes by one of several Authorization headers.
func oneHeader(choose func([]string) []string) func(http.Handler) http.Handler {
	return before(func(_ http.ResponseWriter, r *http.Request) bool {
		if values := r.Header["Authorization"]; len(values) > 1 {
			r.Header["Authorization"] = choose(values)
		}
		return false
	})
}

// TestGoodServersAreNotAccused wants no failure, and nothing untold, of servers that are good in another way.
// TestOneFailureAccusesNobody has each check meet one request that fails, or good credentials that are refused once, at each place in
// turn.
func oneFailure(t *testing.T, id string, status int) {
	t.Helper()
	for at := int64(1); ; at++ {
		var came atomic.Int64
		report := judge(t, failing(&came, at, status)(newShop("")), only(id))
		for _, c := range report.Checks {
			require.NotEqual(t, conformance.Fail, c.Outcome,
				"request %d is answered with %d: %s: %s\nexpected: %s\ngot: %s", at, status, c.ID, c.Message, c.Expected, c.Got)
		}
		if came.Load() < at {
			return
		}
	}
}

func requireNoAccusation(t *testing.T, report conformance.Report) {
	t.Helper()
	passed := 0
	for _, c := range report.Checks {
		require.Contains(t, []conformance.Outcome{conformance.Pass, conformance.Skip}, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID,
			c.Message, c.Expected, c.Got)
		if c.Outcome == conformance.Skip {
			t.Logf("%s: %s", c.ID, c.Message)
			continue
		}
		passed++
	}
	require.Greater(t, passed, 40)
}

func TestABasePathIsKept(t *testing.T) {
	report := judge(t, http.StripPrefix("/behind/a/proxy", newShop("")),
		func(target *conformance.Target) { target.URL += "/behind/a/proxy/" })
	requireNoAccusation(t, report)
}

// TestAReplicaThatIsLateOnceIsNotAccused has one answer to parameters in another order lack what the list has shown before.
func TestAReplicaThatIsLateOnceIsNotAccused(t *testing.T) {
	var late atomic.Bool
	serve := rewritten(func(r *http.Request, answer *httptest.ResponseRecorder) {
		user := r.URL.Query().Get("user")
		reordered := user != "" && !strings.HasSuffix(r.URL.RawQuery, "user="+user)
		if reordered && answer.Code == http.StatusOK && late.CompareAndSwap(false, true) {
			answer.Body = bytes.NewBufferString("[]")
		}
	})
	for _, c := range judge(t, serve(newShop("")), only("transport.query-order")).Checks {
		if c.ID == "shop.transport.query-order" {
			require.Equal(t, conformance.Pass, c.Outcome, c.Message)
		}
	}
	require.True(t, late.Load())
}

// TestSmallLettersOnTheWire serves through a proxy that spells every header name in small letters.
func TestSmallLettersOnTheWire(t *testing.T) {
	backend := httptest.NewServer(newShop(""))
	t.Cleanup(backend.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go lowerCased(client, backend.Listener.Addr().String())
		}
	}()
	requireNoAccusation(t, judge(t, newShop(""), func(target *conformance.Target) { target.URL = "http://" + listener.Addr().String() }))
}

// lowerCased carries one connection and spells the names in the answers' headers in small letters.
func lowerCased(client net.Conn, backend string) {
	defer client.Close()
	server, err := net.Dial("tcp", backend)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := client.Read(buffer)
			if n > 0 {
				_, _ = server.Write(buffer[:n])
			}
			if err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := server.Read(buffer)
		if _, werr := client.Write(smallNames(buffer[:n])); werr != nil || err != nil {
			return
		}
	}
}

// smallNames changes the header in the bytes of an exchange that begin with one.
func smallNames(piece []byte) []byte {
	header, body, found := strings.Cut(string(piece), "\r\n\r\n")
	if !found || !strings.HasPrefix(header, "HTTP/") {
		return piece
	}
	lines := strings.Split(header, "\r\n")
	for i, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		lines[i+1] = strings.ToLower(name) + ":" + value
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + body)
}

// TestNothingIsSentThatWasNotAllowed looks at what a run without writes and without a team sends.
func TestNothingIsSentThatWasNotAllowed(t *testing.T) {
	var writes atomic.Int64
	watch := before(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/add") && r.Method == http.MethodPost {
			writes.Add(1)
		}
		return false
	})
	report := judge(t, watch(newShop("")), func(target *conformance.Target) { target.ReadOnly = true })
	requireNoAccusation(t, report)
	require.Zero(t, writes.Load())
}

package protocol_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// shop is a small API that keeps every rule, but for one mistake at most.
type shop struct {
	mistake string

	mu   sync.Mutex
	keep map[string]string // what some mistakes remember
	last string
}

func newShop(mistake string) *shop { return &shop{mistake: mistake, keep: map[string]string{}} }

// reply is an answer before it is written.
type reply struct {
	status int
	value  any
	header http.Header
}

func refusal(status int, text string) reply {
	return reply{status: status, value: map[string]any{"code": status, "message": text}, header: http.Header{}}
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.mistake == "transport.pipelined" {
		s.lastFirst(w, r)
		return
	}
	s.reply(w, r)
}

// lastFirst answers what has come on a connection, the last first, and closes it.
func (s *shop) lastFirst(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	all := []*http.Request{r}
	for rw.Reader.Buffered() > 0 {
		next, err := http.ReadRequest(rw.Reader)
		if err != nil {
			return
		}
		text, _ := io.ReadAll(next.Body)
		next.Body, next.RemoteAddr = io.NopCloser(bytes.NewReader(text)), r.RemoteAddr
		all = append(all, next)
	}
	slices.Reverse(all)
	for i, one := range all {
		answer := httptest.NewRecorder()
		s.reply(answer, one)
		response := answer.Result()
		response.ContentLength, response.Close = int64(answer.Body.Len()), i == len(all)-1
		_ = response.Write(conn)
	}
}

func (s *shop) reply(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	preflight := r.Method == http.MethodOptions && r.Header.Get("Origin") != ""
	if preflight {
		h.Set("Access-Control-Allow-Methods", "GET, POST")
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		s.allow(h, origin)
	}
	if preflight {
		h.Set("Access-Control-Allow-Headers", map[bool]string{true: "*", false: "authorization, content-type"}[s.mistake == "cors.allows"])
		w.WriteHeader(map[bool]int{true: 401, false: 204}[s.mistake == "cors.preflight"])
		return
	}
	s.write(w, r, s.answer(r))
}

func (s *shop) allow(h http.Header, origin string) {
	h.Set("Access-Control-Allow-Origin", origin)
	if s.mistake != "cors.vary" {
		h.Set("Vary", "Origin")
	}
	if s.mistake == "cors.answers" && h.Get("Access-Control-Allow-Methods") == "" {
		h.Del("Access-Control-Allow-Origin")
	}
	if s.mistake == "cors.credentials" {
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Allow-Credentials", "true")
	}
}

// methods are the methods of a path; none if there is no such path.
func (s *shop) methods(path string) []string {
	bot, tail, _ := strings.Cut(strings.TrimPrefix(path, "/v1/bots/"), "/")
	switch {
	case path == "/v1/echo":
		return []string{"POST"}
	case s.mistake == "transport.unknown-path" && strings.Contains(path, "things"):
		return []string{"GET", "POST"}
	case !strings.HasPrefix(path, "/v1/bots/") || bot == "" && s.mistake != "input.strange-ids":
		return nil
	case tail == "things":
		return []string{"GET", "POST"}
	case tail == "things/add":
		return []string{"POST"}
	}
	return nil
}

// answer goes the way of a request. Mistakes are named after the check that has to find them.
func (s *shop) answer(r *http.Request) reply {
	if early, done := s.oddRoute(r); done {
		return early
	}
	methods := s.methods(r.URL.EscapedPath())
	if methods == nil {
		return refusal(404, "no such path")
	}
	body, readErr := s.read(r)
	if s.mistake == "auth.before-validation" {
		if violation := s.violation(r, body, readErr); violation != "" {
			return refusal(400, violation)
		}
	}
	if refused, ok := s.enter(r); !ok {
		return refused
	}
	if !strings.Contains(strings.Join(methods, " "), strings.Replace(r.Method, "HEAD", "GET", 1)) {
		return s.notAllowed(methods)
	}
	if refused, odd := s.oddBody(r, body); odd {
		return refused
	}
	if violation := s.violation(r, body, readErr); violation != "" {
		if s.mistake == "transport.refusal-forgotten" {
			before := s.recall("violation")
			s.remember("violation", violation)
			violation += before
		}
		return refusal(400, violation)
	}
	return s.serve(r, body)
}

func (s *shop) notAllowed(methods []string) reply {
	refused := refusal(405, "no such method")
	if s.mistake != "transport.allow-with-405" {
		refused.header.Set("Allow", strings.Join(methods, ", "))
	}
	return refused
}

// oddRoute has the mistakes that act before anything else.
func (s *shop) oddRoute(r *http.Request) (reply, bool) {
	path := r.URL.EscapedPath()
	switch {
	case s.mistake == "auth.path-variants" && strings.HasSuffix(path, "things/"),
		s.mistake == "transport.unknown-path" && strings.HasSuffix(path, "-understudy"):
		return reply{status: 200, value: list(nil), header: http.Header{}}, true
	case s.mistake == "transport.unknown-path-refused" && s.methods(path) == nil:
		return reply{status: 204, header: http.Header{}}, true
	case s.mistake == "auth.bots-look-alike" && strings.Contains(path, "/nobot"):
		return refusal(404, "no such bot"), true
	case s.mistake == "limits.long-query" && len(r.URL.RawQuery) > 4000,
		s.mistake == "input.no-server-error" && r.Header.Get("Authorization") == "":
		return refusal(500, "oops"), true
	case s.mistake == "transport.next-request" && s.recall("stuck "+r.RemoteAddr) != "":
		return refusal(400, "what is this?"), true
	}
	return reply{}, false
}

// read reads the body.
func (s *shop) read(r *http.Request) ([]byte, error) {
	if s.mistake == "transport.chunked-body" && r.ContentLength < 0 {
		return nil, nil
	}
	if s.mistake == "transport.slow-body" {
		b := make([]byte, 1<<16)
		n, err := r.Body.Read(b)
		if err == io.EOF {
			err = nil
		}
		return b[:n], err
	}
	return io.ReadAll(r.Body)
}

const (
	goodPair  = "id-1:Secret-1"
	otherPair = "id-2:Secret-2"
)

func goodHeader() string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(goodPair)) }

// enter looks at the credentials.
func (s *shop) enter(r *http.Request) (reply, bool) {
	values := r.Header["Authorization"]
	if s.mistake == "auth.query-credentials" && r.URL.Query().Get("access_token") == "Secret-1" || s.mistake == "auth.no-credentials" &&
		r.Method == "POST" || s.mistake == "auth.head" && r.Method == "HEAD" {
		return reply{}, true
	}
	if s.mistake == "auth.per-request" && s.recall(r.RemoteAddr) != "" ||
		s.mistake == "auth.no-shared-answers" && s.recall(r.URL.String()) != "" {
		return reply{}, true
	}
	if s.mistake == "auth.two-headers" && slices.Contains(values, goodHeader()) {
		values = []string{goodHeader()}
	}
	if len(values) != 1 {
		return s.shut(r, "no credentials", 401), false
	}
	scheme, payload, _ := strings.Cut(values[0], " ")
	raw, err := base64.StdEncoding.DecodeString(payload)
	if s.mistake == "auth.malformed" && err != nil {
		return reply{}, true
	}
	if !strings.EqualFold(scheme, "Basic") || s.mistake == "auth.scheme-case" && scheme != "Basic" || !s.right(string(raw)) {
		status := 401
		if s.mistake == "auth.same-refusal" && strings.HasPrefix(string(raw), "id-1:") {
			status = 403
		}
		return s.shut(r, string(raw)+payload, status), false
	}
	s.remember(r.RemoteAddr, "in")
	s.remember(r.URL.String(), "in")
	return reply{}, true
}

// right compares credentials.
func (s *shop) right(pair string) bool {
	id, secret, _ := strings.Cut(pair, ":")
	switch s.mistake {
	case "auth.wrong-secret":
		return id == "id-1"
	case "auth.unknown-id":
		return secret == "Secret-1"
	case "auth.foreign-secret":
		return id == "id-1" && (secret == "Secret-1" || secret == "Secret-2")
	case "auth.id-case":
		return strings.EqualFold(id, "id-1") && secret == "Secret-1"
	case "auth.near-secrets":
		return id == "id-1" && strings.EqualFold(secret, "Secret-1")
	case "auth.padded-secrets":
		return id == "id-1" && strings.TrimSpace(secret) == "Secret-1"
	case "auth.empty-parts":
		return pair == goodPair || id == "id-1" && secret == ""
	}
	return pair == goodPair || pair == otherPair
}

func (s *shop) shut(r *http.Request, presented string, status int) reply {
	if r.Method == "POST" {
		s.remember("stuck "+r.RemoteAddr, "stuck")
	}
	if s.mistake == "auth.status-401" {
		status = 403
	}
	refused := refusal(status, "who are you?")
	if s.mistake == "auth.no-echo" {
		refused = refusal(status, "who is "+presented+"?")
	}
	if s.mistake != "auth.challenge" {
		refused.header.Set("WWW-Authenticate", "Basic")
	}
	return refused
}

func (s *shop) remember(key, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.keep[key] = value
}

func (s *shop) recall(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keep[key]
}

// write sends an answer.
func (s *shop) write(w http.ResponseWriter, r *http.Request, a reply) {
	text, _ := json.Marshal(a.value)
	if raw, ok := a.value.(string); ok {
		text = []byte(raw)
	}
	text, zipped := s.zip(r, s.spoil(r, a, text))
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	for name, values := range a.header {
		h[name] = values
	}
	if zipped {
		h.Set("Content-Encoding", "gzip")
	}
	if s.mistake == "transport.head-without-body" && r.Method == http.MethodHead ||
		s.mistake == "transport.whole-answers" && a.status == 200 {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			fmt.Fprintf(conn, "HTTP/1.1 %d OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", a.status, len(text)+9, text)
			conn.Close()
		}
		return
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(text)
}

func (s *shop) zip(r *http.Request, text []byte) ([]byte, bool) {
	if r.Header.Get("Accept-Encoding") != "gzip" {
		return text, false
	}
	if s.mistake == "negotiation.gzip" && len(text) > 1000 {
		text = text[:1000]
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(text)
	_ = z.Close()
	return b.Bytes(), true
}

// spoil has the mistakes of good answers.
func (s *shop) spoil(r *http.Request, a reply, text []byte) []byte {
	if a.status != 200 {
		return text
	}
	switch {
	case s.mistake == "negotiation.json-declared":
		a.header.Set("Content-Type", "text/plain")
	case s.mistake == "negotiation.not-public":
		a.header.Set("Cache-Control", "max-age=5, Public")
	case s.mistake == "negotiation.no-html" && r.Header.Get("Accept") == "text/html":
		a.header.Set("Content-Type", "text/html")
	case s.mistake == "negotiation.accept" && r.Header.Get("Accept") == "*/*",
		s.mistake == "negotiation.no-accept" && r.Header.Get("Accept") == "":
		return []byte(`{"data":` + string(text) + `}`)
	case s.mistake == "negotiation.json-body":
		return append(text, "\n{}"...)
	case s.mistake == "negotiation.no-duplicate-members":
		return append([]byte(`{"x":{"a":1,"a":2},`), text[1:]...)
	case s.mistake == "input.header-injection":
		if bad, err := url.QueryUnescape(r.URL.RawQuery); err == nil && strings.Contains(bad, "\r\nX-Understudy-Injected") {
			a.header.Set("X-Understudy-Injected", "yes")
		}
	}
	return text
}

// violation says what is wrong with a request.
func (s *shop) violation(r *http.Request, body []byte, readErr error) string {
	if r.Method == "GET" || r.Method == "HEAD" {
		return s.queryViolation(r)
	}
	kind, params, _ := strings.Cut(strings.ToLower(r.Header.Get("Content-Type")), ";")
	switch {
	case readErr != nil:
		return "the body is cut"
	case kind != "application/json" || s.mistake == "negotiation.json-content-type" && params != "",
		s.mistake == "negotiation.json-type-case" && !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		return "send JSON"
	case s.mistake == "input.broken-json" && !json.Valid(body), s.mistake == "input.not-an-object" && json.Valid(body):
		return ""
	case !json.Valid(body) || !utf8.Valid(body) && s.mistake != "input.invalid-utf8" || len(body) == 0 || body[0] != '{':
		return "the body is no JSON object"
	}
	if _, wrong, there := strings.Cut(string(body), `"wrong":`); there {
		return "this is wrong: " + wrong
	}
	return ""
}

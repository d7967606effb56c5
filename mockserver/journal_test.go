package mockserver_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

const journalPath = "/__understudy/journal"

// exchanges is what GET journal answers.
type exchanges struct {
	Total, Dropped int
	Exchanges      []exchange
}

type exchange struct {
	ID, Namespace, API, Operation, Method, Path, At string
	Duration                                        float64 `json:"duration_ms"`
	Query                                           map[string]any
	Credential                                      string
	Status                                          int
	Returned                                        *int
	Request, Response                               struct {
		Headers   map[string]string
		Body      any
		Encoding  string
		Size      int
		Truncated bool
		Unread    bool
	}
	Violations []struct{ Rule string }
	Fault      string
}

// journal asks for exchanges, and wants the answer to keep to its document.
func (c client) journal(t testing.TB, query string) exchanges {
	t.Helper()
	var all exchanges
	r := c.get(t, journalPath+query)
	r.into(t, &all)
	r.keeps(t, "ListExchanges")
	return all
}

// keeps holds an answer of the mock's own to its document.
func (r reply) keeps(t testing.TB, operation string) {
	t.Helper()
	op, known := ownContract(t).Operation(operation)
	require.True(t, known)
	require.Empty(t, op.ValidateResponse(spec.Response{Status: r.status, Header: r.header, Body: []byte(r.body)}))
}

// last is the latest exchange.
func (c client) last(t testing.TB) exchange {
	t.Helper()
	all := c.journal(t, "?limit=1").Exchanges
	require.Len(t, all, 1)
	return all[0]
}

func TestJournalShowsAnExchange(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	require.Equal(t, exchanges{Exchanges: []exchange{}}, c.journal(t, ""))
	r := c.post(t, trackOf("demobot1"), `{"event":"signup","user_id":"mia","attributes":{"plan":"pro"}}`, "X-Trace: 1")
	require.Equal(t, http.StatusOK, r.status)
	x := c.last(t)
	require.Equal(t, r.header.Get("Understudy-Request-Id"), x.ID)
	require.Equal(t, "2026-01-15T12:00:00.123Z", x.At)
	require.Positive(t, x.Duration)
	require.Equal(t, []any{"default", "chatlayer", "TrackEvent", "POST", trackOf("demobot1"), 200},
		[]any{x.Namespace, x.API, x.Operation, x.Method, x.Path, x.Status})
	require.Equal(t, map[string]any{"event": "signup", "user_id": "mia", "attributes": map[string]any{"plan": "pro"}}, x.Request.Body)
	require.Equal(t, "1", x.Request.Headers["X-Trace"])
	require.Equal(t, "Basic [redacted]", x.Request.Headers["Authorization"])
	require.JSONEq(t, r.body, string(asJSON(t, x.Response.Body)))
	require.Equal(t, "application/json", x.Response.Headers["Content-Type"])
	require.Equal(t, len(r.body), x.Response.Size)

	var one exchange
	whole := c.get(t, journalPath+"/"+x.ID)
	whole.into(t, &one)
	whole.keeps(t, "GetExchange")
	require.Equal(t, x, one)
	unknown := c.get(t, journalPath+"/req_0")
	unknown.refusedByControl(t, http.StatusNotFound, "req_0")
	unknown.keeps(t, "GetExchange")
}

func asJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return b
}

func TestJournalHasAListAsItWasSent(t *testing.T) {
	s := mockserver.Start(t, seeded(5000))
	c := demo(s)
	for _, size := range []string{"1", "20", "100"} {
		r := c.ask(t, http.MethodGet, "demobot1", everything().with(args{"page_size": size}))
		x := c.last(t)
		require.Equal(t, size, x.Query["page_size"])
		require.Equal(t, len(r.body), x.Response.Size)
		require.JSONEq(t, r.body, string(asJSON(t, x.Response.Body)))
	}
	for range 4 {
		c.track(t, "demobot1", args{"event": "long", "attributes": args{"text": strings.Repeat("é", 20<<10)}})
	}
	r := c.ask(t, http.MethodGet, "demobot1", everything().with(args{"event": "long"}))
	x := c.last(t)
	require.Greater(t, len(r.body), 64<<10)
	require.True(t, x.Response.Truncated)
	kept, _ := x.Response.Body.(string)
	require.Greater(t, len(kept), 64<<10-4)
	require.True(t, strings.HasPrefix(r.body, kept), "no character is cut")
	require.Equal(t, len(r.body), x.Response.Size)
}

func TestJournalFilters(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.post(t, trackOf("demobot1"), `{"event":"signup"}`)
	c.post(t, trackOf("demobot1"), `{"event":"login"}`)
	c.ask(t, http.MethodGet, "demobot1", everything().with(args{"event": "signup"}))
	c.ask(t, http.MethodGet, "demobot1", everything().with(args{"version": "x"}))
	apiKey(s).post(t, "/events", anEvent)
	c.get(t, "/nowhere/at/all")
	for query, want := range map[string]int{
		"":                          6,
		"?text=SIGNUP":              2,
		"?text=signup&method=POST":  1,
		"?operation=TrackEvent":     2,
		"?method=POST":              3,
		"?status=404":               1,
		"?status=4xx":               2,
		"?status=2xx&method=GET":    1,
		"?status=0":                 0,
		"?event=signup":             2,
		"?event=signup&method=POST": 1,
		"?event=x":                  1,
		"?violation=query.enum":     1,
		"?fault=f":                  0,
		"?limit=2":                  2,
	} {
		all := c.journal(t, query)
		require.Len(t, all.Exchanges, want, query)
		require.Equal(t, 6, all.Total)
	}
	all := c.journal(t, "").Exchanges
	require.Equal(t, "/nowhere/at/all", all[5].Path, "the newest is last")
	require.Equal(t, all[4:], c.journal(t, "?limit=2").Exchanges)
	require.Equal(t, all[2:4], c.journal(t, "?limit=2&since="+all[1].ID).Exchanges, "the oldest behind it")
	require.Empty(t, c.journal(t, "?since="+all[5].ID).Exchanges)
	require.Equal(t, all[2:4], c.journal(t, "?limit=2&before="+all[4].ID).Exchanges, "the newest before it")
	require.Equal(t, all[2:4], c.journal(t, "?since="+all[1].ID+"&before="+all[4].ID).Exchanges)
	bare := c.journal(t, "?bodies=false").Exchanges[0]
	require.Nil(t, bare.Request.Body)
	require.Equal(t, all[0].Request.Size, bare.Request.Size)
	for query, says := range map[string]string{
		"?operation=TrackEvents":     "TrackEvent",
		"?operatoin=TrackEvent":      "did you mean operation?",
		"?violation=query.undeclred": "did you mean \"query.undeclared\"",
		"?status=44":                 "status",
		"?status=9xx":                "status",
		"?method=post":               "method",
		"?limit=0":                   "limit",
		"?limit=1001":                "limit",
		"?format=xml":                "har",
	} {
		c.get(t, journalPath+query).refusedByControl(t, http.StatusBadRequest, says)
	}
	c.get(t, journalPath+"?since=req_1").refusedByControl(t, http.StatusNotFound, "req_1")
}

func TestJournalIsForgotten(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	for _, forget := range []func() reply{
		func() reply { return c.send(t, http.MethodDelete, journalPath, "") },
		func() reply { return c.post(t, "/__understudy/reset", "") },
	} {
		c.get(t, "/v1/echo")
		require.Equal(t, 1, c.journal(t, "").Total)
		r := forget()
		require.Equal(t, 2, r.status/100, r.body)
		require.Equal(t, exchanges{Exchanges: []exchange{}}, c.journal(t, ""))
	}
	r := c.send(t, http.MethodDelete, journalPath, "")
	require.Equal(t, http.StatusNoContent, r.status)
	require.NotContains(t, r.header, "Content-Type")
	r.keeps(t, "ClearJournal")
}

func TestJournalHasWhatNoOperationSees(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.send(t, http.MethodOptions, trackOf("demobot1"), "", "Origin: http://page.example", "Access-Control-Request-Method: POST")
	x := c.last(t)
	require.Equal(t, []any{"OPTIONS", 204, ""}, []any{x.Method, x.Status, x.Operation})
	require.Contains(t, x.Response.Headers, "Access-Control-Allow-Methods")
	c.send(t, http.MethodOptions, trackOf("demobot1"), "")
	require.Equal(t, "POST, OPTIONS", c.last(t).Response.Headers["Allow"])
	c.get(t, "/favicon.ico")
	require.Equal(t, []any{"/favicon.ico", 404}, []any{c.last(t).Path, c.last(t).Status})
	c.send(t, http.MethodPut, "/events", `{"half":`)
	x = c.last(t)
	require.Equal(t, 405, x.Status)
	require.Equal(t, `{"half":`, x.Request.Body, "though no operation has read it")
	nobody(s).post(t, trackOf("demobot1"), `{"event":"x"}`)
	require.Equal(t, 401, c.last(t).Status)

	w := c.dial(t)
	w.write(t, "GET /v1/echo?a=b HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
	answer := w.read(t, http.MethodGet)
	x = c.last(t)
	require.Equal(t, []any{"GET", "/v1/echo", 400, "b", answer.header.Get("Understudy-Request-Id")},
		[]any{x.Method, x.Path, x.Status, x.Query["a"], x.ID})
	require.Equal(t, "header.value", x.Violations[0].Rule)
	require.Equal(t, "close", x.Response.Headers["Connection"])

	w = c.dial(t)
	w.write(t, "POST /v1/echo?half=1 HTTP/1.1\r\nHost: x\r\n")
	require.NoError(t, w.Close())
	require.Eventually(t, func() bool { return c.last(t).Query["half"] == "1" }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, []any{"POST", "/v1/echo"}, []any{c.last(t).Method, c.last(t).Path})
	w = c.dial(t)
	w.write(t, c.head("/v1/echo?cut=1", "Content-Length: 20")+"\r\n"+`{"message"`)
	require.NoError(t, w.Close())
	require.Eventually(t, func() bool { return c.last(t).Query["cut"] == "1" }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, []any{`{"message"`, 400}, []any{c.last(t).Request.Body, c.last(t).Status}, "as far as it came")

	c.get(t, "/v1/echo", "X-Understudy-Namespace: No Name")
	require.Equal(t, []any{400, "default"}, []any{c.last(t).Status, c.last(t).Namespace}, "who names no namespace comes to the default one")
	c.get(t, "/~other/v1/echo?a=1")
	require.Equal(t, 400, c.last(t).Status, "another one has its own")
	x = client{s.URL + "/~other", c.auth}.last(t)
	require.Equal(t, []any{"other", "/v1/echo", 405, "1"}, []any{x.Namespace, x.Path, x.Status, x.Query["a"]})

	before := c.journal(t, "").Total
	c.get(t, "/")
	c.get(t, "/__understudy/healthz")
	c.get(t, "/__understudy/nowhere")
	require.Equal(t, before, c.journal(t, "").Total, "the mock's own are not in it")
}

func TestJournalHidesCredentials(t *testing.T) {
	opts := quiet()
	opts.Credentials = []mockserver.Credential{
		{Kind: mockserver.KindChatlayer, ID: "my-token-id", Secret: "s3cret/words+", Team: "t"},
		{Kind: mockserver.KindInkeepAPI, Secret: "key-0123456789"},
	}
	opts.ControlToken = "control-0123"
	s := mockserver.Start(t, opts)
	c := client{s.URL, basic("my-token-id:s3cret/words+")}
	own := client{s.URL, "Bearer control-0123"}
	leaks := strings.Join([]string{
		"s3cret/words+", "my-token-id:s3cret/words+", "key-0123456789", "control-0123", strings.TrimPrefix(c.auth, "Basic "),
		"czNjcmV0L3dvcmRzKw==", "a2V5LTAxMjM0NTY3ODk",
	}, " ")
	body := args{"event": "x", "attributes": args{"a": leaks, "key-0123456789": "b"}, "user_id": "plain"}
	require.Equal(t, 200, c.post(t, trackOf("b"), body.json(t), "X-Leak: "+leaks).status)
	c.get(t, "/v1/bots/key-0123456789/events/stream?key-0123456789=s3cret%2Fwords%2B&b=s3cret/words+&c=s3cret%2fwords%2b")
	c.post(t, "/v1/echo", "\xff key-0123456789", "Content-Type: text/plain")
	client{s.URL, basic("my-token-id:another-guess")}.post(t, "/v1/echo", `{}`, "X-Leak: another-guess")
	client{s.URL, "Bearer yet-another"}.get(t, "/events?x=yet-another")
	for _, target := range []string{journalPath, journalPath + "?format=har"} {
		shown := own.get(t, target).body
		for _, secret := range strings.Fields(leaks + " s3cret%2Fwords%2B s3cret%2fwords s3cret/words another-guess yet-another czNjcmV0") {
			require.NotContains(t, shown, secret)
		}
		require.Contains(t, shown, "plain")
	}
}

func TestJournalOfAServerThatIsAltered(t *testing.T) {
	for misbehaviour, accept := range map[string]string{"transport.bom": "*/*", "transport.html-page": "text/html"} {
		opts := seeded(200)
		opts.Misbehave = misbehaviour
		s := mockserver.Start(t, opts)
		c := demo(s)
		r := c.get(t, streamOf("demobot1")+"?"+everything().query(), "Accept: "+accept)
		x := c.last(t)
		require.Equal(t, r.body, x.Response.Body, "what left, not what was meant to")
		require.Equal(t, r.header.Get("Content-Type"), x.Response.Headers["Content-Type"])
		require.Equal(t, len(r.body), x.Response.Size)
	}
}

func TestJournalHar(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.post(t, trackOf("demobot1"), `{"event":"signup"}`)
	c.post(t, "/v1/echo", "\xff\x00", "Content-Type: text/plain")
	c.get(t, "/v1/a%2Fb?x=%zz&y=1&y=2")
	c.send(t, http.MethodHead, streamOf("demobot1")+"?"+everything().query(), "")
	r := c.get(t, journalPath+"?format=har&limit=3")
	require.Equal(t, "application/har+json", r.header.Get("Content-Type"))
	r.keeps(t, "ListExchanges")
	var har struct {
		Log struct {
			Entries []struct {
				Request struct {
					Method, URL string
					QueryString []struct{ Name, Value string }
					PostData    *struct{ MimeType, Text string }
				}
				Response struct{ Content struct{ Text string } }
			}
		}
	}
	decode(t, r.body, &har)
	require.Len(t, har.Log.Entries, 3)
	require.Equal(t, "/wA=", har.Log.Entries[0].Request.PostData.Text)
	require.Equal(t, s.URL+"/v1/a%2Fb?x=%zz&y=1&y=2", har.Log.Entries[1].Request.URL)
	require.Len(t, har.Log.Entries[1].Request.QueryString, 3)
	require.Nil(t, har.Log.Entries[1].Request.PostData)
	require.Empty(t, har.Log.Entries[2].Response.Content.Text)
}

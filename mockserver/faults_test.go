package mockserver_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// fault adds a fault.
func (c client) fault(t testing.TB, body string) (id string) {
	t.Helper()
	r := client{url: c.url}.post(t, "/__understudy/faults", body)
	require.Equal(t, http.StatusCreated, r.status, r.body)
	var added struct{ ID string }
	decode(t, r.body, &added)
	return added.ID
}

// echo is a request that the API answers at once.
func (c client) echo(t testing.TB, headers ...string) reply {
	t.Helper()
	return c.post(t, "/v1/echo", `{"message":"hello"}`, headers...)
}

// fails sends a request whose connection breaks, and returns how.
func (c client) fails(t testing.TB, method, target, body string, headers ...string) (got string, err error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.url+target, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Authorization", c.auth)
	r.Header.Set("Content-Type", "application/json")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	return string(b), err
}

func TestFaultsAnswer(t *testing.T) {
	s := fresh(t)
	t.Run("in_the_shape_of_each_API", func(t *testing.T) {
		id := demo(s).fault(t, `{"status":503,"headers":{"Retry-After":"7","x-own":"yes"}}`)
		r := demo(s).echo(t)
		require.Equal(t, http.StatusServiceUnavailable, r.status)
		require.JSONEq(t, `{"code":14,"message":"Service Unavailable: a fault was asked for (`+id+`)","details":[]}`, r.body)
		require.Equal(t, "application/json", r.header.Get("Content-Type"))
		require.Equal(t, "7", r.header.Get("Retry-After"))
		require.Equal(t, "yes", r.header.Get("X-Own"))
		require.NotEmpty(t, r.header.Get("Understudy-Request-Id"))
		r = apiKey(s).post(t, "/events", anEvent)
		require.Equal(t, http.StatusServiceUnavailable, r.status)
		require.Equal(t, "application/problem+json", r.header.Get("Content-Type"))
		require.Contains(t, r.body, `"code":"service_unavailable"`)
	})
	t.Run("whoever_asks_and_whatever", func(t *testing.T) {
		require.Equal(t, http.StatusServiceUnavailable, nobody(s).post(t, "/events", "no JSON").status)
		require.Equal(t, http.StatusNotFound, nobody(s).get(t, "/v1/nowhere").status, "no operation")
		require.Equal(t, http.StatusOK, nobody(s).get(t, "/__understudy/healthz").status)
		require.Equal(t, 1, len(s.Violations()), "the unknown path")
		require.Zero(t, s.Faults().List()[0].Seen-3)
	})
	for name, tt := range map[string]struct{ fault, contentType, body string }{
		"json":         {`{"status":500,"body":"{}"}`, "application/json", "{}"},
		"html":         {`{"status":502,"body":"<html>Bad Gateway"}`, "text/html; charset=utf-8", "<html>Bad Gateway"},
		"text":         {`{"status":500,"body":"oops"}`, "text/plain; charset=utf-8", "oops"},
		"its_own_type": {`{"status":200,"body":"a,b","headers":{"content-type":"text/csv"}}`, "text/csv", "a,b"},
		"an_empty_one": {`{"status":500,"body":""}`, "text/plain; charset=utf-8", ""},
		"no_error":     {`{"status":202}`, "", ""},
		"no_content":   {`{"status":204}`, "", ""},
	} {
		t.Run("with_a_body_"+name, func(t *testing.T) {
			s := fresh(t)
			demo(s).fault(t, tt.fault)
			r := demo(s).echo(t)
			require.Equal(t, tt.body, r.body)
			require.Equal(t, tt.contentType, r.header.Get("Content-Type"))
		})
	}
}

// TestFaultsOfLaterPages looks at lists that have an offset instead of a token.
func TestFaultsOfLaterPages(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	for _, operation := range []string{"ListFeedback", "ListConversations"} {
		added := controlled(t, s, "AddFault", "faults", `{"match":{"operation":"`+operation+`","page":"later"},"status":503}`)
		require.Equal(t, http.StatusCreated, added.status, added.body)
	}
	for _, list := range []string{"/feedback", "/conversations"} {
		require.Equal(t, http.StatusOK, apiKey(s).get(t, list+"?limit=2").status)
		require.Equal(t, http.StatusOK, apiKey(s).get(t, list+"?limit=2&offset=0").status)
		require.Equal(t, http.StatusServiceUnavailable, apiKey(s).get(t, list+"?limit=2&offset=2").status)
	}
}

func TestFaultsOfAnAnswer(t *testing.T) {
	whole := demo(fresh(t)).echo(t).body
	t.Run("malformed", func(t *testing.T) {
		s := fresh(t)
		demo(s).fault(t, `{"malformed":true}`)
		r := demo(s).echo(t)
		require.Equal(t, whole[:len(whole)/2], r.body)
		require.Equal(t, http.StatusOK, r.status)
		list := demo(s).get(t, streamOf("demobot1")+"?"+everything().query())
		require.Equal(t, `{"events":[],"nex`, list.body)
		require.Equal(t, http.StatusOK, demo(s).send(t, http.MethodHead, streamOf("demobot1")+"?"+everything().query(), "").status)
	})
	t.Run("content_type", func(t *testing.T) {
		s := fresh(t)
		demo(s).fault(t, `{"content_type":"text/html"}`)
		r := demo(s).echo(t)
		require.Equal(t, whole, r.body)
		require.Equal(t, "text/html", r.header.Get("Content-Type"))
	})
}

func TestFaultsResetTheConnection(t *testing.T) {
	t.Run("before_an_answer", func(t *testing.T) {
		s := mockserver.Start(t, quiet())
		demo(s).fault(t, `{"reset":true}`)
		_, err := demo(s).fails(t, http.MethodPost, trackOf("demobot1"), `{"event":"x"}`)
		require.ErrorIs(t, err, syscall.ECONNRESET)
		s.Faults().Clear()
		require.Empty(t, demo(s).list(t, "demobot1", nil).Events, "nothing came of it")
		require.Zero(t, s.StrayRequests()+s.BrokenRequests())
	})
	t.Run("behind_some_bytes", func(t *testing.T) {
		s := fresh(t)
		demo(s).fault(t, `{"match":{"operation":"TrackEvent"},"reset":true,"after_bytes":10}`)
		got, err := demo(s).fails(t, http.MethodPost, trackOf("demobot1"), `{"event":"x"}`)
		require.ErrorIs(t, err, syscall.ECONNRESET)
		require.Equal(t, `{"event_id`, got)
		require.Len(t, demo(s).list(t, "demobot1", nil).Events, 1, "the API has done what it was asked")
	})
	t.Run("behind_more_than_there_are", func(t *testing.T) {
		s := fresh(t)
		demo(s).fault(t, `{"reset":true,"after_bytes":100000}`)
		w := demo(s).dial(t)
		w.write(t, demo(s).head("/v1/echo", "Content-Length: 19"), "\r\n", `{"message":"hello"}`)
		require.Equal(t, `{"message":"hello"}`, w.read(t, http.MethodPost).body)
		_, err := w.answers.ReadByte()
		require.ErrorIs(t, err, syscall.ECONNRESET)
	})
	t.Run("behind_a_long_piece", func(t *testing.T) {
		s := mockserver.Start(t, seeded(500))
		demo(s).fault(t, `{"reset":true,"after_bytes":20000}`)
		got, err := demo(s).fails(t, http.MethodGet, streamOf("demobot1")+"?"+everything().with(args{"page_size": 100}).query(), "")
		require.ErrorIs(t, err, syscall.ECONNRESET)
		require.Len(t, got, 20_000)
	})
	t.Run("over_TLS", func(t *testing.T) {
		for _, http2 := range []bool{false, true} {
			s := mockserver.New(quiet())
			server := httptest.NewUnstartedServer(s)
			server.EnableHTTP2 = http2
			server.StartTLS()
			t.Cleanup(server.Close)
			_, err := s.Faults().Add(mockserver.Fault{Reset: true})
			require.NoError(t, err)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+"/v1/echo", strings.NewReader("{}"))
			require.NoError(t, err)
			_, err = server.Client().Do(r) //nolint:bodyclose // there is no answer
			require.Error(t, err)
			require.Equal(t, !http2, errors.Is(err, syscall.ECONNRESET), "%v", err)
		}
	})
	t.Run("of_which_there_is_none", func(t *testing.T) {
		s := mockserver.New(quiet())
		_, err := s.Faults().Add(mockserver.Fault{Reset: true})
		require.NoError(t, err)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/v1/echo", strings.NewReader("{}")))
		require.Equal(t, http.StatusBadGateway, w.Code)
		require.Contains(t, w.Body.String(), "httptest.NewServer")
	})
}

// TestFaultsWhereAnswersAreKept has a variant in force that sends answers again: none of them is what a fault has made of one.
func TestFaultsWhereAnswersAreKept(t *testing.T) {
	s := mockserver.Start(t, mockserver.Options{EventsPerBot: 10, Variants: []string{"cache.get-1s"}})
	list := streamOf("demobot1") + "?" + everything().query()
	demo(s).fault(t, `{"when":{"first":1},"reset":true,"after_bytes":40}`)
	w := demo(s).dial(t)
	w.write(t, "GET "+list+" HTTP/1.1\r\nHost: x\r\nAuthorization: "+demo(s).auth+"\r\n\r\n")
	_, err := w.answers.ReadByte()
	require.ErrorIs(t, err, syscall.ECONNRESET)
	require.True(t, json.Valid([]byte(demo(s).get(t, list).body)))
	demo(s).fault(t, `{"when":{"first":1},"malformed":true}`)
	require.False(t, json.Valid([]byte(demo(s).get(t, list+"&page_size=2").body)))
	require.True(t, json.Valid([]byte(demo(s).get(t, list+"&page_size=2").body)))
}

func TestPagesSeeInjectedAnswers(t *testing.T) {
	s := fresh(t)
	demo(s).fault(t, `{"rate":{"per_second":0.1,"burst":1}}`)
	require.Equal(t, http.StatusOK, demo(s).echo(t, page0).status)
	r := demo(s).echo(t, page0, "Prefer: foo")
	require.Equal(t, http.StatusTooManyRequests, r.status)
	require.Contains(t, r.body, `"code":8`)
	require.Equal(t, "10", r.header.Get("Retry-After"))
	require.Equal(t, "*", r.header.Get("Access-Control-Allow-Origin"))
	exposed := strings.ToLower(r.header.Get("Access-Control-Expose-Headers"))
	for _, name := range []string{"retry-after", "ratelimit", "ratelimit-policy", "preference-applied"} {
		require.Contains(t, strings.Split(strings.ReplaceAll(exposed, " ", ""), ","), name)
	}
	preflight := nobody(s).send(t, http.MethodOptions, "/v1/echo", "", page0, "Access-Control-Request-Method: POST",
		"Access-Control-Request-Headers: authorization,content-type,prefer")
	require.Equal(t, http.StatusNoContent, preflight.status, "no preflight is hit")
	require.Contains(t, strings.ToLower(preflight.header.Get("Access-Control-Allow-Headers")), "prefer")
	require.Empty(t, s.Violations())
}

func TestPrefer(t *testing.T) {
	s := fresh(t)
	t.Run("a_status", func(t *testing.T) {
		r := demo(s).echo(t, "Prefer: code=503, return=minimal")
		require.Equal(t, http.StatusServiceUnavailable, r.status)
		require.Equal(t, "code=503", r.header.Get("Preference-Applied"))
		require.Contains(t, r.body, `"code":14`)
	})
	t.Run("failures_at_first", func(t *testing.T) {
		for _, want := range []int{429, 429, 200} {
			require.Equal(t, want, apiKey(s).post(t, "/events", anEvent, "Prefer: fail=429;first=2").status)
		}
	})
	t.Run("a_reset", func(t *testing.T) {
		w := demo(s).dial(t)
		w.write(t, demo(s).head("/v1/echo", "Prefer: reset", "Content-Length: 19"), "\r\n", `{"message":"hello"}`)
		_, err := w.answers.ReadByte()
		require.ErrorIs(t, err, syscall.ECONNRESET)
	})
	t.Run("no_preference_of_the_mock", func(t *testing.T) {
		r := demo(s).echo(t, "Prefer: respond-async, cod=503")
		require.Equal(t, http.StatusOK, r.status)
		require.NotContains(t, r.header, "Preference-Applied")
	})
	t.Run("nothing_where_it_is_off", func(t *testing.T) {
		opts := quiet()
		opts.NoPrefer = true
		require.Equal(t, http.StatusOK, demo(mockserver.Start(t, opts)).echo(t, "Prefer: code=503").status)
	})
	t.Run("none_of_the_mocks_own_endpoints", func(t *testing.T) {
		require.Equal(t, http.StatusOK, nobody(s).get(t, "/__understudy/healthz", "Prefer: code=503").status)
	})
	require.Empty(t, s.Violations())
}

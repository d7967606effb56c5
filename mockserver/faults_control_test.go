package mockserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// controlled asks one of the mock's own endpoints and holds the answer to its document.
func controlled(t *testing.T, s *mockserver.Running, operation, target, body string) reply {
	t.Helper()
	op, known := ownContract(t).Operation(operation)
	require.True(t, known)
	r := nobody(s).send(t, op.Method, "/__understudy/"+target, body)
	require.Empty(t, op.ValidateResponse(spec.Response{Status: r.status, Header: r.header, Body: []byte(r.body)}), "%v", r)
	return r
}

func TestFaultEndpoints(t *testing.T) {
	s := fresh(t)
	require.JSONEq(t, `{"faults":[]}`, controlled(t, s, "ListFaults", "faults", "").body)
	var shown []string
	for _, f := range []string{
		`"match":{"operation":"ListEvents","method":"GET","query":{"event":"signup"},"header":{"X-Trace":"1"},"page":"later"},` +
			`"when":{"skip":1,"first":2,"every":3,"probability":0.5,"for":"30s"},"delay":"250ms",` +
			`"status":503,"headers":{"Retry-After":"1"},"body":"{}"`,
		`"match":{"method":"HEAD"},"delay":{"p50":"50ms","p99":"2s"}`,
		`"rate":{"per_second":0.5,"burst":10},"match":{"method":"HEAD"}`,
		`"reset":true,"after_bytes":0,"match":{"method":"HEAD"}`,
		`"drip":"1m30s","match":{"method":"HEAD"}`,
		`"malformed":true,"match":{"method":"HEAD"}`,
		`"content_type":"text/html","when":{"first":1}`,
	} {
		r := controlled(t, s, "AddFault", "faults", "{"+f+"}")
		require.Equal(t, http.StatusCreated, r.status, r.body)
		id := s.Faults().List()[len(shown)].ID
		shown = append(shown, fmt.Sprintf(`{"id":%q,%s,"seen":0,"hit":0}`, id, f))
		require.JSONEq(t, shown[len(shown)-1], r.body, "what was sent comes back")
	}
	demo(s).echo(t)
	last := len(shown) - 1
	shown[last] = strings.Replace(shown[last], `"seen":0,"hit":0`, `"seen":1,"hit":1,"spent":true`, 1)
	require.JSONEq(t, `{"faults":[`+strings.Join(shown, ",")+`]}`, controlled(t, s, "ListFaults", "faults", "").body)

	id := s.Faults().List()[0].ID
	for range 2 {
		r := controlled(t, s, "RemoveFault", "faults/"+id, "")
		require.Equal(t, http.StatusNoContent, r.status)
		require.NotContains(t, r.header, "Content-Type")
	}
	require.Len(t, s.Faults().List(), last)
	r := controlled(t, s, "RemoveFault", "faults/f4711", "")
	require.Equal(t, http.StatusNotFound, r.status)
	require.Contains(t, r.body, "there never was a fault f4711; GET /__understudy/faults lists")
	require.Equal(t, http.StatusNoContent, controlled(t, s, "ClearFaults", "faults", "").status)
	require.Empty(t, s.Faults().List())
}

// TestIDsOfFaults resets a namespace to options, which puts another in its place, and goes back to a snapshot from before.
func TestIDsOfFaults(t *testing.T) {
	s := mockserver.Start(t, quiet())
	var ids []string
	add := func() {
		r := controlled(t, s, "AddFault", "faults", `{"match":{"method":"HEAD"},"status":500}`)
		require.Equal(t, http.StatusCreated, r.status, r.body)
		var added struct{ ID string }
		decode(t, r.body, &added)
		ids = append(ids, added.ID)
	}
	add()
	require.Less(t, nobody(s).send(t, http.MethodPut, "/__understudy/snapshots/one", "").status, 300)
	require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", `{"seed":7}`).status)
	add()
	require.Less(t, nobody(s).post(t, "/__understudy/snapshots/one/restore", "").status, 300)
	require.Equal(t, "f1", s.Faults().List()[0].ID)
	add()
	require.Equal(t, []string{"f1", "f2", "f3"}, ids)
	require.True(t, s.Faults().Remove("f1"))
	require.Len(t, s.Faults().List(), 1)
}

func TestMistakesOfPostedFaults(t *testing.T) {
	s := fresh(t)
	for body, want := range map[string][]string{
		`{"statis":503,"delay":"1s"}`:                    {`did you mean \"status\"?`},
		`{"status":"503"}`:                               {"/status"},
		`{"status":503,"reset":true}`:                    {"status and reset, expected one effect"},
		`{"status":503,"when":{"first":0}}`:              {"/when/first"},
		`{"status":503,"when":{"probability":0}}`:        {"/when/probability"},
		`{"reset":false}`:                                {"/reset: got false, expected true"},
		`{"delay":"1"}`:                                  {"/delay", "a duration above 0"},
		`{"delay":"-1s"}`:                                {"a duration above 0"},
		`{"delay":5}`:                                    {`/delay: got 5, expected a duration such as \"250ms\"`, "; write it so"},
		`{"status":503,"body":{"code":8}}`:               {`/body`, `expected the text to send`, `\"{\\\"code\\\":8}\"; write it so`},
		`{"rate":5}`:                                     {"/rate: got 5"},
		`{"status":99}`:                                  {"/status"},
		`{"delay":{"p50":"1s","p99":"soon"}}`:            {"/delay/p99"},
		`{"drip":"2h"}`:                                  {"/drip", "at most 1h0m0s"},
		`{"match":{"operation":"ListEvnets"},"reset":1}`: {"/reset", `did you mean \"ListEvents\"?`},
		`{}`: {"no effect and no delay"},
		`{"match":{"operaton":"Echo","page":"last"},"when":{"for":"x","every":0},"drip":"2s","malformed":true,"content_type":""}`: {
			`did you mean \"operation\"?`, "/match/page", "/when/for", "/when/every", "drip and malformed", "/content_type",
		},
	} {
		r := controlled(t, s, "AddFault", "faults", body)
		require.Equal(t, http.StatusBadRequest, r.status, body)
		for _, piece := range want {
			require.Contains(t, r.body, piece, body)
		}
		var told struct{ Violations []struct{ Pointer string } }
		decode(t, r.body, &told)
		require.NotEmpty(t, told.Violations)
		places := map[string]bool{}
		for _, v := range told.Violations {
			require.False(t, places[v.Pointer], "%s is told of %s twice: %s", body, v.Pointer, r.body)
			places[v.Pointer] = true
		}
	}
	require.NotContains(t, controlled(t, s, "AddFault", "faults", `{"rate":5}`).body, "/rate/", "one mistake is told once")
	for _, body := range []string{"", "[]", "{", `{"status":503,"status":504}`} {
		require.Equal(t, http.StatusBadRequest, controlled(t, s, "AddFault", "faults", body).status, body)
	}
	require.Empty(t, s.Faults().List())
	t.Run("too_many", func(t *testing.T) {
		for range 500 {
			_, err := s.Faults().Add(mockserver.Fault{Status: 500})
			require.NoError(t, err)
		}
		require.Equal(t, http.StatusConflict, controlled(t, s, "AddFault", "faults", `{"status":500}`).status)
		fresh(t)
		require.Empty(t, s.Faults().List())
	})
}

func TestFaultsInGo(t *testing.T) {
	s := mockserver.New(quiet())
	want := mockserver.Fault{
		Match: mockserver.FaultMatch{Operation: "ListEvents", Query: map[string]string{"a": "b"}, Header: map[string]string{"C": "d"}},
		When:  mockserver.FaultWhen{Skip: 1, First: 2, Every: 3, Probability: 0.5, For: time.Second},
		Delay: time.Second, Status: 503, Headers: map[string]string{"E": "f"}, Body: new("{}"),
	}
	all := []mockserver.Fault{
		want,
		{DelayP50: 1, DelayP99: 2},
		{Rate: &mockserver.FaultRate{PerSecond: 1, Burst: 2}},
		{Reset: true, AfterBytes: new(int64(7))},
		{Drip: time.Second},
		{Malformed: true},
		{ContentType: "a/b"},
	}
	for i, f := range all {
		added, err := s.Faults().Add(f)
		require.NoError(t, err)
		require.Equal(t, mockserver.AddedFault{ID: fmt.Sprintf("f%d", i+1), Fault: f}, added)
		require.Equal(t, added, s.Faults().List()[i])
	}
	want.Match.Query["a"] = "changed"
	require.Equal(t, "b", s.Faults().List()[0].Match.Query["a"], "what was given is the giver's")
	s.Faults().List()[0].Headers["E"] = "changed"
	require.Equal(t, "f", s.Faults().List()[0].Headers["E"], "and what is shown changes nothing")
	_, err := s.Faults().Add(mockserver.Fault{Status: 1, Reset: true})
	require.ErrorContains(t, err, "one effect")
	require.ErrorContains(t, err, "from 200 to 599")
	require.True(t, s.Faults().Remove("f1"))
	require.False(t, s.Faults().Remove("f100"))
	s.Faults().Clear()
	require.Empty(t, s.Faults().List())
	t.Run("of_a_namespace", func(t *testing.T) {
		s := mockserver.Start(t, quiet())
		one, another := s.Namespace(t), s.Namespace(t)
		_, err := one.Faults().Add(mockserver.Fault{Status: http.StatusTeapot})
		require.NoError(t, err)
		auth := demo(s).auth
		require.Equal(t, http.StatusTeapot, client{one.URL, auth}.echo(t).status)
		require.Equal(t, http.StatusOK, client{another.URL, auth}.echo(t).status)
		require.Equal(t, http.StatusOK, demo(s).echo(t).status)
		require.EqualValues(t, 1, one.Faults().List()[0].Hit)
		require.NoError(t, one.Reset())
		require.Empty(t, one.Faults().List())
		require.Equal(t, http.StatusOK, client{one.URL, auth}.echo(t).status)
	})
	t.Run("of_a_server_that_cannot_run", func(t *testing.T) {
		s := mockserver.New(mockserver.Options{Misbehave: "nowhere"})
		_, err := s.Faults().Add(want)
		require.Error(t, err)
		require.Empty(t, s.Faults().List())
		require.False(t, s.Faults().Remove("f1"))
		s.Faults().Clear()
	})
}

func TestFaultsAreInTheJournal(t *testing.T) {
	type exchange struct {
		Fault       string
		Status      int
		Preferences []string
		Request     struct{ Body any }
		Response    struct{ Body any }
	}
	latest := func(t *testing.T, s *mockserver.Running, filter string) (x exchange) {
		t.Helper()
		var list struct{ Exchanges []exchange }
		controlled(t, s, "ListExchanges", "journal?limit=1"+filter, "").into(t, &list)
		require.Len(t, list.Exchanges, 1)
		return list.Exchanges[0]
	}
	sent := map[string]any{"message": "hello"}
	for fault, want := range map[string]exchange{
		`{"status":503,"body":"no"}`:                {Status: 503, Response: struct{ Body any }{"no"}},
		`{"malformed":true}`:                        {Status: 200, Response: struct{ Body any }{`{"message`}},
		`{"delay":"1ms"}`:                           {Status: 200, Response: struct{ Body any }{sent}},
		`{"drip":"1ms"}`:                            {Status: 200, Response: struct{ Body any }{sent}},
		`{"rate":{"per_second":1e-3,"burst":1000}}`: {Status: 200, Response: struct{ Body any }{sent}},
	} {
		s := fresh(t)
		id := demo(s).fault(t, fault)
		demo(s).echo(t)
		want.Fault, want.Request.Body, want.Preferences = id, sent, []string{}
		if strings.Contains(fault, "rate") {
			want.Fault = "" // it has let the request pass
		}
		require.Equal(t, want, latest(t, s, ""), fault)
	}
	t.Run("of_a_connection_that_was_reset", func(t *testing.T) {
		for after, want := range map[string]exchange{"": {}, `,"after_bytes":3`: {Status: 200, Response: struct{ Body any }{`{"m`}}} {
			s := fresh(t)
			want.Fault = demo(s).fault(t, `{"reset":true`+after+`}`)
			_, err := demo(s).fails(t, http.MethodPost, "/v1/echo", `{"message":"hello"}`)
			require.Error(t, err)
			want.Request.Body, want.Preferences = sent, []string{}
			require.Equal(t, want, latest(t, s, "&fault="+want.Fault))
		}
	})
	t.Run("with_what_was_preferred", func(t *testing.T) {
		s := fresh(t)
		demo(s).echo(t, "Prefer: code=503, cod=500")
		got := latest(t, s, "&fault=prefer")
		require.Equal(t, []string{"code=503: applied", "cod=500: ignored, it is not known"}, got.Preferences)
	})
}

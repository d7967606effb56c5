package mockserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

type violations struct {
	Total      int
	OnPurpose  int `json:"on_purpose"`
	Violations []struct {
		RequestID string `json:"request_id"`
		At        string
		Method    string
		Path      string
		Status    int
		API       string
		Rule      string
		In        string
		Name      string
		Pointer   string
		Got       string
		Operation string
		Place     struct {
			Document string
			Pointer  string
			Line     int
		}
		Advisory bool
	}
}

func (c client) violations(t testing.TB, query string) violations {
	t.Helper()
	var v violations
	c.get(t, "/__understudy/violations"+query).into(t, &v)
	return v
}

// TestAdvisory wants an undeclared parameter or member recorded, named in a header, and the request answered as if it were not there.
func TestAdvisory(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c, bot := demo(s), ownBot(t)
	c.track(t, bot, args{"id": "x"})
	plain := c.ask(t, http.MethodGet, bot, everything())
	for name, tt := range map[string]struct {
		send func() reply
		n    int
	}{
		"a_parameter":    {func() reply { return c.ask(t, http.MethodGet, bot, everything().with(args{"convesation_id": "c"})) }, 1},
		"two_parameters": {func() reply { return c.ask(t, http.MethodGet, bot, everything().with(args{"a": "", "b": "é"})) }, 2},
		"a_member":       {func() reply { return c.ask(t, http.MethodPost, bot, everything().with(args{"pageSize": 1})) }, 1},
		"a_member_of_filters": {func() reply {
			return c.ask(t, http.MethodPost, bot, everything().with(args{"extra": args{"b": nil}, "Version": 1}))
		}, 2},
		"the_name_of_GET's": {func() reply { return c.post(t, streamOf(bot)+"?page_size=1", everything().json(t)) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			before := s.Violations()
			r := tt.send()
			require.Equal(t, http.StatusOK, r.status)
			require.Equal(t, plain.body, r.body, "answered as if it were not there")
			id := r.header.Get("Understudy-Request-Id")
			require.Equal(t, fmt.Sprintf("%d; id=%s", tt.n, id), r.header.Get("Understudy-Violations"))
			recorded := s.Violations()[len(before):]
			require.Len(t, recorded, tt.n)
			for _, v := range recorded {
				require.True(t, v.Advisory)
				require.Equal(t, id, v.RequestID)
				require.Equal(t, http.StatusOK, v.Status)
				require.Equal(t, "chatlayer", v.API)
				require.Equal(t, noon(), v.At)
			}
		})
	}
	require.Zero(t, s.BrokenRequests(), "advisory ones are no breaks")
	require.Empty(t, plain.header.Get("Understudy-Violations"))
}

func TestRefuseAdvisory(t *testing.T) {
	opts := quiet()
	opts.RefuseAdvisory = true
	s := mockserver.Start(t, opts)
	c, bot := demo(s), ownBot(t)
	c.ask(t, http.MethodGet, bot, everything().with(args{"convesation_id": "c"})).refusedByChatlayer(t, http.StatusBadRequest,
		"convesation_id", "conversation_id")
	c.post(t, trackOf(bot), `{"event":"x","sesion":1}`).refusedByChatlayer(t, http.StatusBadRequest, "sesion")
	c.post(t, trackOf(bot), `{"id":"x"}`).refusedByChatlayer(t, http.StatusBadRequest, "event")
	c.post(t, trackOf(bot), `{"id":"x","event":""}`).refusedByChatlayer(t, http.StatusBadRequest, "/event")
	apiKey(s).post(t, "/events", strings.Replace(anEvent, "{", `{"sources":[],`, 1)).refusedByInkeep(t, http.StatusUnprocessableEntity,
		"sources")
	nobody(s).get(t, "/__understudy/clock?x=1").refusedByControl(t, http.StatusBadRequest, "x")
	require.Empty(t, c.listed(t, bot, nil))
	require.EqualValues(t, 5, s.BrokenRequests(), "those of the APIs")
	c.track(t, bot, args{"event": "x"})
	apiKey(s).log(t, anEvent)
}

func TestViolations(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	require.Equal(t, 0, c.violations(t, "").Total)
	require.NotNil(t, c.violations(t, "").Violations)

	r := c.get(t, streamOf("demobot1")+"?"+everything().with(args{"page_size": "ten"}).query())
	one := c.violations(t, "")
	require.Equal(t, 1, one.Total)
	v := one.Violations[0]
	require.Equal(t, r.header.Get("Understudy-Request-Id"), v.RequestID)
	require.Equal(t, []any{"GET", streamOf("demobot1"), 400, "chatlayer", "query", "page_size", "ListEvents", false},
		[]any{v.Method, v.Path, v.Status, v.API, v.In, v.Name, v.Operation, v.Advisory})
	require.Equal(t, `"ten"`, v.Got)
	require.Equal(t, "2026-01-15T12:00:00.123Z", v.At)
	require.Contains(t, v.Place.Document, "chatlayer")
	require.Positive(t, v.Place.Line)
	require.EqualValues(t, 1, s.BrokenRequests())

	t.Run("are_bounded_and_counted", func(t *testing.T) {
		for i := range 1005 {
			nobody(s).get(t, fmt.Sprint("/v1/", i))
		}
		all := c.violations(t, "")
		require.Equal(t, 1006, all.Total)
		require.Len(t, all.Violations, 1000)
		require.Equal(t, "/v1/1004", all.Violations[999].Path, "the newest is last")
		require.Equal(t, "/v1/5", all.Violations[0].Path)
		require.Len(t, s.Violations(), 1000)
		two := c.violations(t, "?limit=2").Violations
		require.Equal(t, []string{"/v1/1003", "/v1/1004"}, []string{two[0].Path, two[1].Path})
	})
	t.Run("a_reset_forgets_them_but_not_their_number", func(t *testing.T) {
		broken := s.BrokenRequests()
		require.Equal(t, http.StatusOK, c.post(t, "/__understudy/reset", "").status)
		require.Equal(t, 0, c.violations(t, "").Total)
		require.Empty(t, s.Violations())
		require.Equal(t, broken, s.BrokenRequests())
	})
	t.Run("every_refusal_of_a_broken_request_is_recorded", func(t *testing.T) {
		for i, send := range []func() reply{
			func() reply { return nobody(s).post(t, "/events", anEvent) },
			func() reply { return c.send(t, http.MethodDelete, "/events", "") },
			func() reply { return c.get(t, "/nowhere") },
			func() reply { return c.ask(t, http.MethodGet, "b", everything().with(args{"page_token": "x"})) },
			func() reply { return c.post(t, "/v1/echo", `{"message":"x"}`, "Content-Type: text/plain") },
			func() reply { return c.post(t, trackOf("demobot1"), strings.Repeat("x", 2<<20+1)) },
		} {
			r := send()
			all := c.violations(t, "")
			require.Equal(t, i+1, all.Total, r.body)
			require.Equal(t, r.status, all.Violations[i].Status)
			require.NotEmpty(t, all.Violations[i].Place, "the place in the document")
			require.Positive(t, all.Violations[i].Place.Line)
			require.Equal(t, r.header.Get("Understudy-Request-Id"), all.Violations[i].RequestID)
		}
	})
}

// TestWhatTheStateAloneRefusesBreaksNoContract sends requests of the right form to what the caller may not have.
func TestWhatTheStateAloneRefusesBreaksNoContract(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	before, broken := c.violations(t, "").Total, s.BrokenRequests()
	stranger := client{s.URL, basic("demo-token-id:wrong")}
	for status, send := range map[int]func() reply{
		http.StatusForbidden:    func() reply { return c.ask(t, http.MethodGet, "otherbot", everything()) },
		http.StatusUnauthorized: func() reply { return stranger.ask(t, http.MethodGet, "demobot1", everything()) },
	} {
		require.Equal(t, status, send().status)
	}
	require.Equal(t, before, c.violations(t, "").Total)
	require.Equal(t, broken, s.BrokenRequests())
}

// TestReasonsOutliveAReset wants a test that begins with a reset not to take away why the run before it failed.
func TestReasonsOutliveAReset(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.ask(t, http.MethodGet, "demobot1", everything().with(args{"advice": 1}))
	require.Empty(t, s.Reasons(), "advice is no reason")
	for i := range 120 {
		c.ask(t, http.MethodGet, "demobot1", everything().with(args{"version": fmt.Sprint("v", i)}))
	}
	require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
	require.Empty(t, s.Violations())
	reasons := s.Reasons()
	require.Len(t, reasons, 100)
	require.Contains(t, reasons[0].Got, "v20")
	require.Contains(t, reasons[99].Got, "v119")
	require.EqualValues(t, 120, s.BrokenRequests())
	for range 3 {
		c.ask(t, http.MethodGet, "demobot1", everything().with(args{"version": "v30"}))
	}
	reasons = s.Reasons()
	require.Len(t, reasons, 100, "those that are alike are one")
	require.Contains(t, reasons[99].Got, "v30")
	require.EqualValues(t, 4, reasons[99].Times)
	require.EqualValues(t, 1, reasons[0].Times)
}

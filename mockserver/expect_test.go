package mockserver_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

type expected struct {
	Met     bool
	Matched []string
	Nearest []struct {
		ID          string
		Differences []map[string]any
	}
	Detail string
}

// expects asks for an expectation, and wants the answer to keep to its document.
func (c client) expects(t testing.TB, expectation string) (result expected) {
	t.Helper()
	r := c.post(t, journalPath+"/expect", expectation)
	r.keeps(t, "ExpectExchanges")
	require.Contains(t, []int{200, 409}, r.status, r.body)
	decode(t, r.body, &result)
	require.Equal(t, r.status == 200, result.Met)
	return result
}

// tracks tracks events and returns the ids of the requests.
func (c client) tracks(t testing.TB, bodies ...string) (ids []string) {
	t.Helper()
	for _, body := range bodies {
		ids = append(ids, c.post(t, trackOf("demobot1"), body).header.Get("Understudy-Request-Id"))
	}
	return ids
}

// expectations are met by the four requests of TestExpectMatches, or not.
func expectations() map[string]bool {
	return map[string]bool{
		`{}`:                         true,
		`{"operation":"TrackEvent"}`: true,
		`{"operation":"LogEvent"}`:   false,
		`{"method":"GET"}`:           true,
		`{"method":"DELETE"}`:        false,
		`{"body":{"event":"signup","attributes":{"plan":"pro"}}}`:          true,
		`{"body":{"event":"signup","attributes":{"plan":"free"}}}`:         false,
		`{"body":{"event":{"$regex":"^sign"}}}`:                            true,
		`{"body":{"event":{"$regex":"^up"}}}`:                              false,
		`{"body":{"event":{"$any":true},"timestamp":{"$absent":true}}}`:    true,
		`{"body":{"user_id":{"$absent":true},"event":"signup"}}`:           false,
		`{"body":{"user_id":{"$absent":false}}}`:                           true,
		`{"body":{"timestamp":{"$any":true}}}`:                             false,
		`{"body":{"null":{"$any":true}}}`:                                  true,
		`{"body":{"null":null}}`:                                           true,
		`{"body":{"yes":true}}`:                                            true,
		`{"body":{"yes":"true"}}`:                                          false,
		`{"body":{"event":{}}}`:                                            false,
		`{"body":{"list":[1,{"a":2.5}]}}`:                                  true,
		`{"body":{"list":[1.0,{"a":{"$regex":"^2"}}]}}`:                    true,
		`{"body":{"list":[1]}}`:                                            false,
		`{"body":{"list":1}}`:                                              false,
		`{"body":{"big":12345678901234567890}}`:                            true,
		`{"body":{"big":12345678901234567891}}`:                            false,
		`{"body":"no json"}`:                                               true,
		`{"body":{"$regex":"json$"}}`:                                      true,
		`{"body":{"$absent":true},"method":"POST"}`:                        false,
		`{"body":{"$absent":true}}`:                                        true,
		`{"query":{"page_size":7,"version":"LIVE"}}`:                       true,
		`{"query":{"page_size":"7"}}`:                                      true,
		`{"query":{"page_size":8}}`:                                        false,
		`{"query":{"a":"2"}}`:                                              true,
		`{"query":{"a":["1","2"]}}`:                                        true,
		`{"query":{"a":["2"]}}`:                                            false,
		`{"query":{"b":{"$absent":true},"version":{"$any":true}}}`:         true,
		`{"header":{"x-trace":"abc"}}`:                                     true,
		`{"header":{"x-trace":"ab"}}`:                                      false,
		`{"header":{"X-Trace":{"$absent":true}},"operation":"TrackEvent"}`: false,
		`{"status":200}`:                                                   true,
		`{"status":"2xx"}`:                                                 true,
		`{"status":"4xx"}`:                                                 true,
		`{"status":500}`:                                                   false,
		`{"status":{"$regex":"^4"}}`:                                       true,
		`{"path":"/v1/echo"}`:                                              true,
		`{"path":{"$regex":"^x?/v1|^y"}}`:                                  true,
		`{"path":{"$regex":"/demobot1/"}}`:                                 true,
		`{"path":"/v1"}`:                                                   false,
		`{"exactly":4}`:                                                    true,
		`{"exactly":3}`:                                                    false,
		`{"exactly":0,"operation":"LogEvent"}`:                             true,
		`{"at_least":4}`:                                                   true,
		`{"at_least":5}`:                                                   false,
		`{"at_most":3}`:                                                    false,
		`{"at_most":4}`:                                                    true,
		`{"in_order":[{"operation":"TrackEvent"},{"operation":"ListEvents"},{"operation":"Echo"},{"operation":"Echo"}]}`: true,
		`{"in_order":[{"operation":"TrackEvent"},{"operation":"Echo"}]}`:                                                 true,
		`{"in_order":[{"operation":"Echo"},{"operation":"TrackEvent"}]}`:                                                 false,
		`{"in_order":[{"operation":"TrackEvent"},{"operation":"TrackEvent"}]}`:                                           false,
	}
}

// looseExpectations are more of them: what is text by nature may be written as a number, names in whatever case.
func looseExpectations() map[string]bool {
	return map[string]bool{
		`{"method":"get"}`:            true,
		`{"method":"delete"}`:         false,
		`{"header":{"x-number":7}}`:   true,
		`{"header":{"x-number":8}}`:   false,
		`{"header":{"x-number":[7]}}`: true,
		`{"status":"4XX"}`:            true,
		`{"status":2e2}`:              true,
		`{"status":{"$absent":true}}`: false,
	}
}

func TestExpectMatches(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.post(t, trackOf("demobot1"), `{"event":"signup","user_id":"mia","attributes":{"plan":"pro","n":"1"}}`, "X-Trace: abc", "X-Number: 7")
	c.get(t, streamOf("demobot1")+"?"+everything().with(args{"page_size": 7}).query()+"&a=1&a=2")
	c.post(t, "/v1/echo", `{"message":"x","list":[1,{"a":2.50}],"big":12345678901234567890,"null":null,"yes":true}`)
	c.post(t, "/v1/echo", `no json`)
	all := expectations()
	maps.Copy(all, looseExpectations())
	for expectation, met := range all {
		result := c.expects(t, expectation)
		require.Equal(t, met, result.Met, "%s: %+v", expectation, result)
	}
}

func TestExpectTellsWhatCameNearest(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.get(t, "/v1/nothing")
	ids := c.tracks(t, `{"event":"login"}`, `{"event":"signup","attributes":{"plan":"free","a/b":"1"}}`, `{"event":"signup"}`,
		`{"event":"signup","attributes":{"plan":"demo-api-key"}}`)
	result := c.expects(t, `{"operation":"TrackEvent","exactly":1,
		"body":{"event":"signup","attributes":{"plan":"pro","a/b":{"$any":true}}}}`)
	require.Empty(t, result.Matched)
	require.Equal(t, "expected exactly 1, got 0; requests in the journal: 5", result.Detail)
	require.Len(t, result.Nearest, 3)
	require.Equal(t, ids[1], result.Nearest[0].ID)
	differs := []map[string]any{{"pointer": "/body/attributes/plan", "expected": "pro", "got": "free"}}
	require.Equal(t, differs, result.Nearest[0].Differences)
	require.Equal(t, ids[3], result.Nearest[1].ID, "what is missing is farther away than what is different")
	require.Equal(t, []map[string]any{
		{"pointer": "/body/attributes/a~1b", "expected": map[string]any{"$any": true}},
		{"pointer": "/body/attributes/plan", "expected": "pro", "got": "[redacted]"},
	}, result.Nearest[1].Differences)
	require.Equal(t, ids[2], result.Nearest[2].ID, "an object that is missing counts for all that it should have")
	require.Equal(t, []map[string]any{{
		"pointer": "/body/attributes", "expected": map[string]any{"plan": "pro", "a/b": map[string]any{"$any": true}},
	}}, result.Nearest[2].Differences)
	for range 3 {
		c.list(t, "demobot1", nil)
	}
	result = c.expects(t, `{"body":{"event":"logout","attributes":{"plan":"pro"}}}`)
	require.Equal(t, []string{ids[3], ids[1], ids[2]}, []string{result.Nearest[0].ID, result.Nearest[1].ID, result.Nearest[2].ID},
		"requests without a body are farther away than bodies that differ, as late as they are")

	result = c.expects(t, `{"header":{"authorization":{"$absent":true}}}`)
	require.Equal(t, "Basic [redacted]", result.Nearest[0].Differences[0]["got"], "whole, and not but for its end")
	result = c.expects(t, `{"operation":"LogEvent"}`)
	differs = []map[string]any{{"pointer": "/operation", "expected": "LogEvent", "got": "ListEvents"}}
	require.Equal(t, differs, result.Nearest[0].Differences)
	result = c.expects(t, `{"body":{"event":"signup"},"exactly":1}`)
	require.Equal(t, ids[1:], result.Matched, "too many")
	result = c.expects(t, `{"in_order":[{"body":{"event":"login"}},{"body":{"event":"logout"}}]}`)
	require.Equal(t, ids[:1], result.Matched)
	require.Contains(t, result.Detail, "not in_order/1")
	require.Equal(t, "/body/event", result.Nearest[0].Differences[0]["pointer"])

	c.tracks(t, fmt.Sprintf(`{"event":"long","user_id":%q}`, strings.Repeat("x", 5000)))
	result = c.expects(t, `{"body":{"event":"long","user_id":"y"}}`)
	got, _ := result.Nearest[0].Differences[0]["got"].(string)
	require.Contains(t, got, "(5002 bytes)")
	require.Less(t, len(got), 2000)
	c.tracks(t, fmt.Sprintf(`{"event":"long","user_id":%q}`, strings.Repeat("x", 70<<10)))
	result = c.expects(t, `{"body":{"user_id":{"$regex":"^z"}}}`)
	require.Contains(t, fmt.Sprint(result.Nearest[0].Differences), "of which the journal has the first 65536")
}

func TestExpectRefusesWhatItCannotRead(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for expectation, says := range map[string]string{
		`{"operation":"TrackEvents"}`:                 `did you mean \"TrackEvent\"?`,
		`{"exactli":1}`:                               `did you mean \"exactly\"?`,
		`{"in_order":[{"operatoin":"x"}]}`:            `did you mean \"operation\"?`,
		`{"in_order":[]}`:                             "/in_order",
		`{"in_order":[{}],"exactly":1}`:               "exactly beside in_order",
		`{"in_order":[{}],"body":{}}`:                 "body beside in_order",
		`{"in_order":[{"body":{"a":{"$regx":"x"}}}]}`: "/in_order/0/body/a",
		`{"exactly":1,"at_least":1}`:                  "at_least beside exactly",
		`{"at_most":1,"at_least":1}`:                  "at_most beside at_least",
		`{"exactly":-1}`:                              "/exactly",
		`{"exactly":1.5}`:                             "/exactly",
		`{"at_least":0}`:                              "/at_least",
		`{"within":"2"}`:                              "/within",
		`{"within":"-1s"}`:                            "/within",
		`{"within":"11m"}`:                            "at most 10m",
		`{"within":2}`:                                "/within",
		`{"exactly":1,"quiet":"1s"}`:                  "no more than within",
		`{"quiet":"1s","within":"2s"}`:                "exactly or at_most",
		`{"at_least":1,"quiet":"1s","within":"2s"}`:   "quiet beside at_least",
		`{"body":{"a":{"$regex":"("}}}`:               "/body/a/$regex",
		`{"body":{"a":{"$regex":1}}}`:                 "/body/a/$regex",
		`{"body":{"a":{"$absent":1}}}`:                "/body/a/$absent",
		`{"body":{"a":{"$any":true,"b":1}}}`:          "$any, b",
		`{"query":{"a/b":{"$anny":true}}}`:            "/query/a~1b",
		`{"query":1}`:                                 "/query",
		`[]`:                                          "object",
		`{"operation":"x","within":"y"}`:              "/within",
	} {
		r := nobody(s).post(t, journalPath+"/expect", expectation)
		r.refusedByControl(t, http.StatusBadRequest)
		require.Contains(t, r.body, says, expectation)
		r.keeps(t, "ExpectExchanges")
	}
	r := nobody(s).post(t, journalPath+"/expect", `{"operation":"x","within":"y"}`)
	require.Contains(t, r.body, "/operation", "every mistake is told")
}

// later makes requests while an expectation waits. What it returns waits for their answers, which may leave behind what they are
// expected to do.
func later(do func()) (wait func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		time.Sleep(50 * time.Millisecond)
		do()
	}()
	return func() { <-done }
}

func TestExpectWaits(t *testing.T) {
	t.Parallel()
	const long = time.Minute
	for name, tt := range map[string]struct {
		expectation string
		before      []string
		later       []string
		met         bool
		min         time.Duration
		max         time.Duration
	}{
		"until_one_comes":          {`{"within":"1m"}`, nil, []string{"a"}, true, 50 * time.Millisecond, long},
		"not_for_what_was_there":   {`{"within":"1m"}`, []string{"a"}, nil, true, 0, long},
		"until_its_time_is_over":   {`{"within":"200ms"}`, nil, nil, false, 200 * time.Millisecond, long},
		"until_nothing_more_comes": {`{"exactly":1,"within":"1m","quiet":"300ms"}`, nil, []string{"a"}, true, 350 * time.Millisecond, long},
		"until_too_many_come": {
			`{"exactly":1,"within":"1m","quiet":"50s"}`,
			[]string{"a"},
			[]string{"b"},
			false, 50 * time.Millisecond, 50 * time.Second,
		},
		"until_none_has_come": {`{"exactly":0,"within":"1m","quiet":"300ms"}`, nil, nil, true, 300 * time.Millisecond, long},
		"no_longer_than_within": {
			`{"at_most":1,"within":"300ms","quiet":"300ms"}`,
			nil,
			[]string{"a"},
			true, 300 * time.Millisecond, long,
		},
		"for_one_after_another": {
			`{"in_order":[{"body":{"event":"a"}},{"body":{"event":"b"}}],"within":"1m"}`,
			[]string{"b", "a"},
			[]string{"b"},
			true, 50 * time.Millisecond, long,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := mockserver.Start(t, quiet())
			c := demo(s)
			events := func(names []string) {
				for _, name := range names {
					c.post(t, trackOf("demobot1"), `{"event":"`+name+`"}`)
				}
			}
			events(tt.before)
			defer later(func() { events(tt.later) })()
			began := time.Now()
			result := c.expects(t, tt.expectation)
			took := time.Since(began)
			require.Equal(t, tt.met, result.Met, "%+v", result)
			require.GreaterOrEqual(t, took, tt.min)
			require.Less(t, took, tt.max)
		})
	}
}

func TestExpectForgetsWithTheJournal(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	before := c.tracks(t, `{"event":"a"}`)
	defer later(func() {
		c.send(t, http.MethodDelete, journalPath, "")
		c.tracks(t, `{"event":"b"}`, `{"event":"c"}`)
	})()
	result := c.expects(t, `{"at_least":2,"within":"1m"}`)
	require.NotContains(t, result.Matched, before[0], "what was forgotten does not count")
}

func TestExpectEnds(t *testing.T) {
	const forever = `{"within":"10m"}`
	t.Run("when_the_server_stops", func(t *testing.T) {
		s, stop, stopped := serve(t, quiet())
		c := demo(s)
		defer later(stop)()
		result := c.expects(t, forever)
		require.Contains(t, result.Detail, "broken off")
		require.NoError(t, <-stopped)
	})
	t.Run("when_the_client_goes", func(t *testing.T) {
		s := mockserver.Start(t, quiet())
		ctx, cancel := context.WithCancel(t.Context())
		defer later(cancel)()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+journalPath+"/expect", strings.NewReader(forever))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		_, err = http.DefaultClient.Do(r) //nolint:bodyclose // there is no answer
		require.ErrorIs(t, err, context.Canceled)
		// The end of the test waits for the requests in flight.
	})
	t.Run("and_many_that_wait_leave_room_for_others", func(t *testing.T) {
		s, stop, stopped := serve(t, quiet())
		c := demo(s)
		done := make(chan bool)
		const many = 150
		for range many {
			go func() { done <- c.expects(t, `{"within":"10m","at_least":1}`).Met }()
		}
		require.Never(t, func() bool { return len(done) > 0 }, 200*time.Millisecond, 10*time.Millisecond)
		require.Equal(t, 200, c.get(t, "/__understudy/healthz").status)
		require.Equal(t, 0, c.journal(t, "").Total)
		c.get(t, "/v1/echo")
		for range many {
			require.True(t, <-done)
		}
		stop()
		require.NoError(t, <-stopped)
	})
}

func TestWithoutAJournal(t *testing.T) {
	opts := quiet()
	opts.Limits.JournalBytes = mockserver.NoJournal
	s := mockserver.Start(t, opts)
	c := demo(s)
	c.tracks(t, `{"event":"a"}`)
	for _, r := range []reply{
		c.get(t, journalPath), c.get(t, journalPath+"/req_0"), c.post(t, journalPath+"/expect", `{}`),
	} {
		r.refusedByControl(t, http.StatusNotFound, "--journal-bytes")
	}
	opts.Limits.JournalBytes = -2
	require.ErrorContains(t, mockserver.New(opts).Err(), "negative")
}

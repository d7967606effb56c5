package mutate

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
)

// recorded is a clean mock that is recorded, on a clock that runs.
func recorded(t *testing.T, imported ...fixtures.Line) (url string, r *recorder) {
	t.Helper()
	began := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	options := mockserver.Options{Scenario: "quiet-week", Import: imported}
	steps := newSteps(began)
	options.Clock = steps
	mock := mockserver.New(options)
	t.Cleanup(mock.Close)
	r = &recorder{mock: mock, clock: &fast{at: began}, steps: steps, all: recording{options: options, began: began}}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	return server.URL, r
}

// fast is a clock that goes on by a second each time it is asked.
type fast struct {
	mu sync.Mutex
	at time.Time
}

func (f *fast) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = f.at.Add(time.Second)
	return f.at
}

// ask sends a request as the demo's user and returns the answer's body.
func ask(t *testing.T, method, url, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	request.SetBasicAuth("demo-token-id", "demo-token-secret")
	request.Header.Set("Content-Type", "application/json")
	if strings.Contains(url, "/v1/") {
		request.Header.Set("Origin", "http://localhost:3000") // a page's answers say which headers it may read
	}
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(text)
}

const list = "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01&page_size=3"

// session is what a client may do: it walks over pages, tracks, resets, and asks in a namespace of its own.
func session(t *testing.T, url string) (answers []string) {
	t.Helper()
	track := func(at string) string {
		return ask(t, http.MethodPost, url+at+"/v1/bots/demobot1/events/track", `{"event":"sale","user_id":"mia"}`)
	}
	first := ask(t, http.MethodGet, url+list, "")
	answers = append(answers, first, ask(t, http.MethodGet, url+list+"&page_token="+gjson.Get(first, "next_page_token").Str, ""))
	answers = append(answers, track(""), ask(t, http.MethodGet, url+list+"&event=sale", ""))
	ask(t, http.MethodPost, url+"/__understudy/journal/expect", `{"operation":"TrackEvent","within":"1m"}`)
	answers = append(answers, ask(t, http.MethodPost, url+"/__understudy/reset", `{"scenario":"busy-month"}`))
	first = ask(t, http.MethodGet, url+list, "")
	answers = append(answers, first, ask(t, http.MethodGet, url+list+"&page_token="+gjson.Get(first, "next_page_token").Str, ""))
	return append(answers, track("/~own"), ask(t, http.MethodGet, url+"/~own"+list+"&event=sale", ""))
}

// TestReplayAnswersAsBefore asks a fresh mock what was asked, and wants what was answered, the times in it and page tokens too.
func TestReplayAnswersAsBefore(t *testing.T) {
	t.Parallel()
	url, recorder := recorded(t)
	want := session(t, url)
	recording := recorder.end()
	require.False(t, recording.cut)
	for _, a := range recording.of {
		require.Empty(t, a.beside)
	}
	require.Equal(t, len(want)-1, recording.calls())
	answers, err := recording.replay("", nil)
	require.NoError(t, err)
	var got []string
	for i, a := range recording.of {
		if !a.waits() {
			require.Equal(t, http.StatusOK, answers[i].status, "%s %s: %s", a.Method, a.URL, &answers[i].body)
			got = append(got, answers[i].body.String())
		}
	}
	require.Equal(t, want, got)
	again, err := recording.replay("", answers)
	require.NoError(t, err)
	_, wrong, first := recording.compare(answers, again)
	require.Zero(t, wrong, first)
}

// TestReplayFindsWhereAMistakeShows also after a reset with options, which leaves the mock its mistake, and in a namespace of the client's.
func TestReplayFindsWhereAMistakeShows(t *testing.T) {
	t.Parallel()
	url, recorder := recorded(t)
	session(t, url)
	recording := recorder.end()
	clean, err := recording.replay("", nil)
	require.NoError(t, err)
	for mistake, want := range map[string]struct {
		wrong int
		first string // what it begins with
	}{
		"page.repeats-last":         {2, "GET " + list + "&page_token="},
		"schema.page-wrapped":       {6, "GET " + list + `: another body, at "/data": {"events":[{`},
		"schema.text-plain":         {6, "GET " + list + ": another header Content-Type"},
		"attribute.any-key":         {0, ""},
		"auth.any-basic":            {0, ""},
		"negotiation.gzip-cut":      {0, ""},
		"list.milliseconds-refused": {0, ""},
	} {
		got, err := recording.replay(mistake, clean)
		require.NoError(t, err)
		answers, wrong, first := recording.compare(clean, got)
		require.Equal(t, 8, answers, mistake)
		require.Equal(t, want.wrong, wrong, "%s: %s", mistake, first)
		require.True(t, strings.HasPrefix(first, want.first), first)
	}
}

// TestReplayerAnswersLikeFreshMocks replays on one mock, which is reset in between, where there is much to read in.
func TestReplayerAnswersLikeFreshMocks(t *testing.T) {
	t.Parallel()
	var imported []fixtures.Line
	for line, err := range fixtures.ReadJSONLines(strings.NewReader(`{"id":"1","event":"sale","bot_id":"demobot1","version":"LIVE",` +
		`"user_id":"mia","channel_id":"","channel_type":"","conversation_id":"","attributes":{},"timestamp":"2026-01-14T10:00:00.000Z"}`)) {
		require.NoError(t, err)
		imported = append(imported, line)
	}
	url, recorder := recorded(t, imported...)
	track := func() {
		ask(t, http.MethodPost, url+"/v1/bots/demobot1/events/track", `{"event":"sale","user_id":"mia"}`)
	}
	first := ask(t, http.MethodGet, url+list, "")
	ask(t, http.MethodGet, url+list+"&page_token="+gjson.Get(first, "next_page_token").Str, "")
	track()
	ask(t, http.MethodPost, url+"/__understudy/reset", "")
	track()
	require.Contains(t, ask(t, http.MethodGet, url+list+"&event=sale", ""), `"id":"1"`)
	recording := recorder.end()
	replayer := recording.replayer()
	defer replayer.close()
	require.NotNil(t, replayer.mock)
	clean, err := recording.replay("", nil)
	require.NoError(t, err)
	for _, mistake := range []string{"page.repeats-last", "", "track.attributes-of-before", "auth.any-basic", "", "schema.page-wrapped"} {
		want, err := recording.replay(mistake, clean)
		require.NoError(t, err)
		got, err := replayer.replay(mistake, clean)
		require.NoError(t, err)
		_, wrong, first := recording.compare(want, got)
		require.Zero(t, wrong, "%s: %s", mistake, first)
	}
	for name, request := range map[string][2]string{
		"options":                   {"/__understudy/reset", `{"scenario":"edges"}`},
		"a_namespace":               {"/~own/v1/bots/demobot1/events/track", `{"event":"sale","user_id":"mia"}`},
		"what_a_reset_may_not_know": {"/__understudy/faults", `{"status":503}`},
	} {
		url, recorder := recorded(t, imported...)
		ask(t, http.MethodPost, url+request[0], request[1])
		require.Nil(t, recorder.end().replayer().mock, name)
	}
}

func TestDifferingBody(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ got, clean, want string }{
		"the_same":                      {`{"a":1}`, `{"a":1}`, ""},
		"order_and_blanks_do_not_count": {`{"b":[1, 2],"a":1}` + "\n", `{"a":1,"b":[1,2]}`, ""},
		"a_value":                       {`{"a":{"b":[1,2]}}`, `{"a":{"b":[1,3]}}`, `another body, at "/a/b/1": 2 instead of 3`},
		"a_digit_that_a_float_loses": {
			`[9007199254740993]`, `[9007199254740992]`, `another body, at "/0": 9007199254740993 instead of 9007199254740992`,
		},
		"a_member_less":            {`{}`, `{"a/b":1}`, `another body, at "/a~1b": nothing instead of 1`},
		"a_member_more":            {`{"a":null}`, `{}`, `another body, at "/a": null instead of nothing`},
		"an_item_less":             {`[1]`, `[1,2]`, `another body, at "/1": nothing instead of 2`},
		"another_kind":             {`[]`, `{}`, `another body, at "": [] instead of {}`},
		"a_member_twice":           {`{"a":1,"a":1}`, `{"a":1}`, "another body with the same values"},
		"an_escape_does_not_count": {`{"a":"\u003c\/é"}`, `{"a":"</\u00e9"}`, ""},
		"no_json":                  {`<a>`, `{}`, "another body"},
		"more_behind_it":           {`{} x`, `{}`, "another body"},
		"nothing":                  {``, `{}`, "another body"},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tt.want, differingBody([]byte(tt.got), []byte(tt.clean))) })
	}
}

// TestConcurrencyIsMetWhereItsOperationsAre asks for several things at once.
func TestConcurrencyIsMetWhereItsOperationsAre(t *testing.T) {
	t.Parallel()
	all, err := readContracts()
	require.NoError(t, err)
	request := func(method, path string, beside ...*asked) *asked {
		return &asked{Request: httptest.NewRequestWithContext(t.Context(), method, path, nil), beside: beside}
	}
	track := request(http.MethodPost, "/v1/bots/demobot1/events/track")
	lists := request(http.MethodGet, "/~own"+list, track)
	log := request(http.MethodPost, "/events", lists)
	mistakes := map[string]mockserver.Misbehaviour{}
	for _, m := range mockserver.Misbehaviours() {
		mistakes[m.Name] = m
	}
	for name, want := range map[string][3]bool{ // whether it shows where only the first requests came, the first two, all three
		"concurrency.page-half-filled":     {true, false, false},
		"concurrency.readers-share-filter": {true, false, false},
		"concurrency.updates-lost":         {true, false, false},
		"concurrency.echo-crosses":         {true, true, true},
		"concurrency.inkeep-types-mixed":   {true, true, true},
		"page.repeats-last":                {true, true, true},
	} {
		of := all.operations(mistakes[name])
		for n, told := range want {
			r := recording{of: []*asked{track, lists, log}[:n+1]}
			require.Equal(t, told, r.tells(mistakes[name], of), "%s among the first %d", name, n+1)
		}
	}
}

// TestWhatIsSentTogetherIsInProgressTogether has each of two requests held until the other has come.
func TestWhatIsSentTogetherIsInProgressTogether(t *testing.T) {
	t.Parallel()
	url, recorder := recorded(t)
	var both, answered sync.WaitGroup
	both.Add(2)
	var n atomic.Int32
	recorder.hold = func() {
		if n.Add(1) <= 2 {
			both.Done()
			both.Wait()
		}
	}
	for range 2 {
		answered.Go(func() { ask(t, http.MethodGet, url+list, "") })
	}
	answered.Wait()
	ask(t, http.MethodGet, url+list, "")
	beside := map[int]int{} // how many came beside so many
	for _, a := range recorder.end().of {
		beside[len(a.beside)]++
	}
	require.Equal(t, map[int]int{0: 2, 1: 1}, beside)
}

func TestFits(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/feedback/1": true, "/~own/feedback/1": true, "/~of-mutate/~own/feedback/1": true, "/feedback": false, "/query/feedback": false,
		"/feedback/1/2": false, "/own/feedback/1": false, "/": false, "": false,
	} {
		require.Equal(t, want, fits("/feedback/{id}", path), path)
	}
}

// TestAnAnswerThatAFaultHasCutIsNotCompared compares what a mistake changes that holds answers back.
func TestAnAnswerThatAFaultHasCutIsNotCompared(t *testing.T) {
	t.Parallel()
	url, recorder := recorded(t)
	ask(t, http.MethodPost, url+"/__understudy/faults", `{"reset":true,"after_bytes":0,"when":{"first":1}}`)
	cut, err := http.Get(url + list) //nolint:noctx // nobody ends it
	require.NoError(t, err)
	require.NoError(t, cut.Body.Close())
	recording := recorder.end()
	clean, err := recording.replay("", nil)
	require.NoError(t, err)
	got, err := recording.replay("cors.none-on-answers", clean)
	require.NoError(t, err)
	answers, wrong, first := recording.compare(clean, got)
	require.Equal(t, 1, answers)
	require.Zero(t, wrong, first)
}

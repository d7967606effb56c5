package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func TestBadOptions(t *testing.T) {
	twice := fixtures.Line{Number: 7, Event: fixtures.ChatlayerEvent{TrackingEvent: chatlayer.TrackingEvent{
		ID: "x", BotID: "b",
		Timestamp: noon(),
	}}}
	again := twice
	again.Number = 8
	logged := fixtures.Line{Number: 9, Event: fixtures.InkeepEvent{EntityType: inkeep.EntitySearch, ID: "y", CreatedAt: noon()}}
	for name, tt := range map[string]struct {
		opts  mockserver.Options
		words []string
	}{
		"auth":           {mockserver.Options{Auth: "lax"}, []string{"lax", "strict", "any", "off"}},
		"scenario":       {mockserver.Options{Scenario: "busy-moth"}, []string{"busy-moth", "busy-month"}},
		"events":         {mockserver.Options{EventsPerBot: 1 << 40}, []string{"events"}},
		"body_limit":     {mockserver.Options{Limits: mockserver.Limits{BodyBytes: -1}}, []string{"limit"}},
		"header_limit":   {mockserver.Options{Limits: mockserver.Limits{HeaderBytes: -1}}, []string{"limit"}},
		"event_limit":    {mockserver.Options{Limits: mockserver.Limits{Events: -1}}, []string{"limit"}},
		"size_limit":     {mockserver.Options{Limits: mockserver.Limits{EventBytes: -1}}, []string{"limit"}},
		"answer_timeout": {mockserver.Options{Limits: mockserver.Limits{AnswerTimeout: -1}}, []string{"limit"}},
		"time_limit":     {mockserver.Options{Limits: mockserver.Limits{BodyTimeout: -time.Second}}, []string{"limit"}},
		"kind":           {mockserver.Options{Credentials: []mockserver.Credential{{Kind: "slack", Secret: "hunter2"}}}, []string{"slack"}},
		"token_without": {mockserver.Options{Credentials: []mockserver.Credential{{
			Kind: mockserver.KindChatlayer, Secret: "hunter2",
			Team: "t",
		}}}, []string{"id"}},
		"token_team": {mockserver.Options{Credentials: []mockserver.Credential{{
			Kind: mockserver.KindChatlayer, ID: "i",
			Secret: "hunter2",
		}}}, []string{"team"}},
		"colon_in_id": {mockserver.Options{Credentials: []mockserver.Credential{{
			Kind: mockserver.KindChatlayer, ID: "i:j",
			Secret: "hunter2", Team: "t",
		}}}, []string{"colon"}},
		"empty_key": {
			mockserver.Options{Credentials: []mockserver.Credential{{Kind: mockserver.KindInkeepWeb}}},
			[]string{"inkeep-web"},
		},
		"import_twice":    {mockserver.Options{Import: []fixtures.Line{twice, again}}, []string{"line 8", `"b"`, `"x"`}},
		"import_twice_i":  {mockserver.Options{Import: []fixtures.Line{logged, logged}}, []string{"line 9", `"y"`}},
		"clock_of_no_day": {mockserver.Options{Clock: mockserver.FrozenClock(time.Time{})}, []string{"zero time"}},
		"several":         {mockserver.Options{Auth: "lax", Limits: mockserver.Limits{BodyBytes: -1}}, []string{"lax", "limit"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := mockserver.New(tt.opts)
			require.Error(t, s.Err())
			for _, w := range tt.words {
				require.ErrorContains(t, s.Err(), w)
			}
			require.NotContains(t, s.Err().Error(), "hunter2")
			w := httptest.NewRecorder()
			s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/__understudy/healthz", nil))
			require.Equal(t, http.StatusInternalServerError, w.Code, "it says so to everybody")
			require.Contains(t, w.Body.String(), tt.words[0])
		})
	}
}

// TestZeroOptions wants the demo set, the default scenario and its five thousand events.
func TestZeroOptions(t *testing.T) {
	s := mockserver.New(mockserver.Options{})
	require.NoError(t, s.Err())
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/__understudy/reset", nil))
	require.Equal(t, http.StatusOK, w.Code)
	for _, word := range []string{`"seed":1,`, `"scenario":"busy-month"`, `"events_per_bot":5000`} {
		require.Contains(t, w.Body.String(), word)
	}
	w = httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, streamOf("demobot1")+"?"+everything().query(), nil)
	r.SetBasicAuth("demo-token-id", "demo-token-secret")
	s.ServeHTTP(w, r)
	require.Equal(t, http.StatusOK, w.Code)
	var p page
	decode(t, w.Body.String(), &p)
	require.Len(t, p.Events, 50)
}

// TestImport wants imported events beside the seeded ones, after a reset too.
func TestImport(t *testing.T) {
	opts := seeded(10)
	opts.Import = []fixtures.Line{
		{Number: 1, Event: fixtures.ChatlayerEvent{
			TrackingEvent: chatlayer.TrackingEvent{
				ID: "mine", Event: "e", BotID: "demobot1", Version: "LIVE", UserID: "u", ChannelID: "ch", ChannelType: "web",
				ConversationID: "c",
				Attributes:     map[string]string{"a": "b"}, Timestamp: noon(),
			},
			Campaign: &chatlayer.CampaignInfo{ID: "k"},
		}},
		{Number: 2, Event: fixtures.InkeepEvent{
			EntityType: inkeep.EntitySearch, ID: "logged", Type: "x", Reference: "q",
			CreatedAt: noon(),
		}},
	}
	s := mockserver.Start(t, opts)
	c := demo(s)
	for range 2 {
		got := c.list(t, "demobot1", args{"campaign_id": "k", "filters": []args{filter("a", "eq", "b")}, "user_id": "u"}).Events
		require.Equal(t, []event{{
			"mine", "e", "demobot1", "LIVE", "u", "ch", "web", "c",
			map[string]string{"a": "b"},
			"2026-01-15T12:00:00.123Z",
		}}, got)
		require.Greater(t, len(c.walkTeam(t, "demo-team", args{})), 20)
		apiKey(s).post(t, "/events", `{"id":"logged","entityType":"search","type":"y","searchQuery":"q"}`).refusedByInkeep(t,
			http.StatusConflict)
		require.Equal(t, "mine", c.track(t, "demobot1", args{"id": "mine", "event": "again"}))
		require.Equal(t, http.StatusOK, c.post(t, "/__understudy/reset", "").status)
	}
}

package chatlayer_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/mockserver"
)

// closed is a mock that knows the bots which were made for it, and refuses every other, as most servers do. answer, if it is not
// nil, changes what is listed; track, if it is not nil, may answer the n-th track to a bot with another status.
type closed struct {
	mock    *mockserver.Server
	bots    []string
	track   func(bot string, n int) (status int)
	answer  func(r *http.Request, events []map[string]any) []map[string]any
	mu      sync.Mutex
	written map[string]int // tracks that were sent, by bot
}

func (c *closed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(r.URL.Path, "/")
	if len(parts) > 3 && parts[2] == "bots" {
		if parts[len(parts)-1] == "track" {
			c.mu.Lock()
			c.written[parts[3]]++
			n := c.written[parts[3]]
			c.mu.Unlock()
			if status := c.otherwise(parts[3], n); status != 0 {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(status)
				_, _ = w.Write([]byte(`{"code":7,"message":"not now","details":[]}`))
				return
			}
		}
		if !slices.Contains(c.bots, parts[3]) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"code":5,"message":"no such bot","details":[]}`))
			return
		}
	}
	if c.answer == nil || strings.HasSuffix(r.URL.Path, "/track") {
		c.mock.ServeHTTP(w, r)
		return
	}
	plain := r.Clone(r.Context())
	plain.Header.Del("Accept-Encoding")
	held := httptest.NewRecorder()
	c.mock.ServeHTTP(held, plain)
	var page struct {
		Events []map[string]any `json:"events"`
		Next   string           `json:"next_page_token"`
	}
	body := held.Body.Bytes()
	if held.Code == http.StatusOK && json.Unmarshal(body, &page) == nil && page.Events != nil {
		page.Events = append([]map[string]any{}, c.answer(r, page.Events)...)
		body, _ = json.Marshal(page)
	}
	for name, values := range held.Header() {
		if name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(held.Code)
	_, _ = w.Write(body)
}

func (c *closed) otherwise(bot string, n int) int {
	if c.track == nil {
		return 0
	}
	return c.track(bot, n)
}

// againstClosed judges a server that knows demobot1, secondbot and otherbot.
func againstClosed(t *testing.T, c *closed, opts mockserver.Options, second string,
	change ...func(*conformance.Target),
) conformance.Report {
	t.Helper()
	opts.EventsPerBot = -1
	c.written = map[string]int{}
	if c.mock == nil {
		c.mock = mockserver.New(opts)
	}
	if c.bots == nil {
		c.bots = []string{"demobot1", "secondbot", "otherbot"}
	}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	settings := demo()
	settings.SecondBot = second
	target := conformance.Target{Suite: chatlayer.Suite(), URL: server.URL, Settings: settings, PerSecond: 5000, Settle: time.Second}
	for _, f := range change {
		f(&target)
	}
	report, err := conformance.Run(t.Context(), target)
	require.NoError(t, err)
	return report
}

// outcome returns what became of a check, and what it says.
func outcome(t *testing.T, r conformance.Report, id string) (conformance.Outcome, string) {
	t.Helper()
	i := slices.IndexFunc(r.Checks, func(c conformance.Result) bool { return c.ID == id })
	require.GreaterOrEqual(t, i, 0, id)
	return r.Checks[i].Outcome, r.Checks[i].Message
}

// wanting selects the checks.
func wanting(ids ...string) func(*conformance.Target) {
	return func(target *conformance.Target) { target.Only = ids }
}

// A leak between bots shows in the second bot where nobody may invent one.
func TestASecondBotShowsWhatAnInventedOneCannot(t *testing.T) {
	t.Parallel()
	for misbehaviour, ids := range map[string][]string{
		"isolation.bot-ignored": {
			"chatlayer.isolation.invented-bot", "chatlayer.isolation.body-bot",
			"chatlayer.isolation.tracked-beside-reading",
		},
		"isolation.users-shared": {"chatlayer.isolation.invented-bot"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			opts := mockserver.Options{Misbehave: misbehaviour}
			alone := againstClosed(t, &closed{}, opts, "", wanting(ids...))
			both := againstClosed(t, &closed{}, opts, "secondbot", wanting(ids...))
			for _, id := range ids {
				if is, _ := outcome(t, alone, id); is == conformance.Fail && id == ids[0] {
					t.Errorf("%s fails without a second bot", id)
				}
				is, message := outcome(t, both, id)
				require.Equal(t, conformance.Fail, is, "%s: %s", id, message)
				require.NotContains(t, message, "invented")
			}
		})
	}
}

// A correct server is accused of nothing with a second bot, and the checks do use it.
// Into which other bots the run may write nobody promised, and one track that fails is an accident.
func requireNoneFails(t *testing.T, r conformance.Report, but ...string) {
	t.Helper()
	require.Greater(t, r.Summary.Pass, 20)
	for _, c := range r.Checks {
		if c.Outcome == conformance.Fail && !slices.ContainsFunc(but, func(prefix string) bool { return strings.HasPrefix(c.ID, prefix) }) {
			t.Errorf("%s: %s\n  expected %s\n  got %s", c.ID, c.Message, c.Expected, c.Got)
		}
		require.NotEqual(t, conformance.Error, c.Outcome, c.Message)
	}
}

func namesOf(written map[string]int) (names []string) {
	for name := range written {
		names = append(names, name)
	}
	return names
}

// A second bot that the credentials do not open is told, and nothing is held against the target for it.
func TestASecondBotOfSomebodyElse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		second, says string
		bots         []string
	}{
		"unknown": {"nosuchbot", `without the bot "nosuchbot": its list is refused with status 404`, nil},
		"of_another_team": {
			"foreignbot", `without the bot "foreignbot": its list is refused with status 403`,
			[]string{"demobot1", "foreignbot", "otherbot"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &closed{bots: tt.bots}
			opts := mockserver.Options{Credentials: []mockserver.Credential{
				{Kind: mockserver.KindChatlayer, ID: "demo-token-id", Secret: "demo-token-secret", Team: "demo-team"},
				{Kind: mockserver.KindChatlayer, ID: "other-token-id", Secret: "other-token-secret", Team: "other-team"},
			}}
			first := func(target *conformance.Target) { // makes the bot the other team's
				owns, err := http.NewRequestWithContext(t.Context(), http.MethodPost, target.URL+"/v1/bots/foreignbot/events/track",
					strings.NewReader(`{"event":"e","version":"LIVE"}`))
				require.NoError(t, err)
				owns.SetBasicAuth("other-token-id", "other-token-secret")
				owns.Header.Set("Content-Type", "application/json")
				answer, err := http.DefaultClient.Do(owns)
				require.NoError(t, err)
				require.NoError(t, answer.Body.Close())
			}
			r := againstClosed(t, c, opts, tt.second, wanting("chatlayer.isolation.*", "chatlayer.team.*", "chatlayer.tracking.id-*"),
				first)
			requireNoneFails(t, r)
			_, message := outcome(t, r, "chatlayer.team.bots")
			require.Contains(t, message, tt.says)
			is, message := outcome(t, r, "chatlayer.isolation.invented-bot")
			require.Equal(t, conformance.Pass, is, message)
			require.LessOrEqual(t, c.written[tt.second], 1)
		})
	}
}

// What the team's list shows of the second bot is judged like the first's.
func TestTheSecondBotInTheTeamsList(t *testing.T) {
	t.Parallel()
	inTeam := func(r *http.Request) bool { return strings.Contains(r.URL.Path, "/teams/") }
	theirs := func(e map[string]any) bool { return e["bot_id"] == "secondbot" }
	for name, tt := range map[string]struct {
		check  string
		answer func(r *http.Request, events []map[string]any) []map[string]any
	}{
		"changed": {"chatlayer.team.same-events", func(r *http.Request, events []map[string]any) []map[string]any {
			for _, e := range events {
				if inTeam(r) && theirs(e) {
					e["conversation_id"] = "another"
				}
			}
			return events
		}},
		"the_filter_leaves_them_out": {"chatlayer.filters.team-user", func(r *http.Request, events []map[string]any) []map[string]any {
			return slices.DeleteFunc(events, func(e map[string]any) bool { return inTeam(r) && theirs(e) && r.URL.Query().Has("user_id") })
		}},
		"short_pages_leave_them_out": {"chatlayer.paging.every-size", func(r *http.Request, events []map[string]any) []map[string]any {
			return slices.DeleteFunc(events, func(e map[string]any) bool {
				return inTeam(r) && theirs(e) && r.URL.Query().Get("page_size") != "100"
			})
		}},
		"some_of_them": {"chatlayer.team.complete", func(r *http.Request, events []map[string]any) []map[string]any {
			return slices.DeleteFunc(events, func(e map[string]any) bool {
				attributes, _ := e["attributes"].(map[string]any)
				tag, _ := attributes["cf"].(string)
				return inTeam(r) && theirs(e) && strings.HasSuffix(tag, "2")
			})
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			alone := againstClosed(t, &closed{answer: tt.answer}, mockserver.Options{}, "", wanting(tt.check))
			is, message := outcome(t, alone, tt.check)
			require.Equal(t, conformance.Pass, is, message)
			is, message = outcome(t, againstClosed(t, &closed{answer: tt.answer}, mockserver.Options{}, "secondbot", wanting(tt.check)),
				tt.check)
			require.Equal(t, conformance.Fail, is, message)
		})
	}
}

// A read-only run reads the second bot and writes to none.
func TestASecondBotIsReadInAReadOnlyRun(t *testing.T) {
	t.Parallel()
	m := mockserver.New(mockserver.Options{})
	writes := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/track") {
			writes++
		}
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	settings := demo()
	settings.SecondBot, settings.OtherBasic, settings.OtherBot = "demobot2", "", ""
	r, err := conformance.Run(t.Context(), conformance.Target{
		Suite: chatlayer.Suite(), URL: server.URL, Settings: settings, ReadOnly: true, PerSecond: 3000,
		Only: []string{"chatlayer.isolation.*", "chatlayer.team.*"},
	})
	require.NoError(t, err)
	require.Zero(t, writes)
	require.Zero(t, r.Summary.Fail)
	is, message := outcome(t, r, "chatlayer.isolation.invented-bot")
	require.Equal(t, conformance.Pass, is, message)
	_, message = outcome(t, r, "chatlayer.team.bots")
	require.Regexp(t, `[1-9]\d* events? of the bot by what they show, [1-9]\d* of the second bot`, message)
}

// Another run has left its events, and the server numbers those of each version of a bot by themselves: the ids are there twice.

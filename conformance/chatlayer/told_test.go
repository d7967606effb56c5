package chatlayer_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// toldOfEvents are the checks of what is told of events as a whole.
func toldOfEvents() []string {
	return []string{"chatlayer.definitions.*", "chatlayer.values.*", "chatlayer.funnel.*", "chatlayer.isolation.foreign-told"}
}

// What a target does not offer is named and not judged: not even a must is left open.
func TestATargetThatTellsNothingOfEventsAsAWhole(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: []string{"told.nothing"}},
		only(append(toldOfEvents(), "chatlayer.echo.same-text")...))
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	named := 0
	for _, c := range report.Checks {
		require.NotContains(t, []conformance.Outcome{conformance.Fail, conformance.Inconclusive}, c.Outcome, "%s: %s", c.ID, c.Message)
		if strings.HasPrefix(c.Message, "the target does not offer this") {
			named++
		}
	}
	require.Equal(t, 25, named)
}

// Others use the bot, too: a run accuses nobody of what another one left, and of what it brings meanwhile.
func TestTwoRunsAtOnceAreToldOfTheirOwnEvents(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: 100})
	for _, name := range []string{"one", "another"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, only(toldOfEvents()...),
				func(target *conformance.Target) { target.URL = m.URL })
			require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
			requireNotAccused(t, report)
		})
	}
}

// A target that creates a definition and then has no time for an answer is asked for another one: the first would be a second one.
func TestADefinitionIsNotCreatedTwice(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	var created atomic.Int32
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/definitions") && created.Add(1) == 1 {
			m.ServeHTTP(httptest.NewRecorder(), r)
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, only("chatlayer.definitions.*"),
		func(target *conformance.Target) { target.URL = front.URL })
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	require.Zero(t, report.Summary.Fail)
	require.EqualValues(t, 7, created.Load(), "one more without credentials, and one with those of another team")
}

// Where lists do not show what users did, funnels of them prove nothing, and nobody tracks them once more for the next check.
func TestUsersAreBroughtOnce(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Misbehave: "track.always-live"}, only("chatlayer.funnel.*"))
	for _, c := range report.Checks {
		if c.ID == "chatlayer.funnel.order" {
			require.Equal(t, conformance.Skip, c.Outcome, c.Message)
			require.Contains(t, c.Message, "mend that first")
		}
	}
	require.Less(t, report.Cost.Written, 320)
}

// What a step's event_id is nobody documents, nor how counts stand together: each check judges a target whichever it is.
func TestFunnelsAreJudgedWhateverNamesTheirSteps(t *testing.T) {
	t.Parallel()
	for _, variants := range [][]string{nil, {"funnel.by-definition"}, {"funnel.definitions-only"}, {"funnel.by-step"}} {
		t.Run(strings.Join(variants, "_"), func(t *testing.T) {
			t.Parallel()
			report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: variants}, only("chatlayer.funnel.*"))
			for _, c := range report.Checks {
				if strings.HasPrefix(c.ID, "chatlayer.funnel.") {
					require.Equal(t, conformance.Pass, c.Outcome, "%s: %s", c.ID, c.Message)
				}
			}
		})
	}
}

// A list of definitions that brings its first token again, or pages of great length, is not read for ever.
func TestAListOfDefinitionsWithoutAnEndIsLeft(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 200_000)
	for name, page := range map[string]func(asked int32) (token, text string){
		"in_circles": func(int32) (string, string) { return "again", "" },
		"long":       func(asked int32) (string, string) { return "to " + strconv.Itoa(int(asked)), long },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
			var asked atomic.Int32
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/definitions") {
					token, text := page(asked.Add(1))
					w.Header().Set("Content-Type", "application/json")
					_ = json.NewEncoder(w).Encode(map[string]any{
						"event_definitions": []any{map[string]any{"description": text}}, "next_page_token": token,
					})
					return
				}
				m.ServeHTTP(w, r)
			}))
			t.Cleanup(front.Close)
			report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, only("chatlayer.definitions.listed"),
				func(target *conformance.Target) { target.URL = front.URL })
			require.Zero(t, report.Summary.Pass+report.Summary.Fail)
			require.Less(t, asked.Load(), int32(10))
		})
	}
}

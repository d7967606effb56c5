package mockserver_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/control"
)

// counted asks for the histogram of an answer, and holds its parts to their order.
func counted(t testing.TB, s *mockserver.Running, r reply, parts int) (h control.Histogram) {
	t.Helper()
	id := r.header.Get("Understudy-Request-Id")
	answer := nobody(s).get(t, fmt.Sprintf("/__understudy/journal/%s/histogram?parts=%d", id, parts))
	require.Equal(t, http.StatusOK, answer.status, answer.body)
	answer.into(t, &h)
	require.Equal(t, id, h.RequestID)
	require.LessOrEqual(t, len(h.Parts), parts)
	for i, p := range h.Parts {
		require.True(t, p.From.Before(p.To))
		require.True(t, i == 0 || h.Parts[i-1].To.Equal(p.From), "there is no gap")
	}
	return h
}

// fits wants every event that a walk has found counted in the part that it belongs to, and no other.
func fits(t testing.TB, events []event, h control.Histogram) {
	t.Helper()
	require.EqualValues(t, len(events), h.Events)
	left := events
	for _, p := range h.Parts {
		n := 0
		for n < len(left) && left[n].time(t).Before(p.To) {
			require.False(t, left[n].time(t).Before(p.From))
			n++
		}
		require.EqualValues(t, n, p.Events, "from %s to %s", p.From, p.To)
		left = left[n:]
	}
	require.Empty(t, left)
	if len(events) > 0 {
		require.Positive(t, h.Parts[0].Events, "it begins where there is something")
		require.Positive(t, h.Parts[len(h.Parts)-1].Events)
	}
}

func (e event) time(t testing.TB) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, e.Timestamp)
	require.NoError(t, err)
	return at
}

func TestHistogram(t *testing.T) {
	for _, scenario := range []string{"busy-month", "edges", "one-conversation", "empty"} {
		s := mockserver.Start(t, mockserver.Options{
			EventsPerBot: 150, Scenario: scenario, Clock: mockserver.FrozenClock(noon()),
		})
		c := demo(s)
		c.trackAll(t, "demobot1", args{"event": "sale", "user_id": "mia", "version": "LIVE", "timestamp": "1815-12-10T00:00:00Z"},
			args{"event": "sale", "user_id": "mia", "version": "LIVE"}, args{"event": "chat", "user_id": "tom", "version": "DRAFT"})
		for name, a := range map[string]args{
			"everything":  {},
			"short":       {"start_time": "2026-01-10T11:30:00Z", "end_time": "2026-01-12T01:02:03.456Z"},
			"one_user":    {"user_id": "mia"},
			"one_event":   {"event": "message_sent"},
			"nobody":      {"user_id": "nobody at all"},
			"other_times": {"start_time": "9000-01-01"},
			"no_time":     {"start_time": "2026-01-10", "end_time": "2026-01-10"},
		} {
			t.Run(scenario+"/"+name, func(t *testing.T) {
				all := c.walk(t, "demobot1", a)
				answer := c.ask(t, http.MethodGet, "demobot1", everything().with(a))
				for _, parts := range []int{1, 60} {
					fits(t, all, counted(t, s, answer, parts))
				}
			})
		}
		fromASilence(t, s, c)
		team := args{"start_time": "0001-01-01", "end_time": "9999-12-31"}
		answer := c.get(t, teamOf("demo-team")+"?"+team.query())
		h := counted(t, s, answer, 100)
		fits(t, c.walkTeam(t, "demo-team", team), h)
		require.EqualValues(t, 3, h.Tracked)
	}
}

// fromASilence asks from just behind an event up to the one after the next, where the first wait is the longest.
func fromASilence(t *testing.T, s *mockserver.Running, c client) {
	t.Helper()
	all := c.walk(t, "demobot1", args{})
	longest, wait := 0, time.Duration(0)
	for i := 1; i+2 < len(all); i++ { // the first is tracked, and centuries old
		if w := all[i+1].time(t).Sub(all[i].time(t)); w > wait {
			longest, wait = i, w
		}
	}
	if longest == 0 {
		return
	}
	a := args{
		"start_time": all[longest].time(t).Add(time.Second).Format(time.RFC3339),
		"end_time":   all[longest+2].time(t).Add(time.Second).Format(time.RFC3339),
	}
	fits(t, c.walk(t, "demobot1", a), counted(t, s, c.ask(t, http.MethodGet, "demobot1", everything().with(a)), 500))
}

// TestAHistogramIsOfAListThatWasServed says of all else why there is none.
func TestAHistogramIsOfAListThatWasServed(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for _, r := range []reply{
		c.ask(t, http.MethodGet, "demobot1", everything().with(args{"version": "live"})),
		c.post(t, trackOf("demobot1"), `{"event":"sale"}`),
		apiKey(s).post(t, "/query/events", `{}`),
	} {
		nobody(s).get(t, "/__understudy/journal/"+r.header.Get("Understudy-Request-Id")+"/histogram").
			refusedByControl(t, http.StatusNotFound, "no list of events by time")
	}
}

// TestOptionsAreListed wants every name that the options of a namespace take, and no other.
func TestOptionsAreListed(t *testing.T) {
	s := fresh(t)
	var list control.OptionList
	nobody(s).get(t, "/__understudy/options").into(t, &list)
	require.NotEmpty(t, list.Scenarios)
	require.Len(t, list.Misbehaviours, len(mockserver.Misbehaviours()))
	for i, m := range mockserver.Misbehaviours() {
		require.Equal(t, control.MisbehaviourOption{
			Name: m.Name, Summary: m.Summary, Area: m.Area, Difficulty: int32(m.Difficulty), Requirements: m.Requirements,
		}, list.Misbehaviours[i])
	}
	for _, a := range list.Areas {
		require.Equal(t, mockserver.AdviceOn(a.Name), a.Advice)
	}
	require.Len(t, list.Variants, len(mockserver.Variants()))
	for i, v := range mockserver.Variants() {
		require.Equal(t, v.Name, list.Variants[i].Name)
		require.Equal(t, v.Summary, list.Variants[i].Summary)
	}
}

package mockserver_test

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// modelEvent is a tracked event as the model remembers it.
type modelEvent struct {
	id, version, name, user, campaign, flow string
	at                                      time.Time
}

func (e modelEvent) args() args {
	return args{
		"id": e.id, "version": e.version, "event": e.name, "user_id": e.user, "timestamp": e.at.Format(time.RFC3339Nano),
		"attributes": args{"flow": e.flow}, "context": args{"campaign": args{"id": e.campaign}},
	}
}

// modelQuery is a list's arguments; empty members do not filter.
type modelQuery struct {
	version, name, user, campaign string
	flows                         []string
	start, end                    time.Time
}

func (q modelQuery) args() args {
	a := args{
		"version": q.version, "event": q.name, "user_id": q.user, "campaign_id": q.campaign,
		"start_time": q.start.Format(time.RFC3339Nano), "end_time": q.end.Format(time.RFC3339Nano),
	}
	if q.flows != nil {
		a["filters"] = []args{filter("flow", "in", q.flows...)}
	}
	return a
}

func (q modelQuery) matches(e modelEvent) bool {
	fits := func(want, got string) bool { return want == "" || want == got }
	return e.version == q.version && fits(q.name, e.name) && fits(q.user, e.user) && fits(q.campaign, e.campaign) &&
		(q.flows == nil || slices.Contains(q.flows, e.flow)) && !e.at.Before(q.start) && e.at.Before(q.end)
}

func before(a, b modelEvent) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) }

// model is what a bot's list has to be: a plain slice, looked through from one end to the other.
type model struct{ events []modelEvent }

// add keeps the first of several events of a version with one id.
func (m *model) add(e modelEvent) {
	if !slices.ContainsFunc(m.events, func(old modelEvent) bool { return old.id == e.id && old.version == e.version }) {
		m.events = append(m.events, e)
	}
}

// behind returns what matches and follows the cursor, in order.
func (m *model) behind(q modelQuery, cursor *modelEvent) []modelEvent {
	var found []modelEvent
	for _, e := range m.events {
		if q.matches(e) && (cursor == nil || before(*cursor, e) < 0) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, before)
	return found
}

func drawTime(t *rapid.T, label string) time.Time {
	return noon().Add(time.Duration(rapid.IntRange(0, 4).Draw(t, label)))
}

func drawEvent(t *rapid.T) modelEvent {
	return modelEvent{
		id:       rapid.StringMatching(`[a-c]{1,2}`).Draw(t, "id"),
		version:  rapid.SampledFrom([]string{"LIVE", "LIVE", "DRAFT"}).Draw(t, "version"),
		name:     rapid.SampledFrom([]string{"x", "y", ""}).Draw(t, "event"),
		user:     rapid.SampledFrom([]string{"u", "v"}).Draw(t, "user"),
		campaign: rapid.SampledFrom([]string{"k", ""}).Draw(t, "campaign"),
		flow:     rapid.SampledFrom([]string{"f", "g", ""}).Draw(t, "flow"),
		at:       drawTime(t, "timestamp"),
	}
}

func drawQuery(t *rapid.T) modelQuery {
	q := modelQuery{
		version:  rapid.SampledFrom([]string{"LIVE", "LIVE", "DRAFT"}).Draw(t, "of version"),
		name:     rapid.SampledFrom([]string{"", "", "x"}).Draw(t, "of event"),
		user:     rapid.SampledFrom([]string{"", "", "u"}).Draw(t, "of user"),
		campaign: rapid.SampledFrom([]string{"", "", "k"}).Draw(t, "of campaign"),
		flows:    rapid.SampledFrom([][]string{nil, nil, {"f"}, {"f", ""}}).Draw(t, "of flows"),
		start:    drawTime(t, "from"), end: drawTime(t, "to"),
	}
	if q.end.Before(q.start) {
		q.start, q.end = q.end, q.start
	}
	return q
}

// TestWalkBesideModel tracks at random, walks in pages of random sizes while more arrives, and wants of every page exactly
// what the model has behind the cursor.
func TestWalkBesideModel(t *testing.T) {
	s := fresh(t)
	c, round := demo(s), 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		bot, m := fmt.Sprintf("model-%d", round), &model{}
		track := func(n int) {
			for range n {
				e := drawEvent(rt)
				require.Equal(rt, e.id, c.track(t, bot, e.args()))
				m.add(e)
			}
		}
		track(rapid.IntRange(0, 12).Draw(rt, "events"))
		q := drawQuery(rt)
		var cursor *modelEvent
		for token, done := "", false; !done; {
			size := rapid.IntRange(1, 4).Draw(rt, "page_size")
			method := rapid.SampledFrom([]string{http.MethodGet, http.MethodPost}).Draw(rt, "method")
			if q.flows != nil {
				method = http.MethodPost
			}
			var p page
			c.ask(t, method, bot, q.args().with(args{"page_size": size, "page_token": token})).into(t, &p)
			want := m.behind(q, cursor)
			more := len(want) > size
			want = want[:min(size, len(want))]
			require.Equal(rt, modelIDs(want), ids(p.Events))
			require.Equal(rt, more, p.Next != "", "there is a token if and only if more follows")
			if token, done = p.Next, p.Next == ""; !done {
				cursor = &want[len(want)-1]
				track(rapid.IntRange(0, 2).Draw(rt, "arrivals"))
			}
		}
	})
}

func modelIDs(events []modelEvent) []string {
	all := make([]string, len(events))
	for i, e := range events {
		all[i] = e.id
	}
	return all
}

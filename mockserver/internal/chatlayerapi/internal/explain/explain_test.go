package explain_test

import (
	"context"
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi/internal/explain"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// at is a time so many minutes after noon.
func at(minutes int) time.Time { return noon().Add(time.Duration(minutes) * time.Minute) }

// made is an event of the bot shop, live, by mia, at noon, with a plan; each change makes it another.
func made(changes ...func(*fixtures.ChatlayerEvent)) fixtures.ChatlayerEvent {
	e := fixtures.ChatlayerEvent{TrackingEvent: chatlayer.TrackingEvent{
		ID: "e", BotID: "shop", Version: "LIVE", Event: "signup", UserID: "mia", ConversationID: "c-1", Timestamp: noon(),
		Attributes: map[string]string{"plan": "pro"},
	}}
	for _, change := range changes {
		change(&e)
	}
	return e
}

func in(bot string) func(*fixtures.ChatlayerEvent) {
	return func(e *fixtures.ChatlayerEvent) { e.BotID = bot }
}

func draft(e *fixtures.ChatlayerEvent) { e.Version = "DRAFT" }

func by(user string) func(*fixtures.ChatlayerEvent) {
	return func(e *fixtures.ChatlayerEvent) { e.UserID = user }
}

func when(t time.Time) func(*fixtures.ChatlayerEvent) {
	return func(e *fixtures.ChatlayerEvent) { e.Timestamp = t }
}

func campaign(e *fixtures.ChatlayerEvent) { e.Campaign = &chatlayer.CampaignInfo{ID: "spring"} }

// asked is a list of the live events of the bot shop around noon with some values.
func asked(changes ...func(*chatlayersteps.Lookup)) *chatlayersteps.Lookup {
	l := &chatlayersteps.Lookup{Asked: "shop", Bots: []string{"shop"}, Call: &pipeline.Call{Params: spec.MembersOf(map[string]any{})}}
	l.Query = eventstore.Query{
		Start: at(-60), End: at(60), Limit: 50, Where: []eventstore.Equal{{Field: chatlayerworld.FieldVersion, Value: "LIVE"}},
	}
	for _, change := range changes {
		change(l)
	}
	return l
}

func where(field, value string) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) {
		l.Query.Where = append(l.Query.Where, eventstore.Equal{Field: field, Value: value})
	}
}

func labelled(key string, op eventstore.Op, values ...string) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) {
		l.Query.Labels = append(l.Query.Labels, eventstore.Condition{Key: key, Op: op, Values: values})
	}
}

func between(start, end time.Time) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) { l.Query.Start, l.Query.End = start, end }
}

func sent(start string) func(*chatlayersteps.Lookup) {
	return func(l *chatlayersteps.Lookup) { l.Call.Params.Map()["start_time"] = start }
}

func explained(t *testing.T, l *chatlayersteps.Lookup, after eventstore.Position, events ...fixtures.ChatlayerEvent) pipeline.Explanation {
	t.Helper()
	ex, err := explain.List(t.Context(), l, after, func(yield func(fixtures.ChatlayerEvent, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	return ex
}

// hint is a list, the events that there are, and what is said of it.
type hint struct {
	list   *chatlayersteps.Lookup
	events []fixtures.ChatlayerEvent
	want   []string
}

// TestHints shows each hint where it helps.
func TestHints(t *testing.T) {
	for _, all := range []map[string]hint{hintsOfValues(), hintsOfPlaces(), hintsOfAttributes()} {
		for name, c := range all {
			t.Run(name, func(t *testing.T) {
				require.Equal(t, c.want, explained(t, c.list, eventstore.Position{}, c.events...).Hints)
			})
		}
	}
}

func hintsOfValues() map[string]hint {
	return map[string]hint{
		"letter_case": {
			asked(where("user_id", "Mia")),
			[]fixtures.ChatlayerEvent{made(), made()},
			[]string{`no event has user_id "Mia"; there are 2 of "mia"`},
		},
		"white_space": {
			asked(where("user_id", "mia ")),
			[]fixtures.ChatlayerEvent{made()},
			[]string{`no event has user_id "mia "; there is 1 of "mia"`},
		},
		"a_slip": {
			asked(where("event", "singup")),
			[]fixtures.ChatlayerEvent{made()},
			[]string{`no event has event "singup"; the nearest is "signup", of which there is 1`},
		},
		"letter_case_of_what_meets_all_else": {
			asked(where("user_id", "Mia")),
			[]fixtures.ChatlayerEvent{made(), made(by("Mia"), in("other"))},
			[]string{
				`1 event meets all else in the bot "other", not in the bot "shop"`,
				`no event that meets all else has user_id "Mia"; there is 1 of "mia"`,
			},
		},
		"nothing_alike": {
			asked(where("user_id", "zoe")),
			[]fixtures.ChatlayerEvent{made(), made(), made(by("ab")), made(by("cd")), made(by("ef"))},
			[]string{`no event has user_id "zoe"; those that meet all else have "mia", "ab", "cd" and 1 others`},
		},
	}
}

func hintsOfPlaces() map[string]hint {
	return map[string]hint{
		"version": {
			asked(),
			[]fixtures.ChatlayerEvent{made(draft), made(draft)},
			[]string{"2 events meet all else with the version DRAFT; version=LIVE leaves that out"},
		},
		"bot": {
			asked(where("user_id", "mia")),
			[]fixtures.ChatlayerEvent{made(in("shop2")), made(by("x"))},
			[]string{`1 event meets all else in the bot "shop2", not in the bot "shop"`},
		},
		"a_slip_in_a_bot": {
			asked(),
			[]fixtures.ChatlayerEvent{made(in("shopp"), draft)},
			[]string{`the bot "shop" has no events; the nearest that has is "shopp"`},
		},
		"no_bot": {asked(), nil, []string{`the bot "shop" has no events`}},
		"before_the_oldest": {
			asked(between(at(-300), at(-200))),
			[]fixtures.ChatlayerEvent{made(when(at(2000)))},
			[]string{"the range ends at 2026-01-15T08:40:00Z, and the oldest event is at 2026-01-16T21:20:00Z"},
		},
		"behind_the_newest": {
			asked(between(at(2000), at(3000))),
			[]fixtures.ChatlayerEvent{made()},
			[]string{"the range starts at 2026-01-16T21:20:00Z, and the newest event is at 2026-01-15T12:00:00Z"},
		},
		"equal_bounds": {
			asked(between(noon(), noon())),
			[]fixtures.ChatlayerEvent{made()},
			[]string{"start_time and end_time are the same instant, and end_time is exclusive: the range is empty"},
		},
		"exactly_at_the_end": {
			asked(between(at(-1), noon())),
			[]fixtures.ChatlayerEvent{made(), made(when(at(-500)))},
			[]string{"2 events meet all else, outside of the range, the nearest exactly at end_time, which is exclusive"},
		},
		"a_time_zone": {
			asked(between(at(-120), at(-60)), sent("2026-01-15T11:00:00+01:00")),
			[]fixtures.ChatlayerEvent{made(), made(when(at(-9000)))},
			[]string{"2 events meet all else, outside of the range, the nearest 1h0m0s behind it; " +
				"start_time 2026-01-15T11:00:00+01:00 is 2026-01-15T10:00:00Z in UTC, in which events are shown"},
		},
		"a_local_time": {
			asked(between(at(60), at(120)), sent("2026-01-15T13:00:00Z")),
			[]fixtures.ChatlayerEvent{made(), made(when(at(9000)))},
			[]string{"2 events meet all else, outside of the range, the nearest 1h0m0s before it; " +
				"times are in UTC: is a local time meant?"},
		},
	}
}

func hintsOfAttributes() map[string]hint {
	return map[string]hint{
		"no_campaign_anywhere": {
			asked(where("campaign_id", "k")),
			[]fixtures.ChatlayerEvent{made()},
			[]string{`no event of the bot has a campaign, so campaign_id="k" can be met by none`},
		},
		"another_campaign": {
			asked(where("campaign_id", "Spring")),
			[]fixtures.ChatlayerEvent{made(campaign)},
			[]string{`no event has campaign_id "Spring"; there is 1 of "spring"`},
		},
		"no_such_attribute": {
			asked(labelled("plam", eventstore.OneOf, "pro")),
			[]fixtures.ChatlayerEvent{made(), made()},
			[]string{`no event has the attribute "plam"; the nearest is "plan", which 2 events have`},
		},
		"an_attribute_in_another_case": {
			asked(labelled("Plan", eventstore.OneOf, "pro")),
			[]fixtures.ChatlayerEvent{made()},
			[]string{`no event has the attribute "Plan"; 1 event has "plan"`},
		},
		"an_attribute_of_nobody": {
			asked(labelled("zzzzzz", eventstore.OneOf, "pro")),
			[]fixtures.ChatlayerEvent{made()},
			[]string{`no event of the bot has the attribute "zzzzzz"; there are "plan"`},
		},
		"another_value_of_an_attribute": {
			asked(labelled("plan", eventstore.OneOf, "PRO")),
			[]fixtures.ChatlayerEvent{made()},
			[]string{`no event has the attribute plan="PRO"; there is 1 of "pro"`},
		},
		"an_attribute_that_is_there": {
			asked(labelled("plan", eventstore.Absent)),
			[]fixtures.ChatlayerEvent{made()},
			[]string{"1 event meets all else, and not attributes.plan does not exist"},
		},
		"two_at_once": {
			asked(where("user_id", "Mia"), where("event", "x")),
			[]fixtures.ChatlayerEvent{made()},
			[]string{`no event has user_id "Mia"; there is 1 of "mia"`},
		},
		"nothing_alone": {
			asked(where("user_id", "a"), where("event", "x")),
			[]fixtures.ChatlayerEvent{made(by("a"), in("other")), made(by("b"), func(e *fixtures.ChatlayerEvent) { e.Event = "x" }, draft)},
			[]string{`no event meets both version=LIVE and what stands before it`},
		},
	}
}

// TestNoHints gives none where the list has what it asks for.
func TestNoHints(t *testing.T) {
	others := []fixtures.ChatlayerEvent{
		made(by("Mia")), made(draft), made(in("other")), made(when(at(-9000))), made(campaign), made(by("mía")),
	}
	for name, list := range map[string]*chatlayersteps.Lookup{
		"all": asked(), "user": asked(where("user_id", "mia")), "attribute": asked(labelled("plan", eventstore.OneOf, "pro", "PRO")),
		"absent": asked(labelled("none", eventstore.Absent)), "campaign": asked(where("campaign_id", "spring")),
	} {
		t.Run(name, func(t *testing.T) {
			require.Empty(t, explained(t, list, eventstore.Position{}, append(others, made())...).Hints)
		})
	}
}

func TestFunnel(t *testing.T) {
	list := asked(where("user_id", "mia"), labelled("plan", eventstore.OneOf, "pro"), func(l *chatlayersteps.Lookup) { l.Query.Limit = 2 })
	first := made(func(e *fixtures.ChatlayerEvent) { e.ID = "a" })
	events := []fixtures.ChatlayerEvent{
		first, made(), made(), made(), made(by("x")), made(draft), made(in("other")), made(when(at(-61))),
		made(func(e *fixtures.ChatlayerEvent) { e.Attributes = nil }),
	}
	ex := explained(t, list, chatlayerworld.PositionOf(first.TrackingEvent), events...)
	require.Equal(t, []pipeline.Step{
		{Name: "namespace", Events: 9},
		{Name: "bot_id", Events: 8},
		{Name: "version=LIVE", Events: 7},
		{Name: "start_time..end_time", Events: 6},
		{Name: `user_id="mia"`, Events: 5},
		{Name: `attributes.plan in ["pro"]`, Events: 4},
		{Name: "page_token", Events: 3},
	}, ex.Funnel)
	require.Equal(t, []string{"3 events meet the conditions, and a page has at most 2; send next_page_token as page_token to read on"},
		ex.Hints)

	ex = explained(t, list, chatlayerworld.PositionOf(made(when(at(59))).TrackingEvent), events...)
	require.Equal(t, []string{"the page_token points behind the last event; send none to begin anew"}, ex.Hints)

	team := asked(func(l *chatlayersteps.Lookup) { l.Asked, l.Bots = "", []string{"other", "shop"} })
	require.Equal(t, pipeline.Step{Name: "team_id", Events: 9}, explained(t, team, eventstore.Position{}, events...).Funnel[1])
}

// TestManyEvents looks at some of them and says so.
func TestManyEvents(t *testing.T) {
	e, looked := made(), 0
	ex, err := explain.List(t.Context(), asked(), eventstore.Position{}, func(yield func(fixtures.ChatlayerEvent, error) bool) {
		for looked = 0; yield(e, nil); looked++ {
		}
	})
	require.NoError(t, err)
	require.Equal(t, 200_000, looked)
	require.Equal(t, pipeline.Step{Name: "bot_id", Events: 200_000, AtLeast: true}, ex.Funnel[1])

	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = explain.List(gone, asked(), eventstore.Position{}, func(yield func(fixtures.ChatlayerEvent, error) bool) {
		for yield(e, nil) {
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	_, err = explain.List(t.Context(), asked(), eventstore.Position{}, func(yield func(fixtures.ChatlayerEvent, error) bool) {
		yield(e, fmt.Errorf("planted"))
	})
	require.ErrorContains(t, err, "planted")
}

func TestNumbers(t *testing.T) {
	const milliseconds = "start_time 1768471200000 looks like milliseconds since 1970; the API wants RFC 3339: 2026-01-15T10:00:00Z"
	require.Equal(t, []string{milliseconds}, explain.Numbers(url.Values{"start_time": {"1768471200000"}, "end_time": {"2026-01-15"}}, nil))
	require.Equal(t, []string{milliseconds}, explain.Numbers(nil, []byte(`{"start_time":1768471200000}`)))
	require.Equal(t, []string{"end_time 1768471200 looks like seconds since 1970; the API wants RFC 3339: 2026-01-15T10:00:00Z"},
		explain.Numbers(url.Values{"end_time": {"1768471200"}}, []byte("no JSON")))
	require.Empty(t, explain.Numbers(url.Values{"start_time": {"2026"}, "end_time": {"-768471200"}}, nil))
}

package kit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// A server may know which event names it takes, limit its ids to letters, digits and underscores, and take few and short attributes. The
// planted events have nothing that such a server refuses.
func TestPlantedEventsArePlain(t *testing.T) {
	s := &Session{
		target: conformance.Target{Seed: 1}, run: "abcd2345", Names: Names{"abcd2345"},
		Base: time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC),
	}
	live, draft, old := s.plantedPlan()
	require.Len(t, live, PlantedLive)
	for _, e := range append(append(live, draft...), old...) {
		tagged := map[string]string{TagKey: s.NextTag()}
		for key, value := range e.Attributes {
			tagged[key] = value
		}
		e.Attributes = tagged
		require.True(t, IsPlain(e), "%+v", e)
	}
}

func TestAnIDAloneDoesNotNameAnEvent(t *testing.T) {
	mine := &RunEvent{Sent: Sent{Event: "e", User: "u"}, Owned: true, Tag: "run_0001", EventID: "7"}
	s := &Session{
		Settings: Settings{Bot: "bot"}, byTag: map[string]*RunEvent{mine.Tag: mine}, byID: map[string][]*RunEvent{"7": {mine}},
	}
	for name, tc := range map[string]struct {
		listed Event
		want   *RunEvent
	}{
		"the_tag_does":                        {Event{ID: "8", Attributes: map[string]string{TagKey: "run_0001"}}, mine},
		"the_id_does_in_the_bot":              {Event{ID: "7", BotID: "bot"}, mine},
		"the_id_of_another_bot_does_not":      {Event{ID: "7", BotID: "other"}, nil},
		"the_id_of_a_bot_that_is_not_told":    {Event{ID: "7", Event: "e", UserID: "u"}, mine},
		"the_id_of_somebody_elses_event_not":  {Event{ID: "7", Event: "theirs", UserID: "u"}, nil},
		"an_event_without_an_id_is_not_known": {Event{BotID: "bot"}, nil},
	} {
		t.Run(name, func(t *testing.T) { require.Same(t, tc.want, s.Identify(tc.listed)) })
	}
}

func TestEventsWithOneIDAreToldApart(t *testing.T) {
	one, two := Event{ID: "7", Attributes: map[string]string{TagKey: "a"}}, Event{ID: "7", Attributes: map[string]string{TagKey: "b"}}
	require.NotEqual(t, one.Key(), two.Key())
	require.Equal(t, "7", Event{ID: "7"}.Key())
}

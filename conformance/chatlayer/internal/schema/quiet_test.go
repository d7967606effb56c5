package schema

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

func TestTheLongestTimeWithoutAnEvent(t *testing.T) {
	from := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		events     []time.Duration
		begin, end time.Duration
	}{
		"all_of_it":           {nil, 0, time.Hour},
		"before_an_event":     {[]time.Duration{40 * time.Minute}, 0, 40 * time.Minute},
		"behind_an_event":     {[]time.Duration{0}, time.Millisecond, time.Hour},
		"between_two":         {[]time.Duration{50 * time.Minute, 10*time.Minute + 1}, 10*time.Minute + time.Millisecond, 50 * time.Minute},
		"none_if_it_is_short": {[]time.Duration{0}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			to, events := from.Add(time.Hour), []kit.Event(nil)
			for _, after := range c.events {
				events = append(events, kit.Event{At: from.Add(after)})
			}
			if c.end == 0 {
				to = from.Add(time.Millisecond)
			}
			begin, end := quiet(from, to, events)
			require.Equal(t, from.Add(c.begin), begin)
			require.Equal(t, from.Add(c.end), end)
		})
	}
}

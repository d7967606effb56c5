//go:build examination

package chatlayer_test

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestASecondBotOfACorrectServer(t *testing.T) {
	t.Parallel()
	selected := wanting("chatlayer.isolation.*", "chatlayer.team.*", "chatlayer.paging.*", "chatlayer.tracking.id-*",
		"chatlayer.tracking.given-id", "chatlayer.filters.team*", "chatlayer.schema.*")
	t.Run("both_bots_in_the_list_of_the_team", func(t *testing.T) {
		c := &closed{}
		r := againstClosed(t, c, mockserver.Options{}, "secondbot", selected)
		requireNoneFails(t, r)
		_, message := outcome(t, r, "chatlayer.team.bots")
		require.Contains(t, message, "12 of 12 of the second bot")
		require.Greater(t, c.written["secondbot"], 12, "the ids across bots use it too")
		require.NotContains(t, strings.Join(namesOf(c.written), " "), "twin_bot")
	})
	t.Run("one_bot_alone_in_the_list_of_the_team", func(t *testing.T) {
		c := &closed{answer: func(r *http.Request, events []map[string]any) []map[string]any {
			return slices.DeleteFunc(events, func(e map[string]any) bool {
				return strings.Contains(r.URL.Path, "/teams/") && e["bot_id"] == "secondbot"
			})
		}}
		r := againstClosed(t, c, mockserver.Options{}, "secondbot", selected)
		requireNoneFails(t, r)
		_, message := outcome(t, r, "chatlayer.team.bots")
		require.Contains(t, message, "0 of 12 of the second bot")
	})
	t.Run("which_numbers_the_events_of_each_bot", func(t *testing.T) {
		r := againstClosed(t, &closed{}, mockserver.Options{Variants: []string{"id.serial"}}, "secondbot", selected)
		requireNoneFails(t, r)
		is, message := outcome(t, r, "chatlayer.tracking.id-made")
		require.Equal(t, conformance.Pass, is, message)
	})
	t.Run("which_shows_of_no_event_whose_it_is", func(t *testing.T) {
		c := &closed{answer: func(_ *http.Request, events []map[string]any) []map[string]any {
			for _, e := range events {
				delete(e, "bot_id")
			}
			return events
		}}
		requireNoneFails(t, againstClosed(t, c, mockserver.Options{}, "secondbot", selected), "chatlayer.schema.")
	})
}

func TestOtherBotsThatTakeNoEvents(t *testing.T) {
	t.Parallel()
	refusing := func(closed string, but int) func(string, int) int {
		return func(bot string, n int) int {
			if bot == closed && n > but {
				return http.StatusForbidden
			}
			return 0
		}
	}
	failing := func(at int) func(string, int) int {
		return func(bot string, n int) int {
			if bot == "otherbot" && n == at {
				return http.StatusInternalServerError
			}
			return 0
		}
	}
	for name, tt := range map[string]struct {
		track func(string, int) int
		says  string
	}{
		"the_second_takes_none": {
			refusing("secondbot", 0),
			`without the bot "secondbot": an event for it is refused with status 403`,
		},
		"the_second_takes_three":             {refusing("secondbot", 3), "3 of 3 of the second bot, "},
		"the_other_teams_takes_none":         {refusing("otherbot", 0), "12 of 12 of the second bot, 0 events"},
		"the_first_of_the_other_teams_fails": {failing(1), "12 of 12 of the second bot"},
		"the_fifth_of_the_other_teams_fails": {failing(5), "12 of 12 of the second bot"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &closed{track: tt.track}
			r := againstClosed(t, c, mockserver.Options{}, "secondbot",
				wanting("chatlayer.isolation.*", "chatlayer.team.*", "chatlayer.tracking.*"))
			requireNoneFails(t, r)
			_, message := outcome(t, r, "chatlayer.team.bots")
			require.Contains(t, message, tt.says)
			if strings.HasSuffix(name, "fails") {
				require.Equal(t, conformance.Conformant, r.Verdict, r.Reason)
			}
		})
	}
}

func TestEventsOfAnotherRunHaveTheSameIDs(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{
		Variants: []string{"id.serial"}, EventsPerBot: mockserver.NoEvents,
		Logger: slog.New(slog.DiscardHandler),
	})
	for _, second := range []string{"", "demobot2", ""} {
		settings := demo()
		settings.SecondBot = second
		r := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
			target.URL, target.Settings, target.PerSecond = m.URL, settings, 3000
		})
		requireNoneFails(t, r)
		require.Equal(t, conformance.Conformant, r.Verdict, r.Reason)
	}
}

//go:build examination

package chatlayer_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestPagingChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"page.fifty-pages":          {"paging.deep"},
		"page.over-hundred-refused": {"paging.over-hundred"},
		"page.skips-first":          {"team.complete"},
		"page.single-rest-lost":     {"paging.collections"},
		"page.ties-lost":            {"paging.ties"},
		"page.offset-unstable":      {"paging.every-size"},
		"page.one-too-many":         {"paging.page-size"},
		"page.default-is-all":       {"paging.hundred", "paging.default-size"},
		"auth.post-list-open":       {"paging.token-without-credentials"},
		"isolation.any-team-reads":  {"paging.token-other-team"},
		"filter.user-ignored":       {"paging.filters-met"},
	})
}

// TestTokensThatEndWhileTheRunWaits has the run wait for its turn longer than the target's page tokens are good: nobody says how long
// they have to be.
func TestTokensThatEndWhileTheRunWaits(t *testing.T) {
	t.Parallel()
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents, Variants: []string{"token.expires-10s"}})
	require.NoError(t, m.Clock().Run(time.Now(), 1))
	selected := []string{"chatlayer.paging.complete", "chatlayer.paging.two-walks"}
	report, err := conformance.Run(t.Context(), conformance.Target{
		Suite: chatlayer.Suite(), URL: m.URL, Settings: demo(), PerSecond: 1. / 12, Clock: leaping{m.Clock()},
		Only: selected,
	})
	require.NoError(t, err)
	require.Equal(t, conformance.Incomplete, report.Verdict, report.Reason)
	for _, c := range report.Checks {
		if !slices.Contains(selected, c.ID) {
			continue
		}
		require.Equal(t, conformance.Inconclusive, c.Outcome, "%s: %s", c.ID, c.Message)
		require.Regexp(t, `a page token was refused (\d+m)?\d+s after it had come`, c.Message)
	}
}

// leaping is the mock's clock, as one that waits for nothing: its time leaps.
type leaping struct{ mockserver.NamespaceClock }

func (c leaping) Sleep(ctx context.Context, d time.Duration) error {
	return errors.Join(ctx.Err(), c.Advance(max(d, 0)))
}

//go:build examination

package chatlayer_test

import "testing"

func TestTeamChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"team.bot-id-is-team":          {"team.same-events"},
		"isolation.any-team-team-list": {"team.strangers"},
		"team.shows-other-teams":       {"team.foreign-events"},
	})
}

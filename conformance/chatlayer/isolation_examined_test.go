//go:build examination

package chatlayer_test

import (
	"testing"
)

func TestIsolationMisbehavioursAreNoticed(t *testing.T) {
	t.Parallel()
	for misbehaviour, checks := range map[string][]string{
		"isolation.bot-ignored":         {"chatlayer.isolation.invented-bot", "chatlayer.isolation.body-bot"},
		"isolation.any-team-reads":      {"chatlayer.isolation.foreign-read"},
		"isolation.any-team-writes":     {"chatlayer.isolation.foreign-write"},
		"isolation.any-team-team-list":  {"chatlayer.isolation.foreign-team"},
		"isolation.users-shared":        {"chatlayer.isolation.invented-bot"},
		"isolation.users-shared-by-all": {"chatlayer.isolation.other-bot", "chatlayer.isolation.same-names"},
		"isolation.bot-prefix":          {"chatlayer.isolation.similar-bots"},
		"isolation.bot-any-case":        {"chatlayer.isolation.bot-case"},
		"isolation.body-bot-wins":       {"chatlayer.isolation.body-bot"},
		"isolation.refused-is-written":  {"chatlayer.isolation.foreign-write"},
		"auth.answers-cached":           {"chatlayer.isolation.alternate"},
	} {
		t.Run(misbehaviour, func(t *testing.T) {
			t.Parallel()
			requireFails(t, misbehaviour, checks...)
		})
	}
}

//go:build examination

package examination_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/spec"
)

// TestEveryRequirementHasACheckOrAReason holds checks and catalogue together.
func TestEveryRequirementHasACheckOrAReason(t *testing.T) {
	outOfScope := 0
	for _, s := range suites.All() {
		contract, err := s.Contract()
		require.NoError(t, err)
		requirements := map[string]conformance.Requirement{}
		for _, q := range s.Requirements(contract) {
			requirements[q.ID] = q
			switch {
			case q.Level == conformance.Info:
			case q.OutOfScope != "":
				outOfScope++
			case len(q.Checks) == 0 && q.Untestable == "":
				t.Errorf("%s (%s) has no check and no reason why it cannot be tested: %s", q.ID, q.Level, q.Statement)
			case len(q.Checks) > 0 && q.Untestable != "":
				t.Errorf("%s has checks %v and a reason why it cannot be tested: %s", q.ID, q.Checks, q.Untestable)
			}
		}
		for id := range s.Untestable {
			if _, there := requirements[id]; !there {
				t.Errorf("%s gives a reason for %s, which is no requirement", s.API, id)
			}
		}
	}
	require.NotZero(t, outOfScope)
}

// TestEveryRequirementHasACheckOfItsLevel finds the requirements that count as covered although no check insists on them as much as
// they do.
func TestEveryRequirementHasACheckOfItsLevel(t *testing.T) {
	strength := map[conformance.Level]int{conformance.Info: 0, conformance.Should: 1, conformance.Must: 2}
	for _, s := range suites.All() {
		contract, err := s.Contract()
		require.NoError(t, err)
		best := map[string]int{}
		for _, c := range s.Checks {
			for _, id := range c.Requirements() {
				best[id] = max(best[id], strength[c.Level])
			}
		}
		weaker := maps.Clone(s.Weaker)
		for _, q := range s.Requirements(contract) {
			is := len(q.Checks) > 0 && best[q.ID] < strength[q.Level]
			if is && weaker[q.ID] == "" {
				t.Errorf("%s is %s and all its checks %v are weaker; change a level, split the row, or say why under weaker", q.ID,
					q.Level, q.Checks)
			}
			if is {
				delete(weaker, q.ID)
			}
		}
		require.Empty(t, weaker, "%s: these have a check of their level, or none", s.API)
	}
}

// TestNoCheckIsMilderThanItsRow finds the checks that rest on a row which demands more than they do: a reader of the report would be
// told a stronger law than the one that is tried. Rows of which no check is of their level say why themselves.
func TestNoCheckIsMilderThanItsRow(t *testing.T) {
	const refusal = "that a server refuses what is not so only follows"
	milder := map[string]string{
		"chatlayer.concurrency.served": "a server error that does not come again is an accident; what comes again is for the must " +
			"checks",
		"inkeep.events.refusal-status":          "it is about other breaches than the row, too",
		"inkeep.time.no-time":                   refusal,
		"inkeep.time.offset-accepted":           "the form is known from a date-time's type alone",
		"inkeep.time.default-moves":             "how finely a server tells the time nobody says",
		"inkeep.events.id-free-after-refusal":   "that a refused event has taken nothing only follows",
		"inkeep.limits.too-large-not-stored":    "an id that is free shows it, and ids need not be unique",
		"inkeep.conversations.replaced-shorter": "that a shorter history takes the place of a longer one only follows",
		"inkeep.conversations.names-apart":      "the source does not speak of names that are like another",
		"inkeep.limits.alive-afterwards":        "what comes after a refusal only follows",
		"inkeep.conversations.renamed":          "the source does not speak of an externalId that changes",
		"inkeep.query.conversations-gone":       "that queries follow what is shown only follows",
		"inkeep.query.feedback-gone":            "that queries follow what is shown only follows",
	}
	strength := map[string]int{"chosen": 0, "info": 0, "should": 1, "must": 2}
	for _, s := range suites.All() {
		contract, err := s.Contract()
		require.NoError(t, err)
		levels := map[string]spec.Truth{}
		for _, q := range contract.Requirements() {
			levels[q.ID] = q.Level
		}
		for _, c := range s.Checks {
			if strength[string(c.Level)] >= strength[string(levels[c.Requirement])] || s.Weaker[c.Requirement] != "" {
				continue
			}
			if milder[c.ID] == "" {
				t.Errorf("%s is %s and cites %s, which is %s; cite the row of what it insists on, or say here why it is milder", c.ID,
					c.Level,
					c.Requirement, levels[c.Requirement])
			}
			delete(milder, c.ID)
		}
	}
	require.Empty(t, milder, "these are not milder than their row any more")
}

// TestEveryCheckCitesARequirement holds the checks' own words to the catalogue: a check insists no more than what it cites.
func TestEveryCheckCitesARequirement(t *testing.T) {
	for _, s := range suites.All() {
		contract, err := s.Contract()
		require.NoError(t, err)
		levels := map[string]spec.Truth{}
		for _, q := range contract.Requirements() {
			levels[q.ID] = q.Level
		}
		ids := map[string]bool{}
		for _, c := range s.Checks {
			require.False(t, ids[c.ID], "%s stands twice", c.ID)
			ids[c.ID] = true
			require.Regexp(t, `^`+s.API+`\.[a-z-]+\.[a-z0-9-]+$`, c.ID)
			require.NotEmpty(t, c.Title, c.ID)
			if len(c.Floor) == 0 && c.Level != conformance.Info {
				t.Errorf("%s does not say what it must have seen", c.ID)
			}
			require.NotNil(t, c.Run, c.ID)
			for _, id := range c.Requirements() {
				require.Contains(t, levels, id, "%s cites a requirement that does not exist", c.ID)
			}
			switch c.Level {
			case conformance.Must:
				if levels[c.Requirement] != spec.Must {
					t.Errorf("%s insists more than %s does", c.ID, c.Requirement)
				}
			case conformance.Should:
				if levels[c.Requirement] == spec.Chosen {
					t.Errorf("%s insists on %s, which is a choice", c.ID, c.Requirement)
				}
			case conformance.Info:
				if c.NoMutant == "" {
					t.Errorf("%s only records and does not say so", c.ID)
				}
			default:
				t.Errorf("%s has the level %q", c.ID, c.Level)
			}
		}
	}
}

// TestNoCheckInsistsOnAnOpenQuestion looks at the checks that insist and cite a choice beside what they insist on: what they judge
// touches an open question, so a row that they rest on has to say how both hold.
func TestNoCheckInsistsOnAnOpenQuestion(t *testing.T) {
	for _, s := range suites.All() {
		contract, err := s.Contract()
		require.NoError(t, err)
		rows := map[string]spec.Requirement{}
		for _, q := range contract.Requirements() {
			rows[q.ID] = q
		}
		for _, c := range s.Checks {
			if c.Level == conformance.Info {
				continue
			}
			settled := map[string]bool{}
			for _, id := range c.Requirements() {
				for _, q := range rows[id].Questions {
					settled[q] = settled[q] || rows[id].Settled != ""
				}
			}
			for q, is := range settled {
				if !is {
					t.Errorf("%s insists beside the open question %q; let the row that it rests on name the question and say under "+
						"settled how both hold",
						c.ID, q)
				}
			}
		}
	}
}

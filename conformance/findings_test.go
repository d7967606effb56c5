package conformance_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// failing is a check that fails with this.
func failing(id string, f conformance.Failure) conformance.Check {
	return named(id, func(ctx context.Context, t *conformance.T) {
		ping(ctx, t)
		t.Fail(f)
	})
}

func symptoms(texts ...string) []conformance.Symptom {
	var all []conformance.Symptom
	for _, text := range texts {
		all = append(all, conformance.Symptom{Text: text})
	}
	return all
}

// headlines gives the checks of each finding by its headline.
func headlines(r conformance.Report) map[string][]string {
	found := map[string][]string{}
	for _, f := range r.Findings {
		found[f.Headline] = f.Checks
	}
	return found
}

func TestFindingsGroupFailures(t *testing.T) {
	t.Run("no_failure_no_finding", func(t *testing.T) {
		report, _ := run(t, target(t, named("demo.a.a", passes)))
		require.NotNil(t, report.Findings)
		require.Empty(t, report.Findings)
	})
	t.Run("by_what_they_look_like_by_a_symptom_and_by_their_words", func(t *testing.T) {
		report, _ := run(t, target(t,
			failing("demo.a.one", conformance.Failure{Message: "1 pong too many", LooksLike: "pings are doubled"}),
			failing("demo.a.two", conformance.Failure{Message: "two pongs", LooksLike: "pings are doubled"}),
			failing("demo.b.lost", conformance.Failure{Message: "none here", Symptoms: symptoms("pings are lost", "rare")}),
			failing("demo.b.gone", conformance.Failure{Message: "none there", Symptoms: symptoms("pings are lost")}),
			differently("demo.c.text", conformance.Failure{Message: `"a" took 3 s`}, "DEM-PING-2"),
			differently("demo.c.other", conformance.Failure{Message: `"b" took 12 s`}, "DEM-PING-2"),
		))
		require.Equal(t, map[string][]string{
			"looks like: pings are doubled": {"demo.a.one", "demo.a.two"},
			"pings are lost":                {"demo.b.lost", "demo.b.gone"},
			`"a" took 3 s`:                  {"demo.c.text", "demo.c.other"},
		}, headlines(report))
	})
	t.Run("by_what_the_suite_sees_in_their_exchanges", func(t *testing.T) {
		at := target(t,
			failing("demo.a.one", conformance.Failure{Message: "no pong"}),
			differently("demo.b.two", conformance.Failure{Message: "slow", Symptoms: symptoms("pings are late")}, "DEM-PING-2"),
		)
		at.Suite.Symptoms = func(session any, f conformance.Failure) []conformance.Symptom {
			require.Equal(t, "the session", session)
			require.NotEmpty(t, f.Exchanges)
			return symptoms("pings are late", "pings are late")
		}
		report, _ := run(t, at)
		require.Len(t, report.Findings, 1)
		require.Equal(t, "pings are late", report.Findings[0].Headline)
	})
	t.Run("a_suite_that_panics_over_a_failure_costs_its_symptoms", func(t *testing.T) {
		at := target(t, failing("demo.a.one", conformance.Failure{Message: "no pong"}))
		at.Suite.Symptoms = func(any, conformance.Failure) []conformance.Symptom { panic("oops") }
		report, _ := run(t, at)
		require.Len(t, report.Findings, 1)
		require.Equal(t, conformance.Nonconformant, report.Verdict)
	})
	t.Run("what_has_nothing_in_common_stays_apart", func(t *testing.T) {
		report, _ := run(t, target(t,
			failing("demo.a.one", conformance.Failure{Message: "no pong"}),
			differently("demo.b.two", conformance.Failure{Message: "slow"}, "DEM-PING-2"),
		))
		require.Len(t, report.Findings, 2)
	})
	t.Run("the_weightiest_come_first", func(t *testing.T) {
		should := differently("demo.a.one", conformance.Failure{Message: "slow"}, "DEM-PING-2")
		should.Level = conformance.Should
		report, _ := run(t, target(t, should, failing("demo.b.two", conformance.Failure{Message: "no pong"})))
		require.Equal(t, "demo.b.two", report.Findings[0].Check)
		require.Equal(t, conformance.Should, report.Findings[1].Level)
	})
}

func TestOneMistakeGoesWrongInSeveralWays(t *testing.T) {
	t.Run("what_goes_wrong_in_one_more_way_belongs_to_the_one_group_that_shows_that_too", func(t *testing.T) {
		lost, late := "pings are lost", "pings are late"
		report, _ := run(t, target(t,
			failing("demo.a.one", conformance.Failure{Message: "one", Symptoms: symptoms(late, lost)}),
			differently("demo.a.two", conformance.Failure{Message: "two", Symptoms: symptoms(late)}, "DEM-PING-2"),
			differently("demo.b.three", conformance.Failure{Message: "three", Observed: 3, Symptoms: symptoms(lost)}, "DEM-PING-2"),
		))
		require.Equal(t, map[string][]string{late: {"demo.a.one", "demo.a.two", "demo.b.three"}}, headlines(report))
	})
	t.Run("what_two_groups_show_belongs_to_neither", func(t *testing.T) {
		lost := "pings are lost"
		report, _ := run(t, target(t,
			failing("demo.a.one", conformance.Failure{Message: "one", LooksLike: "pings are late", Symptoms: symptoms(lost)}),
			failing("demo.b.two", conformance.Failure{Message: "two", LooksLike: "pings are doubled", Symptoms: symptoms(lost)}),
			differently("demo.c.three", conformance.Failure{Message: "three", Observed: 3, Symptoms: symptoms(lost)}, "DEM-PING-2"),
		))
		require.Len(t, report.Findings, 3)
	})
}

// differently is a failing check of another requirement.
func differently(id string, f conformance.Failure, requirement string) conformance.Check {
	c := failing(id, f)
	c.Requirement = requirement
	return c
}

// TestAServerErrorBesideAnotherMistakeStaysApart has one failure of a named mistake meet a server error, too, and another be one.
func TestAServerErrorBesideAnotherMistakeStaysApart(t *testing.T) {
	met := func(number, status int) *exchange.Exchange { return &exchange.Exchange{Number: number, Status: status} }
	inclusive := "end_time compared with <="
	report, _ := run(t, target(t,
		failing("demo.a.one", conformance.Failure{
			Message: "one too many", LooksLike: inclusive,
			Exchanges: []*exchange.Exchange{met(1, 200)},
		}),
		failing("demo.b.two", conformance.Failure{
			Message: "two too many", LooksLike: inclusive,
			Exchanges: []*exchange.Exchange{met(2, 200), met(3, 500)},
		}),
		differently("demo.c.three", conformance.Failure{Message: "it breaks", Exchanges: []*exchange.Exchange{met(4, 500)}}, "DEM-PING-2"),
	))
	require.Equal(t, map[string][]string{
		"looks like: " + inclusive: {"demo.a.one", "demo.b.two"}, "it breaks": {"demo.c.three"},
	}, headlines(report))
}

func TestFindingsNameTheCause(t *testing.T) {
	const clock = "the clock stands still"
	judged := func(t *testing.T, diagnose func(context.Context, any, []conformance.Case) []conformance.Cause) (conformance.Report,
		map[string]conformance.Result,
	) {
		t.Helper()
		at := target(t,
			failing("demo.a.late", conformance.Failure{Message: "one is late", Symptoms: symptoms("late")}),
			differently("demo.b.slow", conformance.Failure{Message: "it is slow"}, "DEM-PING-2"),
			failing("demo.c.later", conformance.Failure{Message: "another is late", Symptoms: symptoms("late")}),
		)
		at.Suite.Diagnose = diagnose
		return run(t, at)
	}
	t.Run("the_suite_explains_and_dependents_follow", func(t *testing.T) {
		report, results := judged(t, func(_ context.Context, session any, failed []conformance.Case) []conformance.Cause {
			require.Equal(t, "the session", session)
			require.Len(t, failed, 3)
			return []conformance.Cause{{Name: clock, Requirement: "DEM-PING-2", Explains: []string{"demo.a.late", "demo.b.slow"}}}
		})
		require.Len(t, report.Findings, 1)
		f := report.Findings[0]
		require.Equal(t, "looks like: "+clock, f.Headline)
		require.Equal(t, "DEM-PING-2", f.Requirement)
		require.Equal(t, "Ping is quick.", f.Statement)
		require.Equal(t, "demo.b.slow", f.Check, "it is for what the cause breaks")
		require.ElementsMatch(t, []string{"demo.a.late", "demo.b.slow", "demo.c.later"}, f.Checks)
		require.Equal(t, "demo.b.slow", results["demo.c.later"].DependsOn)
		require.Equal(t, clock, results["demo.c.later"].LooksLike)
		require.Empty(t, results["demo.b.slow"].DependsOn)
	})
	t.Run("a_must_does_not_rest_on_a_should", func(t *testing.T) {
		at := target(t, failing("demo.a.late", conformance.Failure{Message: "one is late", Symptoms: symptoms("late")}))
		at.Suite.Diagnose = func(context.Context, any, []conformance.Case) []conformance.Cause {
			return []conformance.Cause{{Name: clock, Requirement: "DEM-PING-2", Explains: []string{"demo.a.late"}}}
		}
		report, _ := run(t, at)
		require.Equal(t, "looks like: "+clock, report.Findings[0].Headline)
		require.Equal(t, []string{"DEM-PING-1", "Ping answers."}, []string{report.Findings[0].Requirement, report.Findings[0].Statement})
	})
	t.Run("what_has_no_name_is_called_by_what_it_shows", func(t *testing.T) {
		report, results := judged(t, func(context.Context, any, []conformance.Case) []conformance.Cause {
			return []conformance.Cause{{Shows: "nothing comes in time", Explains: []string{"demo.a.late", "demo.b.slow"}}}
		})
		require.Len(t, report.Findings, 1)
		require.Equal(t, "nothing comes in time", report.Findings[0].Headline)
		require.Empty(t, report.Findings[0].LooksLike)
		require.Empty(t, results["demo.a.late"].LooksLike)
	})
	t.Run("a_diagnosis_that_panics_costs_no_report", func(t *testing.T) {
		report, _ := judged(t, func(context.Context, any, []conformance.Case) []conformance.Cause { panic("oops") })
		require.Equal(t, conformance.Nonconformant, report.Verdict)
		require.Len(t, report.Findings, 2)
	})
	t.Run("no_secret_gets_into_a_headline", func(t *testing.T) {
		report, _ := run(t, target(t,
			failing("demo.a.one", conformance.Failure{Message: "a", Symptoms: symptoms("it says " + secret)}),
			failing("demo.a.two", conformance.Failure{Message: "b", Symptoms: symptoms("it says " + secret)}),
		))
		require.NotContains(t, report.Findings[0].Headline, secret)
	})
}

// TestWhatHasToComeFirstIsPrintedFirst wants the case that can be shown again to stand for its finding.
func TestWhatHasToComeFirstIsPrintedFirst(t *testing.T) {
	fill := &exchange.Exchange{Number: 1, Request: exchange.Request{Method: "POST", Path: "/fill"}, Status: 200}
	show := &exchange.Exchange{Number: 2, Request: exchange.Request{Method: "GET", Path: "/show"}, Status: 200}
	at := target(t,
		failing("demo.a.late", conformance.Failure{Message: "one is late", Exchanges: []*exchange.Exchange{show}}),
		failing("demo.c.later", conformance.Failure{Message: "another is late", Exchanges: []*exchange.Exchange{show, show}}),
	)
	at.Suite.Diagnose = func(context.Context, any, []conformance.Case) []conformance.Cause {
		return []conformance.Cause{{
			Name: "a cache", Explains: []string{"demo.a.late", "demo.c.later"}, Before: map[string]*exchange.Exchange{"demo.c.later": fill},
		}}
	}
	report, results := run(t, at)
	require.Equal(t, "demo.c.later", report.Findings[0].Check, "its failure can be shown again")
	require.Len(t, results["demo.a.late"].Exchanges, 1)
	require.Len(t, results["demo.c.later"].Exchanges, 3)
	require.Equal(t, "POST", results["demo.c.later"].Exchanges[0].Request.Method)
}

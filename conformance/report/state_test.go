package report

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestStateOf(t *testing.T) {
	for _, c := range []struct {
		name   string
		result conformance.Result
		want   state
	}{
		{"a_must_that_holds", conformance.Result{Level: conformance.Must, Outcome: conformance.Pass}, passed},
		{"a_must_that_fails", conformance.Result{Level: conformance.Must, Outcome: conformance.Fail}, failed},
		{"a_should_that_fails", conformance.Result{Level: conformance.Should, Outcome: conformance.Fail}, fellShort},
		{"what_nobody_promised_is_recorded", conformance.Result{Level: conformance.Info, Outcome: conformance.Pass}, recorded},
		{"what_nobody_promised_never_fails", conformance.Result{Level: conformance.Info, Outcome: conformance.Fail}, recorded},
		{"a_known_failure", conformance.Result{Level: conformance.Must, Outcome: conformance.Fail, Baselined: "why"}, baselined},
		{"a_known_failure_that_passes", conformance.Result{Level: conformance.Must, Outcome: conformance.Pass, Baselined: "why"}, passed},
		{"skipped_at_any_level", conformance.Result{Level: conformance.Info, Outcome: conformance.Skip}, skipped},
		{"what_nobody_selected", conformance.Result{Outcome: conformance.Skip, Message: "deselected by --quick"}, unasked},
		{"what_was_left_out_by_name", conformance.Result{Outcome: conformance.Skip, Message: "deselected by --skip"}, skipped},
		{"the_runners_own_error", conformance.Result{Level: conformance.Should, Outcome: conformance.Error}, broken},
		{"inconclusive", conformance.Result{Level: conformance.Must, Outcome: conformance.Inconclusive}, untold},
		{"an_outcome_that_is_not_known_is_no_pass", conformance.Result{Level: conformance.Must, Outcome: "great"}, untold},
		{"a_level_that_is_not_known_is_a_must", conformance.Result{Outcome: conformance.Fail}, failed},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, stateOf(c.result)) })
	}
	t.Run("every_state_looks_like_no_other", func(t *testing.T) {
		symbols, words, classes := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for _, s := range states() {
			l := s.look()
			symbols[l.Symbol], words[l.Word], classes[l.Class] = true, true, true
		}
		require.Len(t, symbols, len(states()))
		require.Len(t, words, len(states()))
		require.Len(t, classes, len(states()))
	})
}

func TestWords(t *testing.T) {
	for ms, want := range map[int64]string{
		0: "0 ms", 999: "999 ms", 1000: "1.0 s", 12_399: "12.3 s", 59_999: "59.9 s",
		112_000: "1 m 52 s",
	} {
		require.Equal(t, want, duration(ms))
	}
	must := conformance.Result{Level: conformance.Must, Outcome: conformance.Pass}
	skip := conformance.Result{Level: conformance.Must, Outcome: conformance.Skip}
	run := conformance.Report{Verdict: conformance.Conformant, Checks: []conformance.Result{must, must, skip}}
	require.Equal(t, "2 of 3 checks of level must ran and passed", because(run))
	run.Checks = append(run.Checks, conformance.Result{Level: conformance.Must, Outcome: conformance.Skip, Message: "deselected by --only"})
	require.Equal(t, "only a selection ran (--only); 2 of 3 selected checks of level must ran and passed", because(run))
	require.Equal(t, "understudy check 'http://h/a b' --api chatlayer --seed 3",
		command(conformance.Report{Target: "http://h/a b", API: "chatlayer", Seed: 3}, Options{}))
	require.Equal(t, `'it'\''s'`, shellWord("it's"))
}

func TestExplain(t *testing.T) {
	for _, c := range []struct {
		outcome              conformance.Outcome
		message, why, remedy string
	}{
		{conformance.Skip, "no team is named; give --team", "no team is named", "give --team"},
		{conformance.Skip, "deselected by --skip", "deselected by --skip", "run without --skip"},
		{conformance.Skip, "the run is read-only", "the run is read-only", "run without --read-only"},
		{
			conformance.Skip, "the run is read-only, so it has no event", "the run is read-only, so it has no event",
			"run without --read-only",
		},
		{
			conformance.Skip, "what is wrong is not refused: 200 {a; b}", "what is wrong is not refused: 200 {a; b}",
			"nothing to do if the target does not offer it",
		},
		{conformance.Skip, "what comes back is {a; b}; mend that first", "what comes back is {a; b}", "mend that first"},
		{conformance.Skip, "", "no reason was given", "nothing to do if the target does not offer it"},
		{
			conformance.Inconclusive, "the run was interrupted before it was done", "the run was interrupted before it was done",
			"let the run come to its end",
		},
		{
			conformance.Inconclusive, "the run could not begin: no route", "the run could not begin: no route",
			"see that the target can be reached and that the credentials and the bot are right",
		},
		{
			conformance.Inconclusive, "saw too little to judge: events: 0, needs 1; name a bot that has more events",
			"saw too little to judge: events: 0, needs 1", "name a bot that has more events",
		},
		{
			conformance.Inconclusive, "a track is answered with 400 {a; b}", "a track is answered with 400 {a; b}",
			"run it again alone with --only and look at what the target answers",
		},
		{
			conformance.Inconclusive, "the target's lists take their time, so it proves nothing",
			"the target's lists take their time, so it proves nothing",
			"use a target whose lists show at once what was written, such as one without replicas",
		},
		{conformance.Inconclusive, "odd", "odd", "run it again alone with --only and look at what the target answers"},
	} {
		t.Run(c.message, func(t *testing.T) {
			why, remedy := explain(conformance.Result{Outcome: c.outcome, Message: c.message}, false)
			require.Equal(t, c.why, why)
			require.Equal(t, c.remedy, remedy)
		})
	}
	t.Run("what_a_must_does_not_apply_to_is_looked_at", func(t *testing.T) {
		_, remedy := explain(conformance.Result{Outcome: conformance.Skip, Level: conformance.Must, Message: "the target took no draft"},
			false)
		require.Equal(t, "look whether the target should offer it: the check is of level must", remedy)
	})
}

func TestExplainOfWhatNoOtherRunTells(t *testing.T) {
	t.Run("what_ran_alone_is_not_run_alone_again", func(t *testing.T) {
		for message, want := range map[string]string{
			"odd":                   "look at what the target answers",
			"it failed once of two": "look for something unsteady on the way to the target",
		} {
			_, remedy := explain(conformance.Result{Outcome: conformance.Inconclusive, Level: conformance.Must, Message: message}, true)
			require.Equal(t, want, remedy)
		}
	})
	t.Run("a_check_of_its_own_is_alone_among_those_that_were_deselected", func(t *testing.T) {
		r := conformance.Report{Checks: []conformance.Result{
			{ID: "demo.a.b", Level: conformance.Must, Outcome: conformance.Inconclusive, Message: "odd"},
			{ID: "demo.a.c", Level: conformance.Must, Outcome: conformance.Skip, Message: "deselected by --skip"},
		}}
		require.Equal(t, "look at what the target answers", gapsOf(r)[0].Remedy)
	})
	t.Run("nothing_is_to_be_done_about_what_judges_nothing", func(t *testing.T) {
		_, remedy := explain(conformance.Result{Outcome: conformance.Inconclusive, Level: conformance.Info, Message: "odd"}, false)
		require.Equal(t, "nothing to do: the check records what no document says, and judges nothing", remedy)
	})
}

func TestRemediesThatARerunDoesNotChange(t *testing.T) {
	const rerun = "run it again alone with --only and look at what the target answers"
	const settle, refusal = "allow more with --settle, or use a target that shows what is written",
		"look at what the target says of the refusal; it may limit what it takes"
	for why, want := range map[string]string{
		"1 of 2 events did not become visible":                            settle,
		"none of 3 events was listed within the settle time of 2s":        settle,
		"a valid event was refused: 400 Bad Request":                      refusal,
		"a valid event was refused: 429 Too Many Requests":                rerun,
		"the target was busy (429 or 503) 6 times in a row":               "run it later, or slower with --rate",
		"GET refuses the list with status 400, and bounds in other forms": refusal,
	} {
		_, remedy := explain(conformance.Result{Outcome: conformance.Inconclusive, Message: why}, false)
		require.Equal(t, want, remedy, why)
	}
}

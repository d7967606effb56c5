package conformance_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestPlan(t *testing.T) {
	checks := []conformance.Check{
		named("demo.time.start", passes), named("demo.time.end", passes), named("demo.paging.size", passes),
		needing("demo.needs.writes", conformance.Writes), needing("demo.needs.team", team),
		needing("demo.needs.unknown", "unknown"),
	}
	all := []string{
		"demo.time.start", "demo.time.end", "demo.paging.size", "demo.needs.writes", "demo.needs.team", "demo.needs.unknown",
	}
	tests := []struct {
		name   string
		change func(*conformance.Target)
		ran    []string
	}{
		{"everything_that_the_target_offers", func(*conformance.Target) {}, all[:4]},
		{"only_takes_globs", func(t *conformance.Target) { t.Only = []string{"demo.time.*", "demo.p?ging.size"} }, all[:3]},
		{"skip_takes_globs", func(t *conformance.Target) { t.Skip = []string{"demo.time.s*", "demo.needs.*"} }, all[1:3]},
		{
			"skip_wins_over_only", func(t *conformance.Target) { t.Only, t.Skip = []string{"*"}, []string{"demo.*.s*"} },
			[]string{all[1], all[3]},
		},
		{"quick_takes_those_of_the_suite", func(t *conformance.Target) { t.Quick, t.Suite.Quick = true, all[1:3] }, all[1:3]},
		{"only_takes_some_of_a_quick_run", func(t *conformance.Target) {
			t.Quick, t.Suite.Quick, t.Only = true, all[1:3],
				[]string{"demo.time.*"}
		}, all[1:2]},
		{"read_only_leaves_out_writers", func(t *conformance.Target) { t.ReadOnly = true }, all[:3]},
		{"a_team_adds_a_check", func(t *conformance.Target) { t.Settings = settings{"me:" + secret, "t"} }, all[:5]},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target := target(t, checks...)
			tt.change(&target)
			report, results := run(t, target)
			require.Len(t, report.Checks, len(all), "every check is in the report")
			for i, id := range all {
				require.Equal(t, id, report.Checks[i].ID, "in the suite's order")
				if slices.Contains(tt.ran, id) {
					require.Equal(t, conformance.Pass, results[id].Outcome, id)
				} else {
					require.Equal(t, conformance.Skip, results[id].Outcome, id)
					require.NotEmpty(t, results[id].Message, "a skipped check says why")
				}
			}
		})
	}
}

func needing(id string, c conformance.Capability) conformance.Check {
	check := named(id, passes)
	check.Needs = []conformance.Capability{c}
	return check
}

func TestPlanReasons(t *testing.T) {
	target := target(t, named("demo.a.one", passes), named("demo.a.two", passes), needing("demo.a.team", team),
		needing("demo.a.unknown", "unknown"))
	target.Skip = []string{"demo.a.two"}
	_, results := run(t, target)
	require.Equal(t, "deselected by --skip", results["demo.a.two"].Message)
	require.Equal(t, "no team is named; give --team", results["demo.a.team"].Message)
	require.Equal(t, "nothing offers unknown", results["demo.a.unknown"].Message)
	target.Skip, target.Only = nil, []string{"demo.a.one"}
	_, results = run(t, target)
	require.Equal(t, "deselected by --only", results["demo.a.two"].Message)
}

func TestSelectionErrors(t *testing.T) {
	tests := []struct {
		name       string
		only, skip []string
		want       []string
	}{
		{
			"unknown_names_are_errors",
			[]string{"demo.time.strat"},
			[]string{"demo.time.edn"},
			[]string{`did you mean "demo.time.start"?`, `did you mean "demo.time.end"?`},
		},
		{"a_glob_without_a_match_is_one", []string{"other.*"}, nil, []string{`"other.*" matches no check of demo`}},
		{"an_area_that_is_none_is_one", []string{"demo.tiem.*"}, nil, []string{`did you mean "demo.time.start" or "demo.time.end"?`}},
		{"a_glob_that_is_none_is_one", []string{"demo.[", "demo.*"}, nil, []string{`"demo.[" is no glob`}},
		{"nothing_left_is_one", nil, []string{"demo.*"}, []string{"no check of demo is left"}},
		{"only_what_the_target_does_not_offer_is_one", []string{"demo.needs.team"}, nil, []string{"no check of demo is left"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			target := target(t, named("demo.time.start", passes), named("demo.time.end", passes),
				needing("demo.needs.team", team))
			target.Only, target.Skip = tt.only, tt.skip
			_, err := conformance.Run(t.Context(), target)
			require.ErrorIs(t, err, conformance.ErrSelection)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
}

func TestSelected(t *testing.T) {
	suite := demo(named("demo.time.start", passes), needing("demo.needs.team", team),
		needing("demo.needs.writes", conformance.Writes))
	ids := func(target conformance.Target) []string {
		checks, err := target.Selected()
		require.NoError(t, err)
		var ids []string
		for _, c := range checks {
			ids = append(ids, c.ID)
		}
		return ids
	}
	require.Equal(t, []string{"demo.time.start", "demo.needs.team", "demo.needs.writes"}, ids(conformance.Target{Suite: suite}))
	require.Equal(t, []string{"demo.needs.team"}, ids(conformance.Target{Suite: suite, Only: []string{"demo.needs.*"}, ReadOnly: true}))
	_, err := conformance.Target{Suite: suite, Only: []string{"nothing"}}.Selected()
	require.ErrorIs(t, err, conformance.ErrSelection)
}

func TestTargetErrors(t *testing.T) {
	tests := map[string]struct {
		url, want string
		hidden    string
	}{
		"no_scheme":          {"127.0.0.1:80", "target", ""},
		"another_scheme":     {"ftp://h", "is no http or https URL", ""},
		"no_host":            {"http://", "is no http or https URL", ""},
		"credentials":        {"http://me:hush@h", "the URL holds credentials", "hush"},
		"broken_credentials": {"http://me:hu sh@h", "the URL holds credentials", "hu sh"},
		"bare_credentials":   {"me:hush@h/", "the URL holds credentials", "hush"},
		"a_query":            {"http://h/?a=b", "has a query", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			target := conformance.Target{Suite: demo(named("demo.a.b", passes)), URL: tt.url, Settings: settings{pair: "a:b"}}
			_, err := conformance.Run(t.Context(), target)
			require.ErrorContains(t, err, tt.want)
			if tt.hidden != "" {
				require.NotContains(t, err.Error(), tt.hidden)
			}
		})
	}

	t.Run("a_suite_and_credentials_are_required_and_all_is_told_at_once", func(t *testing.T) {
		_, err := conformance.Run(t.Context(), conformance.Target{URL: "http://h"})
		require.ErrorContains(t, err, "no suite is named")
		_, err = conformance.Run(t.Context(), conformance.Target{
			URL:   "http://h",
			Suite: conformance.Suite{API: "demo", Checks: []conformance.Check{{ID: "demo.a.b"}}},
		})
		for _, missing := range []string{"no Contract", "no Authorize", "no Prepare", "the check demo.a.b has no Run"} {
			require.ErrorContains(t, err, "suite demo: ")
			require.ErrorContains(t, err, missing)
		}
		_, err = conformance.Run(t.Context(), conformance.Target{Suite: demo(named("demo.a.b", passes)), URL: "h", Only: []string{"x"}})
		require.ErrorContains(t, err, "no credentials")
		require.ErrorContains(t, err, "is no http or https URL")
		require.ErrorContains(t, err, `"x" matches no check`)
	})
}

// journal notes who ran when.
type journal struct {
	mu      sync.Mutex
	order   []string
	running int
	most    map[conformance.Phase]int
}

func (j *journal) check(id string, p conformance.Phase) conformance.Check {
	c := named(id, func(context.Context, *conformance.T) {
		j.mu.Lock()
		j.order = append(j.order, id)
		j.running++
		j.most[p] = max(j.most[p], j.running)
		j.mu.Unlock()
		time.Sleep(20 * time.Millisecond)
		j.mu.Lock()
		j.running--
		j.mu.Unlock()
	})
	c.Phase = p
	return c
}

func TestPhases(t *testing.T) {
	j := journal{most: map[conformance.Phase]int{}}
	report, _ := run(t, target(t,
		j.check("demo.c.one", conformance.Closing), j.check("demo.a.one", conformance.Alone), j.check("demo.w.one", conformance.Writing),
		j.check("demo.r.one", conformance.Reading), j.check("demo.r.two", conformance.Reading), j.check("demo.w.two", conformance.Writing),
		j.check("demo.a.two", conformance.Alone), j.check("demo.r.three", conformance.Reading), j.check("demo.c.two", conformance.Closing),
	))
	require.Equal(t, conformance.Conformant, report.Verdict)
	require.ElementsMatch(t, []string{"demo.r.one", "demo.r.two", "demo.r.three"}, j.order[:3])
	require.ElementsMatch(t, []string{"demo.w.one", "demo.w.two"}, j.order[3:5])
	require.Equal(t, []string{"demo.a.one", "demo.a.two", "demo.c.one", "demo.c.two"}, j.order[5:])
	require.Greater(t, j.most[conformance.Reading], 1, "readers run beside each other")
	require.Greater(t, j.most[conformance.Writing], 1, "writers run beside each other")
	require.Equal(t, 1, j.most[conformance.Alone])
	require.Equal(t, 1, j.most[conformance.Closing])

	t.Run("no_more_beside_each_other_than_allowed", func(t *testing.T) {
		j := journal{most: map[conformance.Phase]int{}}
		target := target(t, j.check("demo.r.one", conformance.Reading), j.check("demo.r.two", conformance.Reading),
			j.check("demo.r.three", conformance.Reading))
		target.Parallel = 2
		run(t, target)
		require.Equal(t, 2, j.most[conformance.Reading])
	})
}

// TestNoMustIsClaimed wants a run without a check of level must to claim none.
func TestNoMustIsClaimed(t *testing.T) {
	should := named("demo.a.should", passes)
	should.Level = conformance.Should
	short := named("demo.a.short", fails)
	short.Level = conformance.Should
	ofTeam := needing("demo.a.team", team)
	for name, tt := range map[string]struct {
		only []string
		want string
	}{
		"none_selected": {[]string{"demo.a.sho*"}, "no check of level must was selected; 1 of 2 checks of level should passed"},
		"none_applies": {
			[]string{"demo.a.should", "demo.a.team"},
			"no selected check of level must applies to the target; 1 of 1 check of level should passed",
		},
		"one_passes": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			target := target(t, should, short, ofTeam, named("demo.b.must", passes))
			target.Only = tt.only
			report, _ := run(t, target)
			require.Equal(t, conformance.Conformant, report.Verdict)
			require.Equal(t, tt.want, report.Reason)
			require.True(t, report.Passed(conformance.Must))
		})
	}
}

package chatlayer_test

import (
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// notServed is what a chosen row says about an operation that the document does not carry.
const notServed = "not served by this version"

func contract(t *testing.T) *spec.Contract {
	t.Helper()
	c, err := chatlayer.Contract()
	require.NoError(t, err)
	return c
}

func TestContract(t *testing.T) {
	c := contract(t)

	t.Run("has_its_name_and_the_whole_document", func(t *testing.T) {
		require.Equal(t, "chatlayer", c.Name())
		require.Equal(t, "Chatlayer Analytics API, events", c.Title())
		require.Contains(t, string(c.Document()), "openapi: 3.0.3\ninfo:\n  title: "+c.Title()+"\n")
	})

	t.Run("carries_these_operations_and_no_others", func(t *testing.T) {
		var got []string
		for _, o := range c.Operations() {
			got = append(got, o.ID+" "+o.Method+" "+o.Path)
			require.NotEmpty(t, o.Summary, o.ID)
		}
		require.Equal(t, []string{
			"ListEvents GET /v1/bots/{bot_id}/events/stream",
			"ListEventsWithFilters POST /v1/bots/{bot_id}/events/stream",
			"TrackEvent POST /v1/bots/{bot_id}/events/track",
			"GetTeamEvents GET /v1/teams/{team_id}/events",
			"Echo POST /v1/echo",
		}, got)
	})
}

func TestRequirements(t *testing.T) {
	rows := contract(t).Requirements()

	t.Run("cover_every_open_question", func(t *testing.T) {
		require.Equal(t, oneTo(55), numbersIn(rows, `^Chatlayer question (\d+)`))
	})

	t.Run("cover_every_must_of_the_source_documents", func(t *testing.T) {
		require.Equal(t, oneTo(12), numbersIn(rows, `\bCM(\d+)\b`))
	})

	t.Run("cite_only_the_source_documents_and_standards", func(t *testing.T) {
		for _, row := range rows {
			require.Regexp(t, `^(chatlayer-events\.txt|chatlayer\.md|undocumented\.md|RFC \d{4}|Fetch standard)$`, row.Source.File, row.ID)
		}
	})

	t.Run("insist_on_nothing_that_is_only_an_open_question", func(t *testing.T) {
		question := regexp.MustCompile(`^Chatlayer question `)
		musts := 0
		for _, row := range rows {
			if row.Level == spec.Must && question.MatchString(row.Source.Place) {
				musts++
			}
		}
		require.Equal(t, 5, musts, "questions 13, 26, 36, 43 and 47 have a must in their verdict, no others")
	})

	t.Run("say_plainly_what_is_not_served", func(t *testing.T) {
		for _, row := range rows {
			if row.Level == spec.Chosen {
				require.Equal(t, len(row.Outside) > 0, row.Choice == notServed, row.ID)
			}
			if len(row.Outside) > 0 && row.Level != spec.Chosen {
				require.Empty(t, row.Operations, row.ID)
			}
		}
	})

	t.Run("keep_the_row_that_reports_are_documented_with", func(t *testing.T) {
		at := slices.IndexFunc(rows, func(r spec.Requirement) bool { return r.ID == "CHL-TIME-2" })
		require.GreaterOrEqual(t, at, 0)
		require.Equal(t, spec.Must, rows[at].Level)
		require.Equal(t, spec.Citation{File: "chatlayer-events.txt", Place: "end_time"}, rows[at].Source)
		require.Contains(t, rows[at].Statement, "end_time is exclusive")
	})
}

// numbersIn collects, sorted and once each, the numbers that a pattern finds in the rows' places.
func numbersIn(rows []spec.Requirement, pattern string) []int {
	re := regexp.MustCompile(pattern)
	var found []int
	for _, row := range rows {
		for _, match := range re.FindAllStringSubmatch(row.Source.Place, -1) {
			if n, err := strconv.Atoi(match[1]); err == nil {
				found = append(found, n)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func oneTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i + 1
	}
	return list
}

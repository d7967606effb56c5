package mockserver_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// TestMisbehaviours holds the table to its rules.
func TestMisbehaviours(t *testing.T) {
	requirements := map[string]spec.Truth{}
	for _, load := range []func() (*spec.Contract, error){chatlayer.Contract, inkeep.Contract} {
		contract, err := load()
		require.NoError(t, err)
		for _, r := range contract.Requirements() {
			requirements[r.ID] = r.Level
		}
	}
	name := regexp.MustCompile(`^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$`)
	all := mockserver.Misbehaviours()
	require.GreaterOrEqual(t, len(all), 120)
	seen, summaries := map[string]bool{}, map[string]bool{}
	for _, m := range all {
		require.Regexp(t, name, m.Name)
		require.False(t, seen[m.Name], "%s is there twice", m.Name)
		require.False(t, summaries[m.Summary], "%s says what another says", m.Name)
		seen[m.Name], summaries[m.Summary] = true, true
		require.NotEmpty(t, m.Area, m.Name)
		require.True(t, strings.HasSuffix(m.Summary, "."), m.Name)
		require.Contains(t, []int{1, 2, 3, 4}, m.Difficulty, m.Name)
		require.NotEmpty(t, m.Requirements, m.Name)
		for _, id := range m.Requirements {
			require.NotEmpty(t, requirements[id], "%s breaks %s, which there is not", m.Name, id)
			require.True(t, requirements[id] == spec.Chosen || requirements[m.Requirements[0]] != spec.Chosen,
				"%s: name %s, which a document says, before %s, which nobody does: the page shows the first", m.Name, id, m.Requirements[0])
		}
	}
	require.True(t, slices.IsSortedFunc(all, func(a, b mockserver.Misbehaviour) int { return strings.Compare(a.Name, b.Name) }))
}

func TestUnknownDecorations(t *testing.T) {
	for _, tt := range []struct {
		opts mockserver.Options
		want string
	}{
		{
			mockserver.Options{Misbehave: "list.end-inclusiv"},
			`unknown misbehaviour "list.end-inclusiv": did you mean "list.end-inclusive"?`,
		},
		{mockserver.Options{Misbehave: "list.offset-of-neither-bound"}, `did you mean "list.offset-dropped"?`},
		{mockserver.Options{Misbehave: "chaos"}, `unknown misbehaviour "chaos": choose one of the`},
		{
			mockserver.Options{Variants: []string{"page.short-pages", "page.short-pagess"}},
			`unknown variant "page.short-pagess": did you mean "page.short-pages"?`,
		},
	} {
		require.ErrorContains(t, mockserver.New(tt.opts).Err(), tt.want)
	}
}

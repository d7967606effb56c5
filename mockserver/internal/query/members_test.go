package query_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

func TestMembers(t *testing.T) {
	t.Parallel()
	of := func(key string) *string { return &key }
	for name, c := range map[string]struct {
		asked query.Members
		want  string
	}{
		"names":              {query.Members{Field: "about"}, "from items plan seats tags"},
		"of some rows":       {query.Members{Field: "about", Where: where("kind", query.Eq, `"visit"`)}, "items plan"},
		"the first":          {query.Members{Field: "about", Most: 2}, "from items"},
		"values, not null":   {query.Members{Field: "about", Key: of("plan")}, "free pro"},
		"values of any kind": {query.Members{Field: "about", Key: of("seats")}, "1.5 12 3 true"},
		"lists and objects":  {query.Members{Field: "about", Key: of("tags")}, `["x","y"] []`},
		"of none":            {query.Members{Field: "about", Key: of("nobody")}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := table(few()).Members(background(), c.asked)
			require.NoError(t, err)
			require.Equal(t, c.want, strings.Join(found, " "))
		})
	}
	_, err := table(few()).Members(background(), query.Members{Field: "kind", Key: of("x")})
	require.EqualError(t, err, "/key: got a path into kind, expected none: it is no object; leave the path out")
	_, err = table(few()).Members(background(), query.Members{Field: "about", Where: where("kinds", query.Eq, `1`)})
	require.ErrorContains(t, err, "/where/condition/field")
}

func TestFewMembersAreTheFirstOfAll(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var rows []happening
		for _, name := range rapid.SliceOf(rapid.StringMatching(`[a-e]{1,3}`)).Draw(t, "names") {
			rows = append(rows, happening{about: `{"` + name + `":1}`})
		}
		all, err := table(rows).Members(background(), query.Members{Field: "about"})
		require.NoError(t, err)
		require.True(t, slices.IsSorted(all))
		most := rapid.IntRange(1, 6).Draw(t, "most")
		some, err := table(rows).Members(background(), query.Members{Field: "about", Most: most})
		require.NoError(t, err)
		require.Equal(t, all[:min(most, len(all))], some)
	})
}

func TestATableHasTheFieldsOfAFilter(t *testing.T) {
	t.Parallel()
	known, unknown := where("id", query.Eq, `1`), where("name", query.Eq, `1`)
	of := table(nil)
	require.True(t, of.Has(query.Filter{}))
	require.True(t, of.Has(query.Filter{And: []query.Filter{known, {Or: []query.Filter{known}}}}))
	require.False(t, of.Has(unknown))
	require.False(t, of.Has(query.Filter{And: []query.Filter{known, {Or: []query.Filter{known, unknown}}}}))
}

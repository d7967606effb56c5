package spec

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMatching(t *testing.T) {
	for pattern, want := range map[string]string{
		`^(((sum|count)_)?(id|ids)|(id|ids)_day)$`: "id ids sum_id sum_ids count_id count_ids id_day ids_day",
		`^(a|b)c$`:             "ac bc",
		`^$`:                   "",
		`^[^a]b$`:              "",
		`^(aab|aac)$`:          "aab aac",
		`^a+$`:                 "",
		`(a|b)`:                "",
		`^(a|`:                 "",
		`^(aa|bb){2,}$`:        "",
		`^(aa|bb)(cc|dd[e]*)$`: "",
		`^` + strings.Repeat(`(aa|bb)`, 10) + `$`: "",
	} {
		require.Equal(t, want, strings.Join(matching(pattern), " "), pattern)
	}
}

// TestOrdersAreTold: each pattern that lists names is one that advice can be made of.
func TestOrdersAreTold(t *testing.T) {
	told := 0
	for _, s := range everyShape(formContracts(t)["inkeep"]) {
		if s.schema.Pattern == "" {
			continue
		}
		told++
		require.NotEmpty(t, matching(s.schema.Pattern), s.place)
		for _, text := range matching(s.schema.Pattern) {
			require.Regexp(t, s.schema.Pattern, text)
		}
		require.Equal(t, `did you mean "count_id"?`, fix("pattern", s.schema, InBody, "count"), s.place)
	}
	require.Equal(t, 4, told)
}

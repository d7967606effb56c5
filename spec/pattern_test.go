package spec

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestPatterns(t *testing.T) {
	tabled := []string{
		`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`, `^[a-z0-9][a-z0-9-]{0,62}$`, `^[A-Z]+$`, `^[0-9]{4}$`, `^a[bc]d*$`, `^a{2,}$`, `^[a]$`,
		`^[\w.]{1,3}$`, `^\x00+$`, `^[a-b][b-c]$`,
	}
	others := []string{
		`^(0|[1-5]([0-9][0-9]|xx))$`, `^[A-Z]{3}-[A-Z]$`, `[a-z]+`, `^[a-z]+`, `^[^a]+$`, `(?i)^a+$`, `^é$`, `^a*b*$`, `^.+$`, `(?m)^a+$`,
		`^$`, `^(ab)+$`, `^ab$`, `^ab?$`, `a`, ``, `^a+?$`, `^[a-c]?$`,
	}
	for _, pattern := range tabled {
		require.NotNil(t, classesOf(pattern), "%s has no table", pattern)
	}
	_, err := compilePattern(`[`)
	require.Error(t, err)
	t.Run("match_what_regexp_matches", func(t *testing.T) {
		matched := map[bool]int{}
		rapid.Check(t, func(t *rapid.T) {
			pattern := rapid.SampledFrom(append(others, tabled...)).Draw(t, "pattern")
			match, err := compilePattern(pattern)
			require.NoError(t, err)
			text := rapid.OneOf(
				rapid.StringMatching(pattern), rapid.StringOfN(rapid.RuneFrom([]rune("abcdAZ09_-.x\x00\né\xff")), 0, 70, -1),
			).Draw(t, "text")
			want := regexp.MustCompile(pattern).MatchString(text)
			matched[want]++
			require.Equal(t, want, match(text), "%s on %q", pattern, text)
		})
		require.Greater(t, matched[true], 10)
		require.Greater(t, matched[false], 10)
	})
}

package expect

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestExpressionsThatNothingMatches(t *testing.T) {
	for expression, want := range map[string]struct{ any, path bool }{
		"":                   {false, false},
		"^$":                 {false, true},
		"^/$":                {false, false},
		"^v1":                {false, true},
		"v1":                 {false, false},
		"^(v1|/v1)":          {false, false},
		"^[a-z]+/":           {false, true},
		"^.v1":               {false, false},
		"^(?i)V":             {false, true},
		`^\W`:                {false, false},
		`^\bv`:               {false, true},
		`^\B/`:               {false, false},
		`^\b/`:               {true, true},
		"a^":                 {true, true},
		"$a":                 {true, true},
		"(a|^)b^":            {true, true},
		"a$b|c":              {false, false},
		`a\bb`:               {true, true},
		`a\Bb`:               {false, false},
		`a\B\.`:              {true, true},
		`(?m)a$\n^b`:         {false, false},
		`(?m)a$b`:            {true, true},
		`(?m)^v1`:            {false, false},
		`[^\x00-\x{10FFFF}]`: {true, true},
		`(?i)\Bk\b`:          {false, false},
		`(?i)é\b`:            {false, false},
		`(?i)é\ba`:           {false, false},
		`\z.`:                {true, true},
		`(?:a|b)*^`:          {false, false},
		`(?:a|b)+^`:          {true, true},
		`a{1000}`:            {false, false},
	} {
		regexp.MustCompile(expression)
		require.Equal(t, want.any, hopeless(expression, ""), "%s on any text", expression)
		require.Equal(t, want.path, hopeless(expression, "/"), "%s on a path", expression)
	}
}

// FuzzWhatMatchesIsNotHopeless looks for a text that an expression matches although nothing does.
func FuzzWhatMatchesIsNotHopeless(f *testing.F) {
	f.Add(`^\b/v1|a\Bb$`, "/v1")
	f.Add(`(?im)x$\n^[[:^word:]]`, "X\n-")
	f.Fuzz(func(t *testing.T, expression, text string) {
		if len(expression) > 200 {
			return
		}
		e, err := regexp.Compile(expression)
		if err != nil || !e.MatchString(text) {
			return
		}
		require.False(t, hopeless(expression, ""))
		if strings.HasPrefix(text, "/") {
			require.False(t, hopeless(expression, "/"))
		}
	})
}

// TestLargeExpressions wants those that take long to look at left alone.
func TestLargeExpressions(t *testing.T) {
	begin := time.Now()
	for _, expression := range []string{strings.Repeat(`\pL`, 1_500), strings.Repeat(`(a|\b^)`, 1_500), strings.Repeat("x", 1<<16)} {
		hopeless(expression, "/")
	}
	require.Less(t, time.Since(begin), 30*time.Second)
}

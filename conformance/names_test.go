package conformance_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestNames(t *testing.T) {
	runs := make([]string, 2)
	for i := range runs {
		_, err := conformance.Run(t.Context(),
			target(t, named("demo.a.one", func(_ context.Context, t *conformance.T) { runs[i] = t.Run() })))
		require.NoError(t, err)
	}
	for _, prefix := range []string{"cf", "", "note-"} {
		mine, theirs := conformance.NamesOf(prefix, runs[0]), conformance.NamesOf(prefix, runs[1])
		for name, want := range map[string]struct{ own, another bool }{
			mine.Of("a_word"):                {own: true},
			theirs.Of("a_word"):              {another: true},
			"x" + theirs.Of("a_word"):        {},
			prefix + "a_word":                {},
			prefix + "nine0189_word":         {}, // no nonce has these digits
			prefix + runs[1]:                 {},
			"":                               {},
			prefix + runs[1] + "x_long_word": {},
		} {
			require.Equal(t, want.own, mine.Own(name), name)
			require.Equal(t, want.another, mine.OfAnother(name), name)
		}
	}
}

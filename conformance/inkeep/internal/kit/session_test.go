package kit

import (
	"regexp"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestULIDsAreWellFormed(t *testing.T) {
	s := NewSession(Settings{}, "abc", exchange.SystemClock(), nil)
	seen := map[string]bool{}
	for range 1000 {
		id := s.ULID()
		require.Regexp(t, regexp.MustCompile(`^[0-7][0-9A-HJKMNP-TV-Z]{25}$`), id)
		require.False(t, seen[id])
		seen[id] = true
	}
}

func TestTextsOfOtherRequestsAreForeign(t *testing.T) {
	s := NewSession(Settings{}, "r1", exchange.SystemClock(), nil)
	mark := s.Mark()
	foreign := s.Foreign([]byte(`{"type":"check_` + mark + `"}`))
	require.False(t, foreign("check_"+mark))
	require.False(t, foreign("leak"))
	require.True(t, foreign("check_"+s.Mark()))
	require.True(t, foreign(ProbeType))
	require.True(t, foreign(`{"leak":"leakr10xb"}`), "of a request that was refused")
}

func TestAnIDIsLikeThoseThatTheServerMakes(t *testing.T) {
	s := NewSession(Settings{}, "abc", exchange.SystemClock(), nil)
	const made = "1a3674a8-cc2a-5e21-a92e-9b9262e03e95"
	require.NoError(t, uuid.Validate(s.IDLike(made)))
	require.NotEqual(t, s.IDLike(made), s.IDLike(made))
	require.Len(t, s.IDLike("conv_1"), 26)
	require.NoError(t, uuid.Validate(LikeID(made)))
	require.NotEqual(t, made, LikeID(made))
	require.Equal(t, "no-z", LikeID("no-z"), "nothing to change")
	require.Equal(t, "4705", LikeID("1472"))
	require.NotEqual(t, "abcdef0123", LikeID("abcdef0123"))
}

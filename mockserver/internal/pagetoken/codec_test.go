package pagetoken_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
)

var (
	query = pagetoken.Query{
		Kind:      "bot events",
		Arguments: []pagetoken.Argument{{"bot_id", "demobot1"}, {"version", "LIVE"}, {"user_id", ""}},
	}
	place = eventstore.Position{Time: time.Date(2026, 1, 15, 10, 0, 0, 123456789, time.UTC), Stream: "demobot1", ID: "event-7"}
)

func changed(i int, value string) pagetoken.Query {
	q := query
	q.Arguments = slices.Clone(query.Arguments)
	q.Arguments[i].Value = value
	return q
}

// TestMoreArguments decodes tokens of a server that knows one argument more, and the other way round.
func TestMoreArguments(t *testing.T) {
	codec := pagetoken.New(1, "")
	token := codec.Encode(query, place)
	t.Run("an_argument_that_is_not_given_changes_nothing", func(t *testing.T) {
		more := query
		more.Bind("channel", "")
		got, err := codec.Decode(more, token)
		require.NoError(t, err)
		require.Equal(t, place, got)
	})
	t.Run("a_token_of_a_server_that_knows_more_arguments_is_refused", func(t *testing.T) {
		more := query
		more.Arguments = slices.Clone(query.Arguments)
		more.Bind("channel", "web")
		_, err := codec.Decode(query, codec.Encode(more, place))
		var mismatch *pagetoken.MismatchError
		require.ErrorAs(t, err, &mismatch)
		require.Equal(t, []string{"operation"}, mismatch.Arguments)
	})
}

func TestDecode(t *testing.T) {
	codec := pagetoken.New(1, "")
	token := codec.Encode(query, place)

	t.Run("another_server_with_the_same_seed_opens_the_token", func(t *testing.T) {
		got, err := pagetoken.New(1, "").Decode(query, token)
		require.NoError(t, err)
		require.Equal(t, place, got)
	})
	t.Run("a_server_with_another_seed_refuses_it", func(t *testing.T) {
		_, err := pagetoken.New(2, "").Decode(query, token)
		require.ErrorIs(t, err, pagetoken.ErrMalformed)
	})
	t.Run("every_argument_that_differs_is_named", func(t *testing.T) {
		q := changed(0, "demobot2")
		q.Arguments[2].Value = "u1"
		_, err := codec.Decode(q, token)
		var mismatch *pagetoken.MismatchError
		require.ErrorAs(t, err, &mismatch)
		require.Equal(t, []string{"bot_id", "user_id"}, mismatch.Arguments)
	})
	t.Run("a_token_never_crosses_kinds", func(t *testing.T) {
		other := query
		other.Kind = "team events"
		_, err := codec.Decode(other, token)
		var mismatch *pagetoken.MismatchError
		require.ErrorAs(t, err, &mismatch)
		require.Equal(t, []string{"operation"}, mismatch.Arguments)
	})
	t.Run("a_token_is_safe_in_a_query_string_as_it_is", func(t *testing.T) {
		require.Regexp(t, `^[A-Za-z0-9_-]+$`, token)
	})
	for name, bad := range map[string]string{
		"empty":     "",
		"garbage":   "garbage",
		"padded":    token + "=",
		"spaced":    token + " ",
		"cut":       token[:len(token)-1],
		"half":      token[:len(token)/2],
		"doubled":   token + token,
		"broken":    token[:9] + "\r\n" + token[9:],
		"upper":     strings.ToUpper(token),
		"not_ascii": "töken",
		"unsigned":  base64.RawURLEncoding.EncodeToString(append([]byte{1}, make([]byte, 60)...)),
	} {
		t.Run("refuses_a_token_that_is_"+name, func(t *testing.T) {
			_, err := codec.Decode(query, bad)
			require.ErrorIs(t, err, pagetoken.ErrMalformed)
		})
	}
}

// TestEveryChangedByteIsNoticed flips each bit of a token once.
func TestEveryChangedByteIsNoticed(t *testing.T) {
	codec := pagetoken.New(1, "")
	raw, err := base64.RawURLEncoding.DecodeString(codec.Encode(query, place))
	require.NoError(t, err)
	for i := range raw {
		for bit := range 8 {
			forged := slices.Clone(raw)
			forged[i] ^= 1 << bit
			_, err := codec.Decode(query, base64.RawURLEncoding.EncodeToString(forged))
			require.ErrorIs(t, err, pagetoken.ErrMalformed, "byte %d bit %d", i, bit)
		}
	}
}

func TestPositionsSurviveTheRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		codec := pagetoken.New(rapid.Uint64().Draw(t, "seed"), rapid.String().Draw(t, "namespace"))
		want := eventstore.Position{
			Time: time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "sec"),
				rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC(),
			Stream: rapid.StringN(0, -1, pagetoken.MaxIDBytes).Draw(t, "stream"),
			ID:     rapid.StringN(0, -1, pagetoken.MaxIDBytes).Draw(t, "id"),
		}
		got, err := codec.Decode(query, codec.Encode(query, want))
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}

func FuzzDecode(f *testing.F) {
	codec := pagetoken.New(1, "")
	f.Add(codec.Encode(query, place))
	f.Add("AQ")
	f.Fuzz(func(t *testing.T, token string) {
		p, err := codec.Decode(query, token)
		if err == nil {
			require.Equal(t, token, codec.Encode(query, p), "whatever opens is exactly what was made")
		}
	})
}

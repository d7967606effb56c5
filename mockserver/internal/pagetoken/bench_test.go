package pagetoken_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
)

// ordinary is the query of an ordinary list and where its first page ends.
func ordinary() (pagetoken.Query, eventstore.Position) {
	q := pagetoken.Query{Kind: "bot events", Arguments: []pagetoken.Argument{
		{"bot_id", "demobot1"},
		{"start_time", "1767225600.0"},
		{"end_time", "1769904000.0"},
		{"version", "LIVE"},
		{"event", ""},
		{"conversation_id", ""},
		{"user_id", ""},
		{"campaign_id", ""},
		{"filters", ""},
	}}
	return q, eventstore.Position{
		Time: time.Date(2026, 1, 12, 9, 59, 59, 123e6, time.UTC), Stream: "demobot1", ID: "3b0f6a52-8c1d-4e7a-9f43-5d2e8b7c6a10",
	}
}

func BenchmarkEncode(b *testing.B) {
	c := pagetoken.New(1, "")
	q, p := ordinary()
	b.ReportAllocs()
	for b.Loop() {
		c.Encode(q, p)
	}
}

func BenchmarkDecode(b *testing.B) {
	c := pagetoken.New(1, "")
	q, p := ordinary()
	token := c.Encode(q, p)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Decode(q, token); err != nil {
			b.Fatal(err)
		}
	}
}

// TestTokensNeedLittleMemory takes the least of many runs: now and then a pool is empty.
func TestTokensNeedLittleMemory(t *testing.T) {
	c := pagetoken.New(1, "")
	q, p := ordinary()
	token := c.Encode(q, p)
	encode, decode := 100.0, 100.0
	for range 20 {
		encode = min(encode, testing.AllocsPerRun(1, func() { c.Encode(q, p) }))
		decode = min(decode, testing.AllocsPerRun(1, func() { _, _ = c.Decode(q, token) }))
	}
	require.LessOrEqual(t, encode, 3.0)
	require.LessOrEqual(t, decode, 4.0)
}

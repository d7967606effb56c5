package chatlayerworld_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// BenchmarkList lists pages of 20: the same one again and again, or one anywhere each time.
func BenchmarkList(b *testing.B) {
	for _, events := range []int{5000, fixtures.MaxEvents} {
		w := newWorld(b, world.Options{EventsPerBot: events})
		q := eventstore.Query{Start: noon().Add(-24 * time.Hour), End: noon(), Limit: 20}
		list := func(b *testing.B, bots ...string) {
			page, err := chatlayerworld.List(b.Context(), w, q, bots...)
			require.NoError(b, err)
			require.NotEmpty(b, page.Payloads)
		}
		b.Run(fmt.Sprintf("the_same/%d", events), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				list(b, "demobot1")
			}
		})
		b.Run(fmt.Sprintf("anywhere/%d", events), func(b *testing.B) {
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				q.Start = noon().Add(-time.Duration(n*7919%(28*24*3600)+3600) * time.Second)
				list(b, "demobot1")
			}
		})
	}
}

// BenchmarkTeam walks the pages of a team of a thousand bots.
func BenchmarkTeam(b *testing.B) {
	w := newWorld(b, world.Options{})
	for i := range 1000 {
		_, err := chatlayerworld.Track{Team: "demo-team", Event: fixtures.ChatlayerEvent{TrackingEvent: chatlayer.TrackingEvent{
			BotID: fmt.Sprint("bot", i), Version: "LIVE", Timestamp: noon(),
		}}}.ApplyTo(w)
		require.NoError(b, err)
	}
	bots := chatlayerworld.Bots(w, "demo-team")
	require.Greater(b, len(bots), 1000)
	q := eventstore.Query{Start: noon().Add(-28 * 24 * time.Hour), End: noon(), Limit: 20}
	b.ReportAllocs()
	for b.Loop() {
		page, err := chatlayerworld.List(b.Context(), w, q, bots...)
		require.NoError(b, err)
		q.After = page.Last
	}
}

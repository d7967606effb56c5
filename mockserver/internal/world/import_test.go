package world_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// importing are options of worlds that share a library and the events to start with.
func importing(count int) world.Options {
	opts := both(world.Options{EventsPerBot: 50, Library: world.NewLibrary(), ImportTeam: "demo-team"})
	for i := range count {
		opts.Import = append(opts.Import, fixtures.Line{Event: tracked("imported", fmt.Sprint("i", i), "x").Event})
	}
	return opts
}

// TestImportedEventsAreInMemoryOnce makes a world with events to start with, and resets it, beside another with the same ones.
func TestImportedEventsAreInMemoryOnce(t *testing.T) {
	opts := importing(2000)
	first, err := world.New(opts, noon())
	require.NoError(t, err)
	few := float64(len(opts.Import)) / 2
	later := noon()
	require.Less(t, testing.AllocsPerRun(5, func() {
		later = later.Add(time.Hour)
		second, err := world.New(opts, later)
		require.NoError(t, err)
		_, err = world.Apply(second, world.Reset{Anchor: later.Add(time.Minute)})
		require.NoError(t, err)
	}), few)
	require.Len(t, list(t, first, everything(), "imported").Payloads, 2000+50)
}

// TestWorldsWithTheSameImport wants each to have its own seeded events, teams and writes beside the imported ones.
func TestWorldsWithTheSameImport(t *testing.T) {
	opts := importing(1)
	worlds := map[string]*world.World{}
	for name, change := range map[string]func(*world.Options){
		"first": func(*world.Options) {}, "later": func(*world.Options) {},
		"other team":   func(o *world.Options) { o.ImportTeam = "other-team" },
		"without bots": func(o *world.Options) { o.Teams = []string{"nobody"} },
		"empty":        func(o *world.Options) { o.EventsPerBot = -1 },
	} {
		of, anchor := opts, noon()
		if change(&of); name == "later" {
			anchor = anchor.Add(24 * time.Hour)
		}
		w, err := world.New(of, anchor)
		require.NoError(t, err)
		apply(t, w, tracked("own", name, "x"))
		worlds[name] = w
	}
	seen := func(name, bot string) (all []string) {
		for _, e := range events(t, list(t, worlds[name], everything(), bot)) {
			all = append(all, e.ID)
		}
		return all
	}
	for name := range worlds {
		for other := range worlds {
			require.Equal(t, name == other, slices.Contains(seen(name, "own"), other), "%s in %s", other, name)
		}
		require.Contains(t, seen(name, "imported"), "i0")
	}
	newest := func(name string) time.Time {
		all := events(t, list(t, worlds[name], everything(), "demobot1"))
		return all[len(all)-1].Timestamp
	}
	require.Equal(t, 24*time.Hour, newest("later").Sub(newest("first")).Round(time.Hour))
	require.Empty(t, seen("empty", "demobot1"))
	require.Contains(t, chatlayerworld.Bots(worlds["first"], "demo-team"), "imported")
	require.Contains(t, chatlayerworld.Bots(worlds["other team"], "other-team"), "imported")
	require.Equal(t, []string{"imported", "own"}, chatlayerworld.Bots(worlds["without bots"], "demo-team"))
}

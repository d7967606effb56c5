//go:build unix

package namespaces

import (
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/fulldisk"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
)

// TestADiskThatIsFullNowAndThen has several clients change namespaces while there is room and while there is none. What is in memory, as it
// was answered, is there after a start.
func TestADiskThatIsFullNowAndThen(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	opts := Options{
		Options: namespace.Options{EventsPerBot: -1}, StateDir: t.TempDir(), StateSync: time.Minute, stateBytes: 5000, TTL: Never,
	}
	for start := range 15 {
		all, err := New(apis, opts)
		require.NoError(t, err)
		var clients, disk sync.WaitGroup
		done := make(chan struct{})
		disk.Go(func() {
			random := rand.New(rand.NewPCG(uint64(start), 99))
			for {
				undo := fulldisk.Limit(t, random.Int64N(3000))
				time.Sleep(time.Duration(random.IntN(300)) * time.Microsecond)
				undo()
				select {
				case <-done:
					return
				case <-time.After(time.Duration(random.IntN(500)) * time.Microsecond):
				}
			}
		})
		for client := range 6 {
			clients.Go(func() {
				random := rand.New(rand.NewPCG(uint64(start), uint64(client)))
				for n := range 60 {
					change(all, random, 1000*start+100*client+n)
				}
			})
		}
		clients.Wait()
		close(done)
		disk.Wait()
		tellsTheSame(t, apis, opts, all)
	}
}

// TestANamespaceThatWasReplacedDoesNotComeBack writes to a namespace whose beginning had no room, when another has its place.
func TestANamespaceThatWasReplacedDoesNotComeBack(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	for name, replace := range map[string]func(all *Namespaces){
		"put":     func(all *Namespaces) { send(all, http.MethodPut, own+"namespaces/a", `{"events":0}`) },
		"reset":   func(all *Namespaces) { send(all, http.MethodPost, "/~a"+own+"reset", `{"events":0}`) },
		"deleted": func(all *Namespaces) { send(all, http.MethodDelete, own+"namespaces/a", "") },
	} {
		t.Run(name, func(t *testing.T) {
			opts := Options{Options: namespace.Options{EventsPerBot: -1}, StateDir: t.TempDir(), StateSync: time.Minute, TTL: Never}
			all, err := New(apis, opts)
			require.NoError(t, err)
			send(all, http.MethodPut, own+"plan", `{"forbid":["`+strings.Repeat("x", 1000)+`"]}`)
			log, err := os.Stat(opts.StateDir + "/log-000000000001")
			require.NoError(t, err)
			const path, event = "/v1/bots/x/events/track", `{"event":"early"}`
			undo := fulldisk.Limit(t, log.Size())
			require.Contains(t, send(all, http.MethodPost, "/~a"+path, event), "nothing was stored")
			undo()
			before := all.find("a").current.Load()
			replace(all)
			require.NotContains(t, send(before, http.MethodPost, path, event), "nothing was stored")
			tellsTheSame(t, apis, opts, all)
		})
	}
}

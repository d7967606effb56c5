//go:build unix

package namespace

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/fulldisk"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// TestAnEntryIsWorthNothingWithoutTheBeginning has an entry kept behind the beginning of its namespace, for which there was no room: read
// again, it would be that of a namespace that there is not.
func TestAnEntryIsWorthNothingWithoutTheBeginning(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	log, err := statelog.Open(statelog.Options{Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler), Needs: newHistory})
	require.NoError(t, err)
	require.NoError(t, log.Start())
	k := (&Kept{log: log}).keeper(0)
	k.begin = []byte(strings.Repeat("x", 1000))
	undo := fulldisk.Limit(t, 500)
	k.startOver()
	require.Error(t, k.begun.Wait())
	undo()
	raced := keptEntry{log.Append([]byte("x")), k.begun}
	require.NoError(t, raced.Entry.Wait())
	require.ErrorIs(t, raced.Wait(), k.begun.Wait())
	require.NoError(t, k.append("kind", nil).Wait(), "the namespace begins anew")
	require.NoError(t, log.Close())
}

// TestACommandThatPanicsIsNotReadAgain has a command panic, and the next one wait for nothing.
func TestACommandThatPanicsIsNotReadAgain(t *testing.T) {
	opts := statelog.Options{Dir: t.TempDir(), Logger: slog.New(slog.DiscardHandler), Needs: newHistory}
	log, err := statelog.Open(opts)
	require.NoError(t, err)
	require.NoError(t, log.Start())
	k := (&Kept{log: log}).keeper(0)
	k.begin = logged{k.id, kindBegin, []byte(`{"name":"a"}`)}.encode()
	k.startOver()
	e := world.Entry{Kind: "track", Command: []byte("{}")}
	require.Panics(t, func() { _ = k.Record(e, func() (bool, error) { panic("it fails") }) })
	require.NoError(t, k.Record(e, func() (bool, error) { return true, nil }))
	require.NoError(t, log.Close())
	log, err = statelog.Open(opts)
	require.NoError(t, err)
	h := newHistory()
	_, err = log.Read(h.See)
	require.NoError(t, err)
	require.NoError(t, log.Close())
	require.True(t, h.Needed(1))
	require.False(t, h.Needed(2), "it is the one that panics")
	require.True(t, h.Needed(4))
}

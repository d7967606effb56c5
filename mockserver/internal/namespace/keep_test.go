//go:build unix

package namespace

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/fulldisk"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// TestAnEntryIsWorthNothingWithoutTheBeginning has an entry kept behind the beginning of its namespace, for which there was no room: read
// again, it would be that of a namespace that there is not.
func TestAnEntryIsWorthNothingWithoutTheBeginning(t *testing.T) {
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

//go:build unix

package statelog

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/record"
	"github.com/stretchr/testify/require"
)

// TestADiskThatDoesNotConfirm writes to a file that cannot be handed to a disk: what it has is not known then, and nothing more is taken.
func TestADiskThatDoesNotConfirm(t *testing.T) {
	for name, sync := range map[string]time.Duration{"before_an_entry_is_kept": 0, "now_and_then": time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			l, err := Open(Options{Dir: dir, Sync: sync, Logger: slog.New(slog.DiscardHandler)})
			require.NoError(t, err)
			require.NoError(t, l.Start())
			require.NoError(t, l.Append([]byte("kept")).Wait())
			null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
			require.NoError(t, err)
			l.mu.Lock()
			require.NoError(t, l.out.close())
			l.out = &segment{to: null}
			l.out.log = record.NewWriter(l.out)
			l.mu.Unlock()
			err = l.Append([]byte("not confirmed")).Wait()
			require.Equal(t, sync == 0, err != nil)
			require.Eventually(t, func() bool {
				err = l.Append([]byte("behind it")).Wait()
				return err != nil
			}, 20*time.Second, time.Millisecond)
			require.ErrorIs(t, err, errSync)
			require.ErrorContains(t, err, "until the server is started again")
			_ = l.Close()

			l, err = Open(Options{Dir: dir, Logger: slog.New(slog.DiscardHandler)})
			require.NoError(t, err)
			var got []string
			_, err = l.Read(func(_ uint64, data []byte) error {
				got = append(got, string(data))
				return nil
			})
			require.NoError(t, err)
			require.Equal(t, []string{"kept"}, got)
			require.NoError(t, l.Close())
		})
	}
}

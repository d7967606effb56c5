package namespace

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDeadline(t *testing.T) {
	over, ahead := time.Now().Add(-time.Second), time.Now().Add(time.Hour)
	t.Run("has_come", func(t *testing.T) {
		d := &deadline{Context: t.Context(), at: over}
		require.Equal(t, context.DeadlineExceeded, d.Err())
		<-d.Done()
		d.release()
	})
	t.Run("is_ahead", func(t *testing.T) {
		d := &deadline{Context: t.Context(), at: ahead}
		require.NoError(t, d.Err())
		at, set := d.Deadline()
		require.True(t, set)
		require.Equal(t, ahead, at)
		select {
		case <-d.Done():
			require.Fail(t, "it is done")
		default:
		}
		d.release()
		<-d.Done()
	})
	t.Run("ends_with_the_request", func(t *testing.T) {
		request, gone := context.WithCancel(t.Context())
		d := &deadline{Context: request, at: ahead}
		waiting, stop := context.WithCancel(d) // as a handler may do
		defer stop()
		gone()
		require.Equal(t, context.Canceled, d.Err())
		<-d.Done()
		<-waiting.Done()
		d.release()
	})
	t.Run("the_earlier_one_counts", func(t *testing.T) {
		request, gone := context.WithDeadline(t.Context(), over)
		defer gone()
		d := &deadline{Context: request, at: ahead}
		at, _ := d.Deadline()
		require.Equal(t, over, at)
		require.Equal(t, context.DeadlineExceeded, d.Err())
	})
	t.Run("comes_by_itself", func(t *testing.T) {
		d := &deadline{Context: t.Context(), at: time.Now().Add(10 * time.Millisecond)}
		<-d.Done()
		require.Equal(t, context.DeadlineExceeded, d.Err())
		d.release()
	})
}

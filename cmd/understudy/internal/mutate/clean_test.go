package mutate

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestNoRunIsWithoutALimit says how long a run may take, before it is known how long a clean one takes, and then.
func TestNoRunIsWithoutALimit(t *testing.T) {
	r := &run{}
	require.Equal(t, 10*time.Minute, r.limit())
	r.slowest = 2 * time.Second
	require.Equal(t, 30*time.Second, r.limit())
	r.Timeout = time.Second
	require.Equal(t, time.Second, r.limit())
}

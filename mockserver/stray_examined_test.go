//go:build examination

package mockserver_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestAHeadThatNeverComes(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	w := demo(s).dial(t)
	w.write(t, "GET /v1/echo HTTP/1.1\r\nHost:")
	w.closed(t)
	require.Eventually(t, func() bool { return s.StrayRequests() == 1 }, 10*time.Second, time.Millisecond)
	require.Zero(t, s.BrokenRequests())
}

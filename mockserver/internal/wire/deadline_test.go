package wire

import (
	"io"
	"net"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// counted counts how often it is told of a deadline.
type counted struct {
	net.Conn
	reads, writes atomic.Int32
}

func (c *counted) SetReadDeadline(at time.Time) error {
	c.reads.Add(1)
	return c.Conn.SetReadDeadline(at)
}

func (c *counted) SetWriteDeadline(at time.Time) error {
	c.writes.Add(1)
	return c.Conn.SetWriteDeadline(at)
}

func past() time.Time { return time.Unix(1, 0) }

// piped is a connection with what it has below and the client's end.
func piped(t *testing.T) (c *conn, network *counted, client net.Conn) {
	t.Helper()
	server, client := net.Pipe()
	t.Cleanup(func() { _, _ = server.Close(), client.Close() })
	network = &counted{Conn: server}
	return &conn{Conn: network, from: &listener{}}, network, client
}

func TestDeadlines(t *testing.T) {
	t.Run("are_told_to_the_network_when_somebody_waits", func(t *testing.T) {
		c, network, client := piped(t)
		for range 3 {
			require.NoError(t, c.SetDeadline(past()))
			require.NoError(t, c.SetDeadline(time.Now().Add(time.Minute)))
		}
		require.Zero(t, network.reads.Load()+network.writes.Load())
		go func() { _, _ = client.Write([]byte("GET")) }()
		_, err := c.Read(make([]byte, 16))
		require.NoError(t, err)
		require.Equal(t, int32(1), network.reads.Load())
		go func() { _, _ = client.Read(make([]byte, 16)) }()
		_, err = c.Write([]byte("HTTP/1.1 200 OK"))
		require.NoError(t, err)
		require.Equal(t, int32(1), network.writes.Load())
	})
	t.Run("that_were_over_long_ago_need_no_network", func(t *testing.T) {
		c, network, _ := piped(t)
		require.NoError(t, c.SetReadDeadline(past()))
		_, err := c.Read(make([]byte, 1))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.Zero(t, network.reads.Load())
	})
	t.Run("that_are_over_end_what_comes_then", func(t *testing.T) {
		c, _, _ := piped(t)
		require.NoError(t, c.SetDeadline(past()))
		_, err := c.Read(make([]byte, 16))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		_, err = c.Write([]byte("HTTP/1.1 200 OK"))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	})
	t.Run("that_are_taken_back_end_nothing", func(t *testing.T) {
		c, _, client := piped(t)
		require.NoError(t, c.SetReadDeadline(past()))
		_, err := c.Read(make([]byte, 16))
		require.ErrorIs(t, err, os.ErrDeadlineExceeded)
		require.NoError(t, c.SetReadDeadline(time.Time{}))
		go func() { _, _ = client.Write([]byte("GET")) }()
		_, err = c.Read(make([]byte, 16))
		require.NoError(t, err)
	})
}

func TestDeadlinesThatAreFarAwayAreToldAgainWhenTheyAreASecondLater(t *testing.T) {
	c, network, client := piped(t)
	go func() { _, _ = io.Copy(io.Discard, client) }()
	now := time.Now()
	for _, step := range []struct {
		at   time.Time
		told int32
	}{
		{now.Add(time.Minute), 1},
		{now.Add(time.Minute + early - 1), 1},
		{now.Add(time.Minute + early), 2},
		{now.Add(time.Minute + early - 1), 3}, // earlier
		{time.Time{}, 4},
		{now.Add(far / 2), 5},
		{now.Add(far/2 + 1), 6}, // not so far
	} {
		require.NoError(t, c.SetWriteDeadline(step.at))
		_, err := c.Write([]byte("x"))
		require.NoError(t, err)
		require.Equal(t, step.told, network.writes.Load(), "%s", step.at.Sub(now))
	}
}

func TestDeadlinesEndWhatIsInProgress(t *testing.T) {
	for name, try := range map[string]struct {
		wait func(*conn) error
		end  func(*conn) error
		told func(*counted) int32
	}{
		"read": {
			func(c *conn) error { _, err := c.Read(make([]byte, 16)); return err },
			func(c *conn) error { return c.SetReadDeadline(past()) },
			func(n *counted) int32 { return n.reads.Load() },
		},
		"write": {
			func(c *conn) error { _, err := c.Write([]byte("HTTP/1.1 200 OK")); return err },
			func(c *conn) error { return c.SetWriteDeadline(past()) },
			func(n *counted) int32 { return n.writes.Load() },
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, network, _ := piped(t)
			require.NoError(t, c.SetDeadline(time.Now().Add(time.Hour)))
			ended := make(chan error, 1)
			go func() { ended <- try.wait(c) }()
			require.Eventually(t, func() bool { return try.told(network) == 1 }, time.Minute, time.Millisecond)
			require.NoError(t, try.end(c))
			require.ErrorIs(t, <-ended, os.ErrDeadlineExceeded)
		})
	}
}

package lossy_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/lossy"
)

// stream takes text only while its gate is open, and fails while it has an error.
type stream struct {
	gate chan struct{} // one token lets one write through; closed, all

	mu   sync.Mutex
	text bytes.Buffer
	err  error
}

func newStream() *stream { return &stream{gate: make(chan struct{})} }

func (s *stream) Write(p []byte) (int, error) {
	<-s.gate
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return 0, s.err
	}
	return s.text.Write(p)
}

func (s *stream) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *stream) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func open() *stream {
	s := newStream()
	close(s.gate)
	return s
}

func say(w *lossy.Writer, from, to int) {
	for i := from; i < to; i++ {
		fmt.Fprintf(w, "line %d\n", i)
	}
}

func TestWriter(t *testing.T) {
	t.Run("writes_everything_in_order", func(t *testing.T) {
		s := open()
		w := lossy.New(s, lossy.Room)
		say(w, 0, 1000)
		require.NoError(t, w.Flush(t.Context()))
		lines := strings.Split(strings.TrimSpace(s.String()), "\n")
		require.Len(t, lines, 1000)
		for i, line := range lines {
			require.Equal(t, fmt.Sprintf("line %d", i), line)
		}
	})
	t.Run("nobody_reads_and_nobody_waits", func(t *testing.T) {
		s := newStream()
		w := lossy.New(s, 10_000)
		say(w, 0, 100_000)
		close(s.gate)
		require.NoError(t, w.Flush(t.Context()))
		got := s.String()
		require.Contains(t, got, " lines are missing here; nobody read them in time\nline ")
		require.True(t, strings.HasSuffix(got, "line 99998\nline 99999\n"), "the latest are kept")
		require.Equal(t, 100_000, strings.Count(got, "line ")+missing(t, got))
	})
	t.Run("what_is_kept_is_bounded_in_bytes", func(t *testing.T) {
		s := newStream()
		w := lossy.New(s, 1<<20)
		line := []byte(strings.Repeat("x", 1023) + "\n")
		before := heap()
		for range 200_000 {
			_, err := w.Write(line)
			require.NoError(t, err)
		}
		require.Less(t, heap(), before+(20<<20))
		close(s.gate)
		require.NoError(t, w.Flush(t.Context()))
	})
	t.Run("a_text_beyond_the_limit_is_kept_alone", func(t *testing.T) {
		s := newStream()
		w := lossy.New(s, 100)
		say(w, 0, 10)
		long := strings.Repeat("long\n", 1000)
		_, err := w.Write([]byte(long))
		require.NoError(t, err)
		close(s.gate)
		require.NoError(t, w.Flush(t.Context()))
		got := s.String()
		require.Contains(t, got, " lines are missing here; nobody read them in time\n")
		require.True(t, strings.HasSuffix(got, "\n"+long), got)
		require.Equal(t, 10, strings.Count(got, "line ")+missing(t, got))
	})
}

func TestTheCallerMayUseTheBytesAgain(t *testing.T) {
	s := newStream()
	w := lossy.New(s, lossy.Room)
	text := []byte("first\n")
	for range 2 {
		_, err := w.Write(text)
		require.NoError(t, err)
		copy(text, "again")
	}
	close(s.gate)
	require.NoError(t, w.Flush(t.Context()))
	require.Equal(t, "first\nagain\n", s.String())
}

func TestWriterOfAStreamThatFails(t *testing.T) {
	full := errors.New("no space left on device")
	t.Run("says_what_is_missing_when_it_works_again", func(t *testing.T) {
		s := open()
		w := lossy.New(s, lossy.Room)
		say(w, 0, 1)
		require.NoError(t, w.Flush(t.Context()))
		s.fail(full)
		say(w, 1, 6)
		require.ErrorIs(t, w.Flush(t.Context()), full)
		require.ErrorContains(t, w.Flush(t.Context()), "5 lines could not be written")
		s.fail(nil)
		say(w, 6, 7)
		require.NoError(t, w.Flush(t.Context()))
		require.Equal(t, "line 0\nunderstudy: 5 lines are missing here; they could not be written: no space left on device\nline 6\n",
			s.String())
	})
	t.Run("says_it_at_the_end_where_nothing_follows", func(t *testing.T) {
		s := open()
		s.fail(full)
		w := lossy.New(s, lossy.Room)
		say(w, 0, 3)
		require.Error(t, w.Flush(t.Context()))
		s.fail(nil)
		require.NoError(t, w.Flush(t.Context()))
		require.Equal(t, "understudy: 3 lines are missing here; they could not be written: no space left on device\n", s.String())
	})
}

func TestFlushEnds(t *testing.T) {
	s := newStream()
	w := lossy.New(s, lossy.Room)
	say(w, 0, 2)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.ErrorIs(t, w.Flush(ctx), context.DeadlineExceeded)
	close(s.gate)
	require.NoError(t, w.Flush(t.Context()))
	require.Equal(t, "line 0\nline 1\n", s.String())
}

func TestManyWriters(t *testing.T) {
	s := open()
	w := lossy.New(s, 2000)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { say(w, 0, 1000) })
	}
	all.Wait()
	require.NoError(t, w.Flush(t.Context()))
	got := s.String()
	require.Equal(t, 8000, strings.Count(got, "line ")+missing(t, got))
}

// missing adds up what the notices say.
func missing(t *testing.T, text string) int {
	t.Helper()
	sum := 0
	for line := range strings.Lines(text) {
		n := 0
		if strings.HasPrefix(line, "understudy: ") {
			_, err := fmt.Sscanf(line, "understudy: %d lines are missing here", &n)
			require.NoError(t, err)
		}
		sum += n
	}
	return sum
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

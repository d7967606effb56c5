package exchange_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestSafeRequestsAreSentAgain(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"after_429":                    busy(429, "1"),
		"after_503":                    busy(503, "2"),
		"after_503_without_a_time":     busy(503, ""),
		"after_a_dropped_connection":   hangUp,
		"after_an_answer_broken_off":   breakOff,
		"after_503_with_a_silly_value": busy(503, "later"),
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			base, came := scripted(t, times(2, answer)...)
			c := client(t, base, exchange.Options{})
			x := c.Do(t.Context(), "check", get("/"))
			require.NoError(t, x.Err)
			require.Equal(t, "done", string(x.Body))
			require.Equal(t, 3, x.Attempts)
			require.Len(t, c.Exchanges(), 3, "every attempt is recorded")
			require.GreaterOrEqual(t, came(), 3)
		})
	}

	t.Run("but_not_for_ever", func(t *testing.T) {
		base, came := scripted(t, times(4, busy(503, ""))...)
		x := client(t, base, exchange.Options{Attempts: 4}).Do(t.Context(), "check", get("/"))
		require.Equal(t, 503, x.Status)
		require.Equal(t, 4, came())
	})

	t.Run("not_after_other_refusals", func(t *testing.T) {
		for _, status := range []int{400, 401, 404, 501} {
			base, came := scripted(t, fine, busy(status, "1"))
			c := client(t, base, exchange.Options{})
			require.NoError(t, c.Do(t.Context(), "check", get("/")).Err)
			require.Equal(t, status, c.Do(t.Context(), "check", get("/")).Status)
			require.Equal(t, 2, came())
		}
	})

	t.Run("not_after_the_end_of_the_context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		base, came := scripted(t, func(w http.ResponseWriter, _ *http.Request) {
			cancel()
			w.WriteHeader(503)
		})
		x := client(t, base, exchange.Options{}).Do(ctx, "check", get("/"))
		require.True(t, x.Err != nil || x.Status == 503)
		require.Equal(t, 1, came())
	})
}

func TestOtherRequestsAreSentOnce(t *testing.T) {
	tests := map[string]http.HandlerFunc{
		"after_429": busy(429, "1"), "after_503": busy(503, "1"), "after_a_dropped_connection": hangUp,
		"after_an_answer_broken_off": breakOff,
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			base, came := scripted(t, answer)
			x := client(t, base, exchange.Options{}).Do(t.Context(), "check", track())
			require.False(t, x.OK())
			require.Equal(t, 1, x.Attempts)
			require.Equal(t, 1, came())
		})
	}

	// Go's transport sends a request with an idempotency key again when a connection that it used before breaks.
	t.Run("with_an_idempotency_key_on_a_used_connection_too", func(t *testing.T) {
		for _, name := range []string{"Idempotency-Key", "X-Idempotency-Key"} {
			requests, base := secondDies(t)
			c := client(t, base, exchange.Options{})
			require.Equal(t, 200, c.Do(t.Context(), "check", track()).Status)
			again := track()
			again.Header = http.Header{name: {"1"}}
			x := c.Do(t.Context(), "check", again)
			require.Error(t, x.Err)
			require.True(t, x.Reused, "or the test shows nothing")
			require.Len(t, requests, 2)
		}
	})
}

// secondDies answers the first request of a connection and drops the connection when it has read the second. Every request
// puts one entry into the channel.
func secondDies(t *testing.T) (chan string, *url.URL) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	requests := make(chan string, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go firstOnly(conn, requests)
		}
	}()
	return requests, &url.URL{Scheme: "http", Host: listener.Addr().String()}
}

func firstOnly(conn net.Conn, requests chan<- string) {
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for i := range 2 {
		r, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		requests <- r.Method
		if i == 0 {
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	t.Run("a_target_that_hangs_is_given_up_and_not_asked_again", func(t *testing.T) {
		t.Parallel()
		base, came := scripted(t, hang)
		x := client(t, base, exchange.Options{Timeout: 50 * time.Millisecond}).Do(t.Context(), "check", get("/"))
		require.ErrorIs(t, x.Err, context.DeadlineExceeded)
		require.Equal(t, 1, came())
	})

	t.Run("a_request_may_have_its_own", func(t *testing.T) {
		t.Parallel()
		base, _ := scripted(t, hang)
		r := get("/")
		r.Timeout = 50 * time.Millisecond
		require.ErrorIs(t, client(t, base, exchange.Options{Timeout: time.Hour}).Do(t.Context(), "check", r).Err, context.DeadlineExceeded)
	})

	t.Run("an_answer_that_never_ends_is_given_up", func(t *testing.T) {
		t.Parallel()
		base, _ := scripted(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "half")
			w.(http.Flusher).Flush()
			hang(w, r)
		})
		x := client(t, base, exchange.Options{Timeout: time.Second}).Do(t.Context(), "check", get("/"))
		require.ErrorIs(t, x.Err, context.DeadlineExceeded)
		require.Equal(t, "half", string(x.Body))
	})

	t.Run("waiting_for_a_turn_uses_none_of_it_up", func(t *testing.T) {
		t.Parallel()
		base, _ := scripted(t, times(5, slow)...)
		c := client(t, base, exchange.Options{Parallel: 1, Timeout: 2 * time.Second, Clock: exchange.SystemClock()})
		ended := make(chan *exchange.Exchange)
		for range 5 {
			go func() { ended <- c.Do(t.Context(), "check", get("/")) }()
		}
		for range 5 {
			x := <-ended
			require.NoError(t, x.Err)
			require.Less(t, x.Took, 2*time.Second)
		}
	})
}

// hang answers nothing until the client has gone.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func slow(http.ResponseWriter, *http.Request) { time.Sleep(450 * time.Millisecond) }

func TestDown(t *testing.T) {
	base, came := scripted(t)
	c := client(t, base, exchange.Options{})
	require.Equal(t, 200, c.Do(t.Context(), "check", get("/")).Status)
	require.NoError(t, c.Down())
	dead := client(t, &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, exchange.Options{})
	for range 5 {
		require.NotErrorIs(t, dead.Do(t.Context(), "check", track()).Err, exchange.ErrDown)
	}
	require.NoError(t, dead.Down(), "a few failures are none")
	for range 20 {
		hostile := track()
		hostile.Hostile = true
		dead.Do(t.Context(), "check", hostile)
	}
	require.NoError(t, dead.Down(), "requests that are wrong on purpose do not count")
	for range 8 {
		dead.Do(t.Context(), "check", get("/"))
	}
	require.ErrorIs(t, dead.Down(), exchange.ErrDown)
	x := dead.Do(t.Context(), "check", get("/"))
	require.ErrorIs(t, x.Err, exchange.ErrDown)
	require.Equal(t, 1, x.Attempts)
	require.Equal(t, 1, came())
}

func TestAnswersCountAsLife(t *testing.T) {
	answers := slices.Concat(times(9, hangUp), times(1, busy(500, "")), times(9, hangUp))
	base, _ := scripted(t, answers...)
	c := client(t, base, exchange.Options{PerSecond: 1})
	for range len(answers) {
		c.Do(t.Context(), "check", track())
		require.NoError(t, c.Down())
	}
}

func TestTheFirstRequestOfARunIsSentAgain(t *testing.T) {
	t.Run("after_one_server_error", func(t *testing.T) {
		base, came := scripted(t, busy(500, ""))
		c := client(t, base, exchange.Options{})
		x := c.Do(t.Context(), "check", get("/"))
		require.True(t, x.OK())
		require.Equal(t, 2, x.Attempts)
		require.Equal(t, 2, came())
		require.Equal(t, []int{500, 200}, []int{c.Exchanges()[0].Status, c.Exchanges()[1].Status}, "both are recorded")
	})

	t.Run("not_after_two", func(t *testing.T) {
		base, came := scripted(t, times(2, busy(502, ""))...)
		require.Equal(t, 502, client(t, base, exchange.Options{}).Do(t.Context(), "check", get("/")).Status)
		require.Equal(t, 2, came())
	})

	t.Run("not_if_it_writes", func(t *testing.T) {
		base, came := scripted(t, busy(500, ""))
		require.Equal(t, 500, client(t, base, exchange.Options{}).Do(t.Context(), "check", track()).Status)
		require.Equal(t, 1, came())
	})
}

func TestTargetsThatAreGivenUp(t *testing.T) {
	t.Run("one_that_limits_all_reads_for_minutes", func(t *testing.T) {
		base, came := scripted(t, times(1000, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				busy(429, "3600")(w, r)
			}
		})...)
		c := client(t, base, exchange.Options{}) // whose pauses take no time
		for range 3 {
			c.Do(t.Context(), "check", get("/"))
		}
		require.ErrorIs(t, c.Limited(), exchange.ErrLimited)
		require.ErrorContains(t, c.Limited(), "reads")
		asked := came()
		x := c.Do(t.Context(), "check", get("/"))
		require.ErrorIs(t, x.Err, exchange.ErrLimited)
		require.Equal(t, asked, came(), "it is left alone")
		require.NoError(t, c.Down())
		require.True(t, c.Do(t.Context(), "check", track()).OK(), "writes are another matter")
	})
	t.Run("not_one_that_limits_for_a_minute", func(t *testing.T) {
		base, _ := scripted(t, times(3, busy(429, "30"))...)
		c := client(t, base, exchange.Options{})
		require.True(t, c.Do(t.Context(), "check", get("/")).OK())
		require.NoError(t, c.Limited())
	})
	t.Run("one_that_never_ends_an_answer", func(t *testing.T) {
		base := serve(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "a")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		})
		clock := newClock()
		c := client(t, base, exchange.Options{Timeout: 20 * time.Millisecond, Clock: clock})
		for range 12 {
			c.Do(t.Context(), "check", get("/"))
			_ = clock.Sleep(t.Context(), 2*time.Second)
		}
		require.ErrorIs(t, c.Down(), exchange.ErrUnfinished)
	})
}

func TestAFreshRequestHasAConnectionOfItsOwn(t *testing.T) {
	c := client(t, serve(t, func(http.ResponseWriter, *http.Request) {}), exchange.Options{})
	fresh := get("/")
	fresh.Fresh = true
	require.False(t, c.Do(t.Context(), "check", get("/")).Reused)
	require.True(t, c.Do(t.Context(), "check", get("/")).Reused, "or the test shows nothing")
	require.False(t, c.Do(t.Context(), "check", fresh).Reused)
	require.False(t, c.Do(t.Context(), "check", fresh).Reused, "its connection serves no other")
	require.True(t, c.Do(t.Context(), "check", get("/")).Reused)
}

package mockserver_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// slow is a server whose clock, and that of its faults, only the test sees.
type slow struct {
	*mockserver.Server
	pipes
	stop func()
}

// slowly runs a test beside such a server, with faults that act from its beginning.
func slowly(t *testing.T, opts mockserver.Options, run func(t *testing.T, s *slow), faults ...mockserver.Fault) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s := &slow{mockserver.New(opts), pipes{make(chan net.Conn), make(chan struct{})}, cancel}
		for _, f := range faults {
			_, err := s.Faults().Add(f)
			require.NoError(t, err)
		}
		stopped := make(chan error, 1)
		go func() { stopped <- s.Serve(ctx, &s.pipes) }()
		run(t, s)
		cancel()
		require.NoError(t, <-stopped)
	})
}

// asked is a request under way.
type asked struct {
	net.Conn
	answers *bufio.Reader
}

// ask sends a request and returns when nothing goes on any more.
func (s *slow) ask(t *testing.T, target, body string, headers ...string) asked {
	t.Helper()
	c := s.dial()
	go func() { // a pipe has no room
		_, _ = io.WriteString(c, client{auth: basic("demo-token-id:demo-token-secret")}.head(target, append(headers,
			fmt.Sprintf("Content-Length: %d", len(body)))...)+"\r\n"+body)
	}()
	synctest.Wait()
	return asked{c, bufio.NewReaderSize(c, 16)}
}

// status reads the answer.
func (a asked) status(t *testing.T) int {
	t.Helper()
	answer, err := http.ReadResponse(a.answers, nil)
	require.NoError(t, err)
	_, err = io.Copy(io.Discard, answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	require.NoError(t, a.Close())
	return answer.StatusCode
}

// events are how many there are.
func (s *slow) events(t *testing.T) int {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, streamOf("demobot1")+"?"+everything().query(), http.NoBody)
	r.SetBasicAuth("demo-token-id", "demo-token-secret")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	var p page
	decode(t, w.Body.String(), &p)
	return len(p.Events)
}

const hello = `{"message":"hello"}`

func TestFaultsHaveRequestsWait(t *testing.T) {
	hour := mockserver.Fault{Match: mockserver.FaultMatch{Method: http.MethodPost}, Delay: time.Hour}
	t.Run("for_their_time", func(t *testing.T) {
		slowly(t, quiet(), func(t *testing.T, s *slow) {
			began := time.Now()
			require.Equal(t, http.StatusOK, s.ask(t, "/v1/echo", hello).status(t))
			require.Equal(t, time.Hour, time.Since(began))
		}, hour)
	})
	t.Run("as_they_prefer", func(t *testing.T) {
		slowly(t, quiet(), func(t *testing.T, s *slow) {
			began := time.Now()
			require.Equal(t, http.StatusTeapot, s.ask(t, "/v1/echo", hello, "Prefer: delay=2s, code=418").status(t))
			require.Equal(t, 2*time.Second, time.Since(began))
		})
	})
	t.Run("until_the_fault_is_removed", func(t *testing.T) {
		failing := hour
		failing.Status = http.StatusTeapot
		slowly(t, quiet(), func(t *testing.T, s *slow) {
			began, a := time.Now(), s.ask(t, "/v1/echo", hello)
			require.True(t, s.Faults().Remove("f1"))
			require.Equal(t, http.StatusTeapot, a.status(t), "what else it was to be given is given")
			require.Equal(t, began, time.Now())
		}, failing)
	})
	t.Run("until_the_client_goes", func(t *testing.T) {
		slowly(t, quiet(), func(t *testing.T, s *slow) {
			require.NoError(t, s.ask(t, trackOf("demobot1"), `{"event":"x"}`).Close())
			synctest.Wait()
			s.Faults().Clear()
			synctest.Wait()
			require.Zero(t, s.events(t), "nothing comes of it")
			require.Equal(t, http.StatusOK, s.ask(t, trackOf("demobot1"), `{"event":"x"}`).status(t))
			require.Equal(t, 1, s.events(t))
		}, hour)
	})
	t.Run("until_the_server_stops", func(t *testing.T) {
		slowly(t, quiet(), func(t *testing.T, s *slow) {
			began, a := time.Now(), s.ask(t, "/v1/echo", hello)
			s.stop()
			require.Equal(t, http.StatusOK, a.status(t))
			require.Less(t, time.Since(began), time.Second)
		}, hour)
	})
	t.Run("in_room_of_their_own", func(t *testing.T) {
		opts := quiet()
		opts.Limits.Requests = 2
		slowly(t, opts, func(t *testing.T, s *slow) {
			var all []asked
			for range 5 {
				all = append(all, s.ask(t, "/v1/echo", hello))
			}
			require.Zero(t, s.events(t), "others are served")
			s.Faults().Clear()
			for _, a := range all {
				require.Equal(t, http.StatusOK, a.status(t))
			}
			require.Equal(t, http.StatusOK, s.ask(t, "/v1/echo", hello).status(t))
		}, hour)
	})
}

func TestFaultsDrip(t *testing.T) {
	drip := func(over time.Duration) mockserver.Fault { return mockserver.Fault{Drip: over} }
	t.Run("over_their_time", func(t *testing.T) {
		for _, over := range []time.Duration{time.Millisecond, 300 * time.Millisecond, time.Hour} {
			slowly(t, quiet(), func(t *testing.T, s *slow) {
				began, last, gaps := time.Now(), time.Now(), 0
				answer, err := http.ReadResponse(s.ask(t, "/v1/echo", hello).answers, nil)
				require.NoError(t, err)
				require.Equal(t, began, time.Now(), "the headers come at once")
				require.EqualValues(t, len(hello), answer.ContentLength)
				var got strings.Builder
				for piece := make([]byte, 100); err == nil; {
					var n int
					n, err = answer.Body.Read(piece)
					got.Write(piece[:n])
					if now := time.Now(); now != last {
						last, gaps = now, gaps+1
					}
				}
				require.NoError(t, answer.Body.Close())
				require.Equal(t, hello, got.String())
				require.InDelta(t, over, time.Since(began), float64(time.Microsecond))
				require.Equal(t, max(1, min(len(hello), int(over/(50*time.Millisecond)))), gaps)
			}, drip(over))
		}
	})
	t.Run("until_the_fault_is_removed", func(t *testing.T) {
		slowly(t, quiet(), func(t *testing.T, s *slow) {
			began, a := time.Now(), s.ask(t, "/v1/echo", hello)
			go func() {
				time.Sleep(time.Minute)
				s.Faults().Clear()
			}()
			require.Equal(t, http.StatusOK, a.status(t))
			require.Equal(t, time.Minute, time.Since(began))
		}, drip(time.Hour))
	})
	t.Run("lists_of_any_length", func(t *testing.T) {
		slowly(t, seeded(100), func(t *testing.T, s *slow) {
			began := time.Now()
			require.Equal(t, http.StatusOK, s.ask(t, streamOf("demobot1"), everything().with(args{"page_size": 100}).json(t)).status(t))
			require.InDelta(t, time.Minute, time.Since(began), float64(time.Microsecond))
		}, drip(time.Minute))
	})
}

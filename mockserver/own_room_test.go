package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// stuck is a client that does not read the body of its answer until it is let go.
type stuck struct {
	*httptest.ResponseRecorder
	written sync.Once
	begun   *sync.WaitGroup
	goOn    chan struct{}
}

func (s *stuck) Write(b []byte) (int, error) {
	s.written.Do(s.begun.Done)
	<-s.goOn
	return s.ResponseRecorder.Write(b)
}

// holdUp has so many clients ask and not read. They are all let go at the end, and must have got what they asked for.
func holdUp(t *testing.T, s *mockserver.Server, clients int, target string) {
	t.Helper()
	var begun, ended sync.WaitGroup
	goOn := make(chan struct{})
	all := make([]*stuck, clients)
	for i := range all {
		all[i] = &stuck{ResponseRecorder: httptest.NewRecorder(), begun: &begun, goOn: goOn}
		begun.Add(1)
		ended.Go(func() { s.ServeHTTP(all[i], httptest.NewRequest(http.MethodGet, "http://localhost"+target, nil)) })
	}
	begun.Wait()
	t.Cleanup(func() {
		close(goOn)
		ended.Wait()
		for _, one := range all {
			require.Equal(t, http.StatusOK, one.Code)
		}
	})
}

func askedOf(s *mockserver.Server, method, target string) (status int, body string) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, "http://localhost"+target, nil))
	return w.Code, w.Body.String()
}

// mostOwn is how many requests to the mock's own endpoints are served at once.
const mostOwn = 100

// TestSlowReadersOfStreams wants the mock's own endpoints served while more clients than they have places read exports slowly.
func TestSlowReadersOfStreams(t *testing.T) {
	s := mockserver.New(seeded(10))
	require.NoError(t, s.Err())
	status, body := askedOf(s, http.MethodPut, "/__understudy/snapshots/empty")
	require.Equal(t, http.StatusCreated, status, body)
	holdUp(t, s, mostOwn+1, "/__understudy/events?api=chatlayer")
	for _, target := range []string{"healthz", "readyz", "clock", "snapshots/empty/diff"} {
		status, body := askedOf(s, http.MethodGet, "/__understudy/"+target)
		require.Equal(t, http.StatusOK, status, "%s: %s", target, body)
	}
	status, body = askedOf(s, http.MethodPost, "/__understudy/reset")
	require.Equal(t, http.StatusOK, status, body)
}

// TestHealthAndResetAlwaysAnswer takes every place that the mock's own endpoints have.
func TestHealthAndResetAlwaysAnswer(t *testing.T) {
	s := mockserver.New(quiet())
	require.NoError(t, s.Err())
	holdUp(t, s, mostOwn, "/__understudy/clock")
	status, body := askedOf(s, http.MethodGet, "/__understudy/clock")
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Contains(t, body, "100 requests are in progress, which is the most at once")
	for _, target := range []string{"/__understudy/healthz", "/__understudy/readyz", "/~other/__understudy/healthz"} {
		status, body := askedOf(s, http.MethodGet, target)
		require.Equal(t, http.StatusOK, status, body)
	}
	for _, target := range []string{"/__understudy/reset", "/~other/__understudy/reset"} {
		status, body := askedOf(s, http.MethodPost, target)
		require.Equal(t, http.StatusOK, status, body)
	}
}

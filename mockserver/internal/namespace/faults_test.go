package namespace

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
)

// TestTooManyThatFaultsMakeWait has no room for any of them, so that the test needs no ten thousand.
func TestTooManyThatFaultsMakeWait(t *testing.T) {
	apis, err := Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	shared, err := Share(apis, Options{EventsPerBot: -1, Auth: AuthOff})
	require.NoError(t, err)
	shared.aside.most = 0
	n, err := shared.New(Default, Changes{}, nil)
	require.NoError(t, err)
	echo := func() *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/v1/echo", strings.NewReader(`{"message":"hello"}`))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		n.ServeHTTP(w, r)
		return w
	}
	_, err = n.Faults().Add(fault.Fault{Delay: fault.Delay{Fixed: time.Nanosecond}})
	require.NoError(t, err)
	w := echo()
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Contains(t, w.Body.String(), "faults make 0 requests wait, which is the most at once")
	require.Equal(t, "1", w.Header().Get("Retry-After"))
	shared.aside.most = 1
	for range 2 { // each gives its place back
		require.Equal(t, http.StatusOK, echo().Code)
	}
	require.Zero(t, shared.aside.taken.Load())
	require.Zero(t, shared.inProgress.taken.Load())
}

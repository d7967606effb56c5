package mockserver_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// inNamespace makes a request of one kind in a namespace, without the network.
func inNamespace(t testing.TB, mock *mockserver.Server, i int, method, target, body string) {
	t.Helper()
	r := httptest.NewRequest(method, fmt.Sprintf("/~n%d%s", i, target), strings.NewReader(body))
	r.SetBasicAuth("demo-token-id", "demo-token-secret")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestNamespacesAreCheap holds a thousand of them to what one may take.
func TestNamespacesAreCheap(t *testing.T) {
	const count = 1000
	mock := mockserver.New(mockserver.Options{Limits: mockserver.Limits{JournalBytes: mockserver.NoJournal}})
	require.NoError(t, mock.Err())
	for _, c := range []struct {
		name, method, target, body string
		most                       uint64 // bytes of each
	}{
		{"idle", http.MethodGet, "/__understudy/healthz", "", 32 << 10},
		{"read", http.MethodGet, roundList + "20", "", 96 << 10},
		{"written", http.MethodPost, roundTrack, roundEvent, 96 << 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := heap()
			for i := range count {
				inNamespace(t, mock, i, c.method, c.target, c.body)
			}
			each := (max(heap(), before) - before) / count
			t.Logf("%d bytes more each", each)
			require.Less(t, each, c.most)
			runtime.KeepAlive(mock)
		})
	}
	require.Equal(t, count, mockserver.Namespaces(mock))
}

func benchmarkNamespaces(b *testing.B, method, target, body string) {
	mock := mockserver.New(mockserver.Options{MaxNamespaces: 1 << 30, Limits: mockserver.Limits{JournalBytes: mockserver.NoJournal}})
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		inNamespace(b, mock, i, method, target, body)
		i++
	}
}

func BenchmarkNamespaceIdle(b *testing.B) {
	benchmarkNamespaces(b, http.MethodGet, "/__understudy/healthz", "")
}

func BenchmarkNamespaceFirstRead(b *testing.B) {
	benchmarkNamespaces(b, http.MethodGet, roundList+"20", "")
}

func BenchmarkNamespaceFirstWrite(b *testing.B) {
	benchmarkNamespaces(b, http.MethodPost, roundTrack, roundEvent)
}

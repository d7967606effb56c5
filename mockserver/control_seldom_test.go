package mockserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// seldom has each operation refuse what seldom comes: a body that does not arrive, and a request too many.
func (a answered) seldom(t *testing.T, all []*spec.Operation, targets map[string]string) {
	t.Helper()
	slow, few := quiet(), quiet()
	slow.Limits.BodyTimeout, few.Limits.Connections = 20*time.Millisecond, 1
	late, busy := nobody(mockserver.Start(t, slow)), nobody(mockserver.Start(t, few))
	first := busy.dial(t)
	first.write(t, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
	require.Equal(t, http.StatusOK, first.read(t, http.MethodGet).status)
	ask := func(c client, op *spec.Operation, lines string) reply {
		w := c.dial(t)
		defer func() { require.NoError(t, w.Close()) }()
		w.write(t, op.Method+" "+targets[op.ID]+" HTTP/1.1\r\nHost: localhost\r\n"+lines+"\r\n")
		return w.read(t, op.Method)
	}
	for _, op := range all {
		r := ask(busy, op, "")
		require.Equal(t, http.StatusServiceUnavailable, r.status, op.ID)
		a.by(t, op, r)
		if op.Method == http.MethodPost || op.Method == http.MethodPut {
			r = ask(late, op, "Content-Type: application/json\r\nContent-Length: 10\r\n")
			require.Equal(t, http.StatusRequestTimeout, r.status, op.ID)
			a.by(t, op, r)
		}
	}
}

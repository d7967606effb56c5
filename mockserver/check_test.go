package mockserver_test

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// slowChecks tell that they have begun and end when their context does; an order for quick ones cannot be carried out, and one that
// only reads is done at once.
type slowChecks struct {
	orders chan control.CheckOrder
	ended  chan struct{}
}

func (slowChecks) Suites() []control.CheckSuite {
	return []control.CheckSuite{{API: "inkeep", Checks: 1, Settings: []control.CheckSetting{{Name: "bearer", Value: "KEY"}}}}
}

func (c slowChecks) Run(ctx context.Context, order control.CheckOrder, tell func(event string, data any)) error {
	if order.Quick {
		return errors.Join(errors.New("no key"), errors.New("no time"))
	}
	tell("progress", map[string]int{"done": 1})
	if order.ReadOnly {
		tell("report", map[string]string{"verdict": "a\nb"})
		return errors.New("too late")
	}
	c.orders <- order
	<-ctx.Done()
	c.ended <- struct{}{}
	return nil
}

func checking(t testing.TB) (mockserver.Options, slowChecks) {
	t.Helper()
	opts, c := quiet(), slowChecks{orders: make(chan control.CheckOrder, 1), ended: make(chan struct{}, 1)}
	opts.Checks = c
	return opts, c
}

const checkPath = "/__understudy/check"

// begin begins a run, as soon as the one before is over, and returns what stops it.
func begin(t testing.TB, url string) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	for {
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+checkPath, strings.NewReader(`{"api":"inkeep"}`))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(r) //nolint:bodyclose // what is returned closes it
		require.NoError(t, err)
		line, err := bufio.NewReader(answer.Body).ReadString('\n')
		if answer.StatusCode == http.StatusConflict {
			require.NoError(t, answer.Body.Close())
			continue
		}
		require.NoError(t, err)
		require.Equal(t, "event: progress\n", line)
		return func() { cancel(); _ = answer.Body.Close() }
	}
}

// checks has the operations about checks give the answers that only a server with checks gives.
func (a answered) checks(t *testing.T, contract *spec.Contract) {
	t.Helper()
	opts, c := checking(t)
	s := mockserver.Start(t, opts)
	get, _ := contract.Operation("GetChecks")
	run, _ := contract.Operation("RunChecks")
	a.by(t, get, nobody(s).get(t, checkPath))
	a.by(t, run, nobody(s).post(t, checkPath, `{"api":"inkeep","read_only":true}`))
	stop := begin(t, s.URL)
	a.by(t, run, nobody(s).post(t, checkPath, `{"api":"inkeep"}`))
	stop()
	<-c.ended
}

func TestChecks(t *testing.T) {
	opts, c := checking(t)
	s := mockserver.Start(t, opts)
	t.Run("their_events_are_one_line_each", func(t *testing.T) {
		r := nobody(s).post(t, checkPath, `{"api":"inkeep","read_only":true}`)
		require.Equal(t, "text/event-stream", r.header.Get("Content-Type"))
		require.Equal(t, "event: progress\ndata: {\"done\":1}\n\nevent: report\ndata: {\"verdict\":\"a\\nb\"}\n\n"+
			"event: failed\ndata: {\"detail\":\"too late\"}\n\n", r.body)
	})
	t.Run("an_order_that_cannot_be_carried_out_is_refused", func(t *testing.T) {
		r := nobody(s).post(t, checkPath, `{"api":"inkeep","quick":true}`)
		require.Equal(t, http.StatusBadRequest, r.status)
		require.Contains(t, r.body, "no key; no time")
		require.Contains(t, nobody(s).post(t, checkPath, `{"api":"inkeep","quik":true}`).body, "quick")
	})
	t.Run("the_mock_itself_is_the_target_in_the_namespace_that_asks_and_who_goes_stops_the_run", func(t *testing.T) {
		for _, name := range []string{"default", "one"} {
			stop := begin(t, s.URL+"/~"+name)
			require.Equal(t, s.URL+"/~"+name, (<-c.orders).Target)
			require.Equal(t, http.StatusConflict, nobody(s).post(t, "/~two"+checkPath, `{"api":"inkeep"}`).status)
			stop()
			<-c.ended
		}
	})
	t.Run("a_server_that_stops_stops_the_run", func(t *testing.T) {
		opts, c := checking(t)
		ended := mockserver.Start(t, opts)
		defer begin(t, ended.URL)()
		ended.Close()
		<-c.ended
	})
}

// TestChecksAreForThisMachine asks from another one, without the control token and with it.
func TestChecksAreForThisMachine(t *testing.T) {
	for token, want := range map[string]int{"": http.StatusForbidden, "s3cret": http.StatusOK} {
		opts, _ := checking(t)
		opts.ControlToken = token
		body := strings.NewReader(`{"api":"inkeep","read_only":true}`)
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, checkPath, body)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		r.RemoteAddr = "192.0.2.7:1234"
		mockserver.New(opts).ServeHTTP(w, r)
		require.Equal(t, want, w.Code, w.Body)
	}
}

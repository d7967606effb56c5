package namespace_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// TestAWrongEventIsNoticed plants an event whose year has five digits, past the reader of imports.
func TestAWrongEventIsNoticed(t *testing.T) {
	event := chatlayer.TrackingEvent{ID: "x", BotID: "demobot1", Version: "LIVE", Timestamp: time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC)}
	planted := func(opts namespace.Options) (*namespace.Namespace, string, error) {
		var log bytes.Buffer
		opts.EventsPerBot, opts.Import = -1, []fixtures.Line{{Number: 3, Event: fixtures.ChatlayerEvent{TrackingEvent: event}}}
		opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
		n, err := alone(load(t), opts)
		return n, log.String(), err
	}
	t.Run("it_is_told_and_let_in", func(t *testing.T) {
		n, log, err := planted(namespace.Options{})
		require.NoError(t, err)
		require.EqualValues(t, 1, n.Shared().OwnViolations())
		require.Contains(t, log, "BUG OF THE MOCK")
		require.Contains(t, log, "12026")
	})
	t.Run("it_is_refused_in_tests", func(t *testing.T) {
		_, _, err := planted(namespace.Options{FailOnOwnViolation: true})
		require.ErrorContains(t, err, "line 3: the mock's own event breaks the contract")
	})
	t.Run("a_server_that_is_meant_to_differ_is_not_judged", func(t *testing.T) {
		n, log, err := planted(namespace.Options{FailOnOwnViolation: true, Misbehave: "auth.any-basic"})
		require.NoError(t, err)
		require.Zero(t, n.Shared().OwnViolations())
		require.Empty(t, log)
	})
}

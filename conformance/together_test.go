package conformance_test

import (
	"context"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestWhatOneCommandCannotShowIsSaid(t *testing.T) {
	t.Parallel()
	const remark = "# the check had several requests under way at once"
	var both sync.WaitGroup
	both.Add(2)
	target := at(t, func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			both.Done()
			both.Wait() // for the other
		}
	}, named("demo.a.one-by-one", func(ctx context.Context, t *conformance.T) {
		_, _ = ping(ctx, t), ping(ctx, t)
		t.Failf("it does not hold")
	}), alone("demo.b.at-once", func(ctx context.Context, t *conformance.T) {
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() { pingWith(ctx, t, "at=once") })
		}
		all.Wait()
		t.Failf("it does not hold")
	}))
	_, results := run(t, target)
	require.NotContains(t, results["demo.a.one-by-one"].Exchanges[0].Curl, remark)
	require.Contains(t, results["demo.b.at-once"].Exchanges[0].Curl, remark)
}

// Package hurry lets tests end sooner that do nothing but wait for most of their time. It is for tests only, and not for those about
// waiting itself.
package hurry

import (
	"context"
	"flag"
	"testing"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Main runs more tests beside each other than there are processors, unless -parallel says how many.
func Main(m *testing.M) {
	flag.Parse()
	if beside := flag.Lookup("test.parallel"); beside.Value.String() == beside.DefValue {
		_ = beside.Value.Set("8")
	}
	m.Run()
}

// Clock tells the machine's time, and waits a tenth of what it is told to: for targets that show later nothing but what they show at once.
func Clock() exchange.Clock { return clock{exchange.SystemClock()} }

type clock struct{ exchange.Clock }

func (c clock) Sleep(ctx context.Context, d time.Duration) error { return c.Clock.Sleep(ctx, d/10) }

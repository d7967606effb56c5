package variant

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func clocks() []Variant {
	return []Variant{
		legal("L40", "clock.ahead-90s", "The server's clock is 90 seconds ahead.", skewed(90*time.Second)),
	}
}

// skewed shows the clock's error in the Date header too.
func skewed(by time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		p.Clock = skewedClock{p.Clock, by}
		alter.OnWire(func(h http.Handler, w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", p.Clock.Now().UTC().Format(http.TimeFormat))
			h.ServeHTTP(w, r)
		})(p)
	}
}

type skewedClock struct {
	clock.Clock
	by time.Duration
}

func (c skewedClock) Now() time.Time { return c.Clock.Now().Add(c.by) }

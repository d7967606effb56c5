//go:build examination

package variant

import (
	"net/http"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedRations() []Variant {
	return []Variant{
		legal("L28", "pace.10-per-second", "More than 10 requests in a second, or 3 at once, are answered with 429 and Retry-After.",
			rationed(10, 3, func() *pipeline.Problem {
				return tooMany().With("Retry-After", "1")
			})),
		legal("", "pace.at-most-3-at-once", "A request beside three others is answered with 429.", atMostAtOnce(3)),
	}
}

func atMostAtOnce(most int64) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var now atomic.Int64
		alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
			defer now.Add(-1)
			if now.Add(1) <= most {
				next.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", jsonType)
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = w.Write([]byte(`{"message":"Too Many Requests"}`)) // a client that is gone needs no answer
		})(p)
	}
}

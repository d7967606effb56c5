package variant

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func paces() []Variant {
	return []Variant{
		legal("L27", "pace.slow-800ms", "Every answer takes 800 milliseconds.", slow(800*time.Millisecond)),
		legal("L28", "pace.20-per-second", "More than 20 requests in a second are answered with 429 and Retry-After.", limited(20)),
		legal("L29", "pace.sometimes-503", "One request in 200 is answered with 503 and Retry-After.", sometimes503),
		legal("", "pace.retry-after-date", "One request in 50 is answered with 429 and a date in Retry-After.", sometimes429),
		legal("", "pace.cold-start", "The first three requests are answered with 503 and Retry-After.", coldStart),
		legal("", "pace.stored-then-503", "One tracked event in 40 is stored and answered with 503.", storedThen503),
	}
}

func slow(delay time.Duration) alter.Decorator {
	return alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		wait(r, delay)
		next.ServeHTTP(w, r)
	})
}

// wait lets time pass, or the client go away.
func wait(r *http.Request, delay time.Duration) {
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	}
}

// limited counts the requests of everybody together, second by second.
func limited(most int) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		var second time.Duration
		var served int
		watch := startStopwatch()
		alter.BeforeAuthenticate(func(*pipeline.Call) error {
			mu.Lock()
			defer mu.Unlock()
			if now := watch().Truncate(time.Second); now != second {
				second, served = now, 0
			}
			if served++; served > most {
				return alter.Refuse(http.StatusTooManyRequests, "too many requests: got more than %d in a second; wait a second", most).
					With("Retry-After", "1")
			}
			return nil
		})(p)
	}
}

func sometimes503(p *pipeline.Pipeline) { everyNth(200, p, busyForAMoment) }

func everyNth(n uint64, p *pipeline.Pipeline, refusal func() *pipeline.Problem) {
	var served atomic.Uint64
	alter.BeforeAuthenticate(func(*pipeline.Call) error {
		if served.Add(1)%n == 0 {
			return refusal()
		}
		return nil
	})(p)
}

func busyForAMoment() *pipeline.Problem {
	return alter.Refuse(http.StatusServiceUnavailable, "the server is busy for a moment; send the request again").With("Retry-After", "1")
}

func sometimes429(p *pipeline.Pipeline) {
	everyNth(50, p, func() *pipeline.Problem {
		return alter.Refuse(http.StatusTooManyRequests, "too many requests; wait until the time in Retry-After").
			With("Retry-After", httpDate(time.Second))
	})
}

func coldStart(p *pipeline.Pipeline) {
	const refused = 3
	var served atomic.Uint64
	alter.BeforeAuthenticate(func(*pipeline.Call) error {
		if served.Add(1) <= refused {
			return busyForAMoment()
		}
		return nil
	})(p)
}

// storedThen503 stores the event and says it had no time: what was not acknowledged may be there all the same.
func storedThen503(p *pipeline.Pipeline) {
	const oneIn = 40
	var tracked atomic.Uint64
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		stored, err := next(c, t)
		if err == nil && tracked.Add(1)%oneIn == 0 {
			return chatlayerworld.Tracked{}, busyForAMoment()
		}
		return stored, err
	})(p)
}

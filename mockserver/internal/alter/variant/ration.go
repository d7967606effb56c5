package variant

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func rations() []Variant {
	return []Variant{
		legal("", "pace.no-retry-after",
			"More than 50 requests in a second, or 10 at once, are answered with 429 that does not say when to come again.",
			rationed(50, 10, tooMany)),
		legal("L27", "pace.jitter", "Answers take up to 40 milliseconds, one in 60 takes 1.2 seconds.", jitter),
		legal("", "pace.one-at-a-time", "Requests are served one after the other, each on a connection of its own.",
			alter.Together(oneAtATime, closing(0))),
	}
}

// bucket fills with so many tokens a second, up to burst. It is safe for concurrent use.
type bucket struct {
	watch     stopwatch
	perSecond float64
	burst     float64
	mu        sync.Mutex
	level     float64
	at        time.Duration
}

func newBucket(watch stopwatch, perSecond, burst float64) *bucket {
	return &bucket{watch: watch, perSecond: perSecond, burst: burst, level: burst}
}

func (b *bucket) take() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.watch()
	b.level = min(b.burst, b.level+(now-b.at).Seconds()*b.perSecond)
	b.at = now
	if b.level < 1 {
		return false
	}
	b.level--
	return true
}

func tooMany() *pipeline.Problem {
	return alter.Refuse(http.StatusTooManyRequests, "too many requests; send fewer in a second")
}

func rationed(perSecond, burst float64, refusal func() *pipeline.Problem) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		b := newBucket(startStopwatch(), perSecond, burst)
		alter.BeforeAuthenticate(func(*pipeline.Call) error {
			if !b.take() {
				return refusal()
			}
			return nil
		})(p)
	}
}

// proxyPage answers as a proxy does in front of the server.
func proxyPage(w http.ResponseWriter, status int) {
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	w.Header().Set("Server", "proxy")
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(
		w,
		"<html>\r\n<head><title>%s</title></head>\r\n<body>\r\n<center><h1>%s</h1></center>\r\n</body>\r\n</html>\r\n",
		title,
		title,
	)
}

func jitter(p *pipeline.Pipeline) {
	const most, rarely, long = 40, 60, 1200
	var served atomic.Uint64
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		n := served.Add(1)
		delay := time.Duration(alter.HashNumbers(p.Seed, n)%most) * time.Millisecond
		if n%rarely == 0 {
			delay = long * time.Millisecond
		}
		wait(r, delay)
		next.ServeHTTP(w, r)
	})(p)
}

func oneAtATime(p *pipeline.Pipeline) {
	var mu sync.Mutex
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		next.ServeHTTP(w, r)
	})(p)
}

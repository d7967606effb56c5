package variant

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func caches() []Variant {
	return []Variant{
		legal("", "cache.get-1s", "An answer to GET is given again for a second to whoever sends the same request.",
			cachedFor(startStopwatch, time.Second)),
	}
}

// kept is an answer in a cache.
type kept struct {
	answer *alter.Held
	at     time.Duration
}

// cache knows answers by what they depend on. It is emptied when it is full.
type cache struct {
	watch   stopwatch
	life    time.Duration
	mu      sync.Mutex
	answers map[string]kept
}

const keptAnswers = 2000

func cachedFor(start func() stopwatch, life time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		c := &cache{watch: start(), life: life, answers: map[string]kept{}}
		alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet || r.ContentLength != 0 {
				next.ServeHTTP(w, r)
				return
			}
			key := keyOf(r)
			if was, there := c.find(key); there {
				w.Header().Set("Age", strconv.Itoa(int((c.watch() - was.at).Seconds())))
				was.answer.SendAgain(w)
				return
			}
			h := alter.Hold(next, w, r)
			if h.Status == http.StatusOK && h.Body.Len() > 0 && !faulty(r) {
				c.keep(key, h)
			}
			h.Send()
		})(p)
	}
}

// faulty reports whether a request was given a fault, which is for that one alone.
func faulty(r *http.Request) bool {
	c := pipeline.CallOf(r)
	return c != nil && c.Fault != ""
}

// keyOf has everything that the answer to a GET depends on here.
func keyOf(r *http.Request) string {
	parts := []string{r.RequestURI}
	for _, name := range []string{"Authorization", "Accept", "Accept-Encoding", "Origin"} {
		parts = append(parts, strings.Join(r.Header.Values(name), ","))
	}
	return strings.Join(parts, "\n")
}

func (c *cache) find(key string) (kept, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	was, there := c.answers[key]
	return was, there && c.watch()-was.at < c.life
}

func (c *cache) keep(key string, h *alter.Held) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.answers) >= keptAnswers {
		clear(c.answers)
	}
	c.answers[key] = kept{h, c.watch()}
}

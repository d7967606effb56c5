package wire

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// slowest is the rate below which the budget never falls, in requests per second.
const slowest = 4

// longestPause is the longest wait that the budget grants a target that asks for one.
const longestPause = 30 * time.Second

// budget limits how many requests are sent each second, and listens when the target asks for less.
type budget struct {
	clock   Clock
	limiter *rate.Limiter

	mu     sync.Mutex
	until  time.Time // nothing is sent before
	slowed time.Time // when the rate was last cut
}

func newBudget(perSecond float64, clock Clock) *budget {
	return &budget{clock: clock, limiter: rate.NewLimiter(rate.Limit(perSecond), max(1, int(perSecond/10)))}
}

// wait returns when one more request may be sent.
func (b *budget) wait(ctx context.Context) error {
	for {
		if err := b.rest(ctx); err != nil {
			return err
		}
		now := b.clock.Now()
		if err := b.clock.Sleep(ctx, b.limiter.ReserveN(now, 1).DelayFrom(now)); err != nil {
			return err
		}
		if b.pause() <= 0 {
			return nil
		}
		// The target asked for a pause meanwhile. Whoever waited takes a new turn after it, at the rate that holds then.
	}
}

// rest waits until no pause is left. A pause may grow meanwhile.
func (b *budget) rest(ctx context.Context) error {
	for {
		pause := b.pause()
		if err := b.clock.Sleep(ctx, pause); err != nil || pause <= 0 {
			return err
		}
	}
}

// pause is how long nothing may be sent from now on.
func (b *budget) pause() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.until.Sub(b.clock.Now())
}

// busy notes that the target answered 429 or 503: everybody waits as long as it says, and goes on more slowly after a 429.
func (b *budget) busy(status int, h http.Header, attempt int) {
	now := b.clock.Now()
	pause := retryAfter(h, now)
	if pause < 0 {
		pause = 100 * time.Millisecond << min(attempt, 5)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if until := now.Add(min(pause, longestPause)); status == http.StatusTooManyRequests && until.After(b.until) {
		b.until = until
	}
	if status == http.StatusTooManyRequests && now.Sub(b.slowed) > 200*time.Millisecond {
		b.slowed = now
		b.limiter.SetLimitAt(now, max(slowest, b.limiter.Limit()/2))
		b.limiter.SetBurstAt(now, 1)
	}
}

// retryAfter reads the header Retry-After, in seconds or as a date; -1 if there is none that can be read.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(text); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, int(time.Hour.Seconds()))) * time.Second // more is never waited for
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return -1
}

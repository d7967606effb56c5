package exchange

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// slowest is the rate below which the budget never falls by itself, in requests per second.
const slowest = 4

// longestPause is the longest wait that the budget grants a target that asks for one.
const longestPause = 30 * time.Second

// tooMuch is how much strain slows the budget down: a busy answer adds strainOfBusy, any other takes one away. A target that
// is busy once in a while is no slower for it, one that is busy every few requests is.
const (
	tooMuch      = 12
	strainOfBusy = 8
)

// relief is how long a slowed budget goes on at its rate before it tries a faster one.
const relief = 2 * time.Second

// budget limits how many requests are sent each second, and listens when the target asks for less.
type budget struct {
	clock   Clock
	limiter *rate.Limiter
	asked   rate.Limit // the rate that the user allows

	mu     sync.Mutex
	until  time.Time // nothing is sent before
	cut    time.Time // when the rate was last cut
	calm   time.Time // when the target was last busy, or the rate last raised
	warned bool      // the target has answered 429
	strain int
}

func newBudget(perSecond float64, clock Clock) *budget {
	asked := rate.Limit(perSecond)
	return &budget{clock: clock, asked: asked, limiter: rate.NewLimiter(asked, burst(asked))}
}

// burst is how many requests may be sent at once: those of a tenth of a second.
func burst(r rate.Limit) int { return max(1, int(r/10)) }

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

// heed notes an answer. After a 429 everybody waits as long as it says, and the first one halves the rate; so do busy answers
// that come again and again. A target that has time again is asked a little faster every while.
func (b *budget) heed(x *Exchange) {
	now := b.clock.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !x.Busy() {
		if x.Status != 0 {
			b.relax(now)
		}
		return
	}
	b.strain, b.calm = b.strain+strainOfBusy, now
	first := false
	if x.Status == http.StatusTooManyRequests {
		b.rein(now, x)
		first, b.warned = !b.warned, true
	}
	if first || b.strain >= tooMuch && now.Sub(b.cut) > 200*time.Millisecond {
		b.cut, b.strain = now, 0
		b.limiter.SetLimitAt(now, max(min(slowest, b.asked), b.limiter.Limit()/2))
		b.limiter.SetBurstAt(now, 1)
	}
}

// rein makes everybody wait as long as a 429 says.
func (b *budget) rein(now time.Time, x *Exchange) {
	pause := RetryAfter(x.Header, now)
	if pause < 0 {
		pause = 100 * time.Millisecond << min(x.Attempts, 5)
	}
	if until := now.Add(min(pause, longestPause)); until.After(b.until) {
		b.until = until
	}
}

func (b *budget) relax(now time.Time) {
	b.strain = max(0, b.strain-1)
	if limit := b.limiter.Limit(); limit < b.asked && now.Sub(b.calm) > relief {
		b.calm = now
		b.limiter.SetLimitAt(now, min(b.asked, limit*1.2))
		if limit*1.2 >= b.asked {
			b.limiter.SetBurstAt(now, burst(b.asked))
		}
	}
}

// RetryAfter reads the header Retry-After, in seconds or as a date; -1 if there is none that can be read. No number of seconds is
// more than an hour, since nobody waits longer.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return time.Duration(min(seconds, 3600)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return -1
}

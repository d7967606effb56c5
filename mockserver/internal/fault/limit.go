package fault

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// tell sets the fields that tell of a rate, refused or not.
// Source: draft-ietf-httpapi-ratelimit-headers-10, 3 and 4; RFC 9110, 10.2.3.
func (a *active) tell(h http.Header, now time.Time, refused bool) {
	r, tokens := a.Rate, max(0, a.bucket.TokensAt(now))
	missing := float64(r.Burst) - tokens // until the bucket is full
	if refused {
		missing = 1 - tokens // until the next request may pass, which Retry-After says too
	}
	until := strconv.FormatInt(seconds(missing, r), 10)
	h.Add("RateLimit-Policy", fmt.Sprintf("%q;q=%d;w=%d", a.id, r.Burst, max(1, seconds(float64(r.Burst), r))))
	if !refused {
		h.Add("RateLimit", fmt.Sprintf("%q;r=%d;t=%s", a.id, int64(tokens), until))
		return
	}
	h.Add("RateLimit", fmt.Sprintf("%q;r=0;t=%s", a.id, until))
	h.Set("Retry-After", until)
}

// seconds are how many it takes for tokens to come, rounded up.
func seconds(tokens float64, r *Rate) int64 {
	const most = 1 << 31 // what readers of the fields can be trusted with
	return int64(min(most, math.Ceil(tokens/r.PerSecond)))
}

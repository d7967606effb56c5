package hostile

import (
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// Accidents are servers that are as good as those which next makes, but one fails one request in 50, and two refuse everybody for a
// while, long or short, after each Authorization that is none of the good ones.
func Accidents(next func() http.Handler, good ...string) map[string]http.Handler {
	return map[string]http.Handler{
		"one_in_50_fails":            stumbling(50, next()),
		"wrong_secrets_lock":         locking(300*time.Millisecond, next(), good...),
		"wrong_secrets_lock_shortly": locking(20*time.Millisecond, next(), good...),
	}
}

// stumbling is a server that answers each n-th request with 500, whatever it asks.
func stumbling(n int64, next http.Handler) http.Handler {
	var came atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1)%n == 0 {
			status(http.StatusInternalServerError, nil).ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// locking is a server that refuses everybody for a while after each Authorization that is none of the good ones.
func locking(lasts time.Duration, next http.Handler, good ...string) http.Handler {
	var locks atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header.Get("Authorization")
		if given != "" && !slices.Contains(good, given) {
			locks.Add(1)
			time.AfterFunc(lasts, func() { locks.Add(-1) })
		}
		if given != "" && locks.Load() > 0 {
			status(http.StatusUnauthorized, nil).ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

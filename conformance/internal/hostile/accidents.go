package hostile

import (
	"net/http"
	"slices"
	"sync/atomic"
	"time"
)

// Stumbling is a server that answers each n-th request with 500, whatever it asks.
func Stumbling(n int64, next http.Handler) http.Handler {
	var came atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if came.Add(1)%n == 0 {
			status(http.StatusInternalServerError, nil).ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Locking is a server that refuses everybody for a while after each Authorization that is none of the good ones.
func Locking(lasts time.Duration, next http.Handler, good ...string) http.Handler {
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

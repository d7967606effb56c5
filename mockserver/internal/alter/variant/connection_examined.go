//go:build examination

package variant

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedConnections() []Variant {
	return []Variant{
		legal("L30", "proxy.body-at-most-2-mib",
			"A proxy answers a body that is announced with more than 2 MiB with 413 and a page of HTML.",
			alter.OnWire(shortBodies)),
	}
}

func shortBodies(next http.Handler, w http.ResponseWriter, r *http.Request) {
	const most = 2 << 20
	if r.ContentLength <= most {
		next.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Connection", "close")
	proxyPage(w, http.StatusRequestEntityTooLarge)
}

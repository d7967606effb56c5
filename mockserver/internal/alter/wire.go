package alter

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// OnWire stands around everything, both APIs included.
func OnWire(serve func(next http.Handler, w http.ResponseWriter, r *http.Request)) Decorator {
	return func(p *pipeline.Pipeline) {
		inner := p.Transport
		p.Transport = func(next http.Handler) http.Handler {
			next = inner(next)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { serve(next, w, r) })
		}
	}
}

// OnHeld changes whole answers, headers included.
func OnHeld(change func(h *Held, r *http.Request)) Decorator {
	return Deliver(func(h *Held, r *http.Request) {
		change(h, r)
		h.Send()
	})
}

// Deliver sends whole answers in another way.
func Deliver(send func(h *Held, r *http.Request)) Decorator {
	return OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) { send(Hold(next, w, r), r) })
}

package misbehave

import (
	"net"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// swapPipelined serves a connection by itself. Of two requests that have come at once it answers the second first, as a server does
// that hands each to a worker and sends whatever is done.
func swapPipelined(next http.Handler, w http.ResponseWriter, r *http.Request) {
	body := readAll(r)
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		next.ServeHTTP(w, withBody(r, body))
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Time{}) // what the server had set is over
	idle := time.AfterFunc(2*time.Second, func() { conn.Close() })
	defer idle.Stop()
	for request := r; ; {
		a := alter.Hold(next, &unsent{w.Header().Clone()}, withBody(request, body))
		if rw.Reader.Buffered() > 0 {
			second, err := http.ReadRequest(rw.Reader)
			if err != nil {
				return
			}
			second.RemoteAddr = r.RemoteAddr
			body := readAll(second)
			sendByHand(conn, alter.Hold(next, &unsent{http.Header{}}, withBody(pipeline.CallOf(r).Next(second), body)), second)
		}
		sendByHand(conn, a, request)
		if request, err = http.ReadRequest(rw.Reader); err != nil {
			return
		}
		request.RemoteAddr, body = r.RemoteAddr, readAll(request)
		request = pipeline.CallOf(r).Next(request)
		idle.Reset(2 * time.Second)
	}
}

// unsent is where the header of an answer is made that another writer sends.
type unsent struct{ header http.Header }

func (u *unsent) Header() http.Header { return u.header }

func (u *unsent) WriteHeader(int) {}

func (u *unsent) Write(b []byte) (int, error) { return len(b), nil }

func sendByHand(conn net.Conn, a *alter.Held, r *http.Request) {
	_ = a.WriteByHand(conn, a.StatusLine(), r.Method != http.MethodHead) // a client that went away misses nothing
}

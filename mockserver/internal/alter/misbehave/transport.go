package misbehave

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func transports() []Misbehaviour {
	return area("transport",
		breaks("transport.body-left", 3,
			"The unread body of a refused POST is taken for the next request on the connection.",
			"CHL-HTTP-2 INK-HTTP-2 CHL-OPS-3 INK-AUTH-13", alter.OnWire(leaveBody)),
		breaks("transport.chunked-is-empty", 3, "A body sent in chunks is read as empty.", "CHL-HTTP-5 INK-HTTP-5 CHL-OPS-9 INK-BODY-1",
			reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
				err := next(w, r, c)
				if r.ContentLength < 0 {
					c.Sent = nil
				}
				return err
			})),
		breaks("transport.no-allow", 2, "A 405 has no Allow header.", "CHL-HTTP-4 INK-HTTP-4 CHL-TRN-5 INK-TRN-1",
			alter.OnProblem(withoutHeader("Allow"))),
		breaks("transport.cut-above-16k", 3,
			"Answers above 16 kB end early, although Content-Length announces all of them.",
			"CHL-HTTP-1 INK-HTTP-1 CHL-OPS-10", alter.OnWire(cutAnswer)),
		breaks("transport.bom", 2, "Answers begin with a byte order mark.", "CHL-NEG-3 INK-NEG-3 CHL-OPS-5 INK-SCH-2",
			alter.OnAnswer(func(_ *pipeline.Call, a *pipeline.Answer) {
				a.Body = append([]byte("\xEF\xBB\xBF"), a.Body...)
			})),
		breaks("transport.answer-twice", 2, "The answer to a tracked event holds its JSON object twice.", "CHL-NEG-3 CHL-TRK-1 CHL-OPS-5",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if c.Is(alter.TrackEvent) {
					a.Body = append(bytes.Clone(a.Body), a.Body...)
				}
			})),
		breaks("transport.refusal-repeats", 4,
			"After a refusal, the next request on the connection gets the same refusal again.",
			"CHL-HTTP-2 INK-HTTP-2 CHL-OPS-1 CHL-OPS-2", repeatRefusal),
		breaks("transport.some-are-500", 3, "Every sixtieth list is answered with 500.", "CHL-OPS-1 CHL-OPS-2 CHL-ROB-1", some500),
		breaks("transport.read-hides", 4,
			"An event that a list by event and user_id showed is missing from such lists for 80 ms, as if taken from a queue.",
			"CHL-HTTP-11 CHL-LAW-1", hideRead),
	)
}

// leaveBody answers by hand where the body was not read. The next request meets what was left, as a server would that goes
// on reading where it stopped.
func leaveBody(next http.Handler, w http.ResponseWriter, r *http.Request) {
	body := &countedBody{ReadCloser: r.Body}
	if r.Method != http.MethodPost || r.ContentLength <= 0 {
		next.ServeHTTP(w, r)
		return
	}
	r.Body = body
	a := alter.Hold(next, w, r)
	left := r.ContentLength - body.n
	if a.Status < http.StatusBadRequest || left <= 0 {
		a.Send()
		return
	}
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		a.Send()
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Time{}) // what the server had set is over
	defer time.AfterFunc(2*time.Second, func() { conn.Close() }).Stop()
	if a.WriteByHand(conn, a.StatusLine(), true) != nil {
		return
	}
	if _, err := io.CopyN(io.Discard, rw, left); err != nil {
		return
	}
	if _, err := rw.Peek(1); err == nil {
		fmt.Fprint(conn, "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n400 Bad Request")
	}
}

type countedBody struct {
	io.ReadCloser
	n int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	return n, err
}

// cutAnswer leaves Content-Length as it was, so that the connection ends in the middle.
func cutAnswer(next http.Handler, w http.ResponseWriter, r *http.Request) {
	a := alter.Hold(next, w, r)
	if a.Status != http.StatusOK || a.Body.Len() <= 16<<10 || r.Method == http.MethodHead {
		a.Send()
		return
	}
	sendPart(a, 16<<10)
}

// sendPart sends so much of an answer; the server closes the connection, as the rest is missing.
func sendPart(a *alter.Held, length int) {
	a.Begin()
	_, _ = io.CopyN(a.ResponseWriter, &a.Body, int64(length)) // a client that went away misses nothing
}

func repeatRefusal(p *pipeline.Pipeline) {
	refusals := alter.NewMemory[*alter.Held]()
	alter.OnWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if again, there := refusals.Take(r.RemoteAddr); there {
			again.SendAgain(w)
			return
		}
		a := alter.Hold(next, w, r)
		if a.Status >= http.StatusBadRequest {
			refusals.Put(r.RemoteAddr, a)
		}
		a.Send()
	})(p)
}

func some500(p *pipeline.Pipeline) {
	var count atomic.Int64
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if count.Add(1)%60 == 0 {
			return chatlayersteps.Page{}, alter.Refuse(http.StatusInternalServerError, "try again")
		}
		return next(l)
	})(p)
}

package misbehave

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func transports() []Mutant {
	return area("transport",
		mutant("transport.body-left", 3, "The body of a refused POST is left on the connection and read as the next request.", "CHL-OPS-3 INK-AUTH-13 CHL-HTTP-2 INK-HTTP-2", onWire(leaveBody)),
		mutant("transport.chunked-is-empty", 3, "A chunked body is read as empty.", "CHL-OPS-9 INK-BODY-1 CHL-HTTP-5 INK-HTTP-5", reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
			err := next(w, r, c)
			if r.ContentLength < 0 {
				c.Sent = nil
			}
			return err
		})),
		mutant("transport.chunked-last-lost", 4, "Of a chunked body above 64 kB the end is lost.", "CHL-OPS-9 INK-BODY-1 CHL-HTTP-5 INK-HTTP-5", reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
			err := next(w, r, c)
			if r.ContentLength < 0 && len(c.Sent) > 64<<10 {
				c.Sent = c.Sent[:64<<10]
			}
			return err
		})),
		mutant("transport.no-allow", 2, "A 405 has no Allow.", "CHL-TRN-5 INK-TRN-1 CHL-HTTP-4 INK-HTTP-4", onProblem(withoutHeader("Allow"))),
		mutant("transport.cut-above-16k", 3, "Answers above 16 kB are cut off with the length they should have.", "CHL-OPS-10 CHL-HTTP-1 INK-HTTP-1", onWire(cutAnswer)),
		mutant("transport.bom", 2, "Answers begin with a byte order mark.", "CHL-OPS-5 INK-SCH-2 CHL-NEG-3 INK-NEG-3", onAnswer(func(_ *pipeline.Call, a *pipeline.Answer) {
			a.Body = append([]byte("\xEF\xBB\xBF"), a.Body...)
		})),
		mutant("transport.answer-twice", 2, "A tracked event's answer stands in the body twice.", "CHL-TRK-1 CHL-OPS-5 CHL-NEG-3", onAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if c.Is(track) {
				a.Body = append(bytes.Clone(a.Body), a.Body...)
			}
		})),
		mutant("transport.refusal-repeats", 4, "After a refusal the next answer on the connection is that refusal again.", "CHL-OPS-1 CHL-OPS-2 CHL-HTTP-2 INK-HTTP-2", repeatRefusal),
		mutant("transport.some-are-500", 3, "Every sixtieth list is answered with 500.", "CHL-OPS-1 CHL-OPS-2 CHL-ROB-1", some500),
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
	a := record(next, w, r)
	left := r.ContentLength - body.n
	if a.status < http.StatusBadRequest || left <= 0 {
		a.send(w, a.body.Bytes())
		return
	}
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		a.send(w, a.body.Bytes())
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Time{}) // what the server had set is over
	defer time.AfterFunc(2*time.Second, func() { conn.Close() }).Stop()
	a.header.Set("Content-Length", strconv.Itoa(a.body.Len()))
	fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\n", a.status, http.StatusText(a.status))
	_ = a.header.Write(conn)
	fmt.Fprintf(conn, "\r\n%s", a.body.Bytes())
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
	a := record(next, w, r)
	whole := a.body.Bytes()
	if a.status != http.StatusOK || len(whole) <= 16<<10 || r.Method == http.MethodHead {
		a.send(w, whole)
		return
	}
	a.cut(w, 16<<10)
}

// cut sends so much of an answer; the server closes the connection, as the rest is missing.
func (a *recorded) cut(w http.ResponseWriter, length int) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes()[:length])
}

func repeatRefusal(p *pipeline.Pipeline) {
	refusals := newMemory[*recorded]()
	onWire(func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if again, there := refusals.take(r.RemoteAddr); there {
			again.send(w, again.body.Bytes())
			return
		}
		a := record(next, w, r)
		if a.status >= http.StatusBadRequest {
			refusals.put(r.RemoteAddr, a)
		}
		a.send(w, a.body.Bytes())
	})(p)
}

func some500(p *pipeline.Pipeline) {
	var count atomic.Int64
	aroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		if count.Add(1)%60 == 0 {
			return pipeline.Page{}, &pipeline.Problem{Status: http.StatusInternalServerError, Detail: "try again"}
		}
		return next(l)
	})(p)
}

package misbehave

import (
	"html"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// httpForms get wrong what HTTP says about the form of requests and answers.
func httpForms() []Misbehaviour {
	return area("transport",
		breaks("transport.head-with-body", 3, "An answer to HEAD has a body.", "CHL-HTTP-3 INK-HTTP-3", alter.OnWire(bodyOfHead)),
		breaks("transport.late-body-lost", 4, "The part of a body that arrives after a pause of 50 ms is lost.", "CHL-HTTP-6 INK-HTTP-6",
			loseLate),
		breaks("transport.expect-is-empty", 4, "The body of a request with Expect: 100-continue is read as empty.", "CHL-HTTP-7 INK-HTTP-7",
			reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
				if r.Header.Get("Expect") != "" {
					return nil
				}
				return next(w, r, c)
			})),
		breaks("transport.small-escapes-literal", 4, "Percent-escapes in lower case, such as %3a, are not decoded.", "CHL-HTTP-10",
			alter.ChangeSent(literalEscapes)),
		breaks("transport.html-page", 2, "A client that accepts HTML gets its answer as an HTML page.", "CHL-OPS-6 INK-SCH-2",
			alter.OnWire(asPage)),
		breaks("transport.path-in-header", 3,
			"Path and query are copied into a response header, line feeds included: header injection.",
			"CHL-ROB-4 INK-ROB-4", alter.OnWire(copyLines)),
	)
}

// bodyOfHead writes by hand, as net/http lets no body through.
func bodyOfHead(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodHead {
		next.ServeHTTP(w, r)
		return
	}
	a := alter.Hold(next, w, r)
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		a.Send()
		return
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Time{}) // what the server had set is over
	a.Header().Set("Connection", "close")
	_ = a.WriteByHand(conn, a.StatusLine(), true) // a client that went away misses nothing
}

// loseLate ends bodies early.
func loseLate(p *pipeline.Pipeline) {
	reading(func(next readBody, w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
		r.Body = &hastyBody{ReadCloser: r.Body, clock: p.Clock}
		return next(w, r, c)
	})(p)
}

// hastyBody ends at the first pause.
type hastyBody struct {
	io.ReadCloser
	clock clock.Clock
	last  time.Time
	over  bool
}

func (b *hastyBody) Read(into []byte) (int, error) {
	if b.over {
		return 0, io.EOF
	}
	n, err := b.ReadCloser.Read(into)
	now := b.clock.Now()
	if !b.last.IsZero() && now.Sub(b.last) > 50*time.Millisecond {
		b.over = true
		return 0, io.EOF
	}
	b.last = now
	return n, err
}

var escapes = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

func literalEscapes(c *pipeline.Call) {
	if !alter.IsList(c) {
		return
	}
	c.RawQuery = escapes.ReplaceAllStringFunc(c.RawQuery, func(escape string) string {
		if escape != strings.ToUpper(escape) {
			return "%25" + escape[1:]
		}
		return escape
	})
}

// asPage shows a good answer to people, as frameworks do that think of browsers first.
func asPage(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.Header.Get("Accept"), "text/html") {
		next.ServeHTTP(w, r)
		return
	}
	a := alter.Hold(next, w, r)
	if a.Status == http.StatusOK {
		a.Header().Set("Content-Type", "text/html; charset=utf-8")
		a.SetBody([]byte("<!DOCTYPE html><html><body><pre>" + html.EscapeString(a.Body.String()) + "</pre></body></html>"))
	}
	a.Send()
}

var injected = regexp.MustCompile(`\r\n([A-Za-z-]+):[ \t]*([^\r\n]*)`)

// copyLines adds the headers that a client smuggled into the path or the query.
func copyLines(next http.Handler, w http.ResponseWriter, r *http.Request) {
	for _, line := range injected.FindAllStringSubmatch(r.URL.Path+"?"+unescaped(r.URL.RawQuery), -1) {
		w.Header().Set(line[1], line[2])
	}
	next.ServeHTTP(w, r)
}

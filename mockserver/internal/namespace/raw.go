package namespace

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
	"github.com/understudy-mock/understudy/mockserver/internal/wire/framing"
	"github.com/understudy-mock/understudy/spec"
)

// RefuseRaw writes a whole HTTP response in the shape of the API that the request was for.
func (n *Namespace) RefuseRaw(seen wire.Sighted) []byte {
	c := n.sighted(seen)
	switch {
	case seen.Defect.Foreign():
		c.Stray = "another protocol"
	case seen.BrokenOff:
		c.Stray = "half a request"
	}
	ans := n.unrouted(n.named(c.API), c, n.rawProblem(seen))
	n.record(c, ans.Status)
	if seen.Defect == framing.TLS {
		n.log.Warn("a TLS handshake came to a plain HTTP port: use http://, not https://", "remote", seen.Remote)
	}
	raw := n.writeRaw(c, ans)
	n.keepRaw(c, ans, raw)
	return raw
}

// Stray counts a connection that came of no client, and that nobody hears an answer on.
func (n *Namespace) Stray(why string, seen wire.Sighted) {
	c := n.sighted(seen)
	n.stray(why, c)
	n.keepRaw(c, pipeline.Answer{}, nil)
}

// sighted is the call that a request which no handler sees would have been.
func (n *Namespace) sighted(seen wire.Sighted) *pipeline.Call {
	method, path := RequestLine(seen.First)
	c := n.newCall(n.clock.Now(), method, withoutPrefix(path))
	if !meansOwn(c.Target) && !controlapi.IsIndex(method, c.Target) {
		n.watch(c)
	}
	c.Remote, c.Authorized = seen.Remote, seen.Authorized
	_, target, _ := strings.Cut(seen.First, " ")
	target, _, _ = strings.Cut(target, " ")
	_, c.RawQuery, _ = strings.Cut(strings.TrimRight(target, "\r\n"), "?")
	return c
}

// keepRaw puts a request that no handler sees into the journal, as far as it is known, with the answer that was written, if one was.
func (n *Namespace) keepRaw(c *pipeline.Call, ans pipeline.Answer, raw []byte) {
	if !c.Watched {
		return
	}
	c.Status = ans.Status
	n.count(c, nil)
	var header http.Header
	if answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil); err == nil {
		header = answer.Header
		header.Set("Connection", "close") // which is taken out
		_ = answer.Body.Close()           // it is in memory
	}
	n.keep(c, ans.Status, header, journal.Text(ans.Body))
}

func (n *Namespace) writeRaw(c *pipeline.Call, ans pipeline.Answer) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n",
		ans.Status, http.StatusText(ans.Status), ans.ContentType, len(ans.Body))
	if c.API != n.control.name && n.opts.CORSOrigins.Any() {
		b.WriteString("Access-Control-Allow-Origin: *\r\n")
	}
	for _, header := range []http.Header{n.stamp, ans.Header} {
		for name := range header {
			fmt.Fprintf(&b, "%s: %s\r\n", name, header.Get(name))
		}
	}
	fmt.Fprintf(&b, "Date: %s\r\nUnderstudy-Request-Id: %s\r\n", httpDate(c.At), c.RequestID)
	if n := len(c.Violations); n > 0 {
		fmt.Fprintf(&b, "Understudy-Violations: %d; id=%s\r\n", n, c.RequestID)
	}
	fmt.Fprintf(&b, "\r\n%s", ans.Body)
	return b.Bytes()
}

// rawProblem says what is wrong with a request that no handler sees.
func (n *Namespace) rawProblem(seen wire.Sighted) *pipeline.Problem {
	switch {
	case seen.Status == http.StatusRequestHeaderFieldsTooLarge:
		return headerTooLarge(n.opts.Limits.HeaderBytes)
	case seen.Defect == framing.Unwanted:
		return n.tooMany(fmt.Sprintf("%d connections are open", n.opts.Limits.Connections),
			"use connections again, or start it with a larger --max-connections")
	}
	status, v := seen.Status, spec.Violation{
		Rule: spec.RuleRouteUnknown, Side: spec.SideRequest, In: spec.InRoute, Got: "what is no HTTP request",
		Expected: "a request line and headers as in RFC 9112", Fix: "check line ends, the path's percent-encoding and Host",
	}
	switch {
	case seen.Defect != framing.NoDefect:
		status = framingDefect(seen.Defect, &v)
	case seen.BrokenOff:
		v.Got = "a request that broke off"
	case seen.Status == http.StatusExpectationFailed:
		v.Rule, v.In, v.Name, v.Got = spec.RuleHeaderValue, spec.InHeader, "Expect", "an expectation that nobody knows"
		v.Expected, v.Fix = "100-continue or no Expect", "leave the header out"
	}
	return pipeline.Broken(status, v)
}

// framingDefect completes a violation with what the connection showed, and gives the status.
// Source: RFC 9112, sections 6.1 to 6.3.
func framingDefect(f framing.Defect, v *spec.Violation) (status int) {
	header := func(name, got, expected, fix string) {
		v.Rule, v.In, v.Name, v.Got, v.Expected, v.Fix = spec.RuleHeaderValue, spec.InHeader, name, got, expected, fix
	}
	const (
		length, coding = "Content-Length", "Transfer-Encoding"
		oneOfThem      = "send Content-Length alone, or Transfer-Encoding: chunked alone"
	)
	switch f {
	case framing.LengthAndCoding:
		header(coding, "Content-Length beside it", "one of the two (RFC 9112, 6.1)", oneOfThem)
	case framing.CodingTooNew:
		header(coding, "it in an HTTP/1.0 request", "no transfer codings before HTTP/1.1", "send HTTP/1.1, or Content-Length")
	case framing.BadCoding:
		header(coding, "codings that do not end in one chunked", "chunked", oneOfThem)
	case framing.UnknownCoding:
		header(coding, "another coding beside chunked", "chunked", oneOfThem)
		return http.StatusNotImplemented
	case framing.BadLength:
		header(length, "no number, or several that differ", "one whole number", "send the length of the body in bytes, once")
	case framing.Folded:
		header(coding+" or "+length, "a value over several lines", "a value on one line", "put the header on one line")
	case framing.TLS:
		v.Got, v.Expected, v.Fix = "a TLS handshake came to a plain HTTP port", "plain HTTP/1.1", "use http:// instead of https://"
	case framing.HTTP2:
		v.Got, v.Expected, v.Fix = "HTTP/2 came to a plain HTTP/1.1 port", "plain HTTP/1.1", "let the client speak HTTP/1.1"
		return http.StatusHTTPVersionNotSupported
	case framing.Proxy:
		v.Got, v.Expected, v.Fix = "the PROXY protocol came to a plain HTTP port", "plain HTTP/1.1",
			"turn it off in the load balancer (send-proxy)"
	}
	return http.StatusBadRequest
}

// withoutPrefix takes off what names a namespace.
func withoutPrefix(path string) string {
	if behind, named := strings.CutPrefix(path, "/~"); named {
		_, rest, _ := strings.Cut(behind, "/")
		return "/" + rest
	}
	return path
}

// RequestLine reads what it can of a request that may be broken.
func RequestLine(first string) (method, path string) {
	fields := strings.Fields(first)
	if len(fields) < 2 {
		return "", ""
	}
	target := fields[1]
	if i := strings.Index(target, "://"); i > 0 { // the absolute form, as proxies get it
		target = target[i+len("://"):]
		target = target[max(0, strings.IndexByte(target, '/')):]
	}
	if !strings.HasPrefix(target, "/") {
		return "", ""
	}
	path, _, _ = strings.Cut(target, "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	return pipeline.Shorten(strings.ToValidUTF8(fields[0], "?")), pipeline.Shorten(strings.ToValidUTF8(path, "?"))
}

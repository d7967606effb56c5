package misbehave

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func negotiation() []Misbehaviour {
	return area("negotiation",
		breaks("negotiation.charset-refused", 3, "A Content-Type with a charset parameter is refused with 415.", "CHL-TRN-2 INK-BODY-3",
			refusePosts(http.StatusUnsupportedMediaType, func(c *pipeline.Call) bool {
				return strings.Contains(strings.ToLower(c.Header.Get("Content-Type")), "charset")
			})),
		breaks("negotiation.type-case", 3, "A Content-Type with capitals, such as Application/JSON, is refused with 415.",
			"CHL-NEG-6 INK-NEG-6", refusePosts(http.StatusUnsupportedMediaType, func(c *pipeline.Call) bool {
				return !strings.HasPrefix(c.Header.Get("Content-Type"), "application/json")
			})),
		breaks("negotiation.accept-needed", 3, "Inkeep: a request without an Accept header is refused with 406.", "INK-CLI-1 INK-NEG-1",
			refuseCalls(http.StatusNotAcceptable, func(c *pipeline.Call) bool {
				return c.Is(alter.LogEvent) && c.Header.Get("Accept") == ""
			})),
		breaks("negotiation.accept-any-refused", 3, "A request with Accept: */* is refused with 406.",
			"CHL-NEG-1 INK-NEG-1 CHL-TRN-10 INK-CLI-1", refuseCalls(http.StatusNotAcceptable, func(c *pipeline.Call) bool {
				return c.Header.Get("Accept") == "*/*"
			})),
		breaks("negotiation.agent-refused", 3, "A request whose User-Agent is not a browser's is refused with 403.", "INK-SDK-1",
			refuseCalls(http.StatusForbidden, func(c *pipeline.Call) bool {
				return strings.HasPrefix(strings.ToLower(c.Header.Get("User-Agent")), "speakeasy-sdk")
			})),
		breaks("negotiation.gzip-cut", 4, "Compressed answers above 32 kB end early.", "CHL-NEG-2 INK-NEG-2 CHL-OPS-10",
			alter.OnWire(zipped(func(r *http.Request) bool {
				return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
			}, 32<<10))),
		breaks("negotiation.utf8-raw", 3,
			"Bytes that are not UTF-8 are accepted and come back as they were sent.",
			"CHL-ROB-2 INK-ROB-2 CHL-OPS-5 CHL-ERR-3", rawBytes),
		breaks("negotiation.latin-1", 3,
			"Answers are encoded in ISO 8859-1 instead of UTF-8 where it has all their characters.",
			"CHL-NEG-3 INK-NEG-3 CHL-OPS-5 CHL-TRK-4 INK-SCH-2",
			alter.OnAnswer(func(_ *pipeline.Call, a *pipeline.Answer) { a.Body = latin1(a.Body) })),
		breaks("negotiation.html-type", 2, "Refusals are declared as text/html.", "INK-ERR-1 CHL-ERR-1",
			alter.OnAnswer(func(_ *pipeline.Call, a *pipeline.Answer) {
				if a.Status >= http.StatusBadRequest {
					a.ContentType, a.Body = "text/html; charset=utf-8",
						[]byte("<html><body><h1>"+http.StatusText(a.Status)+"</h1></body></html>")
				}
			})),
		breaks("negotiation.problem-type-on-success", 2, "Inkeep: successful answers are declared as application/problem+json.",
			"INK-SCH-2", alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if c.Is(alter.LogEvent) && a.Status == http.StatusOK {
					a.ContentType = "application/problem+json"
				}
			})),
		breaks("negotiation.member-twice", 4, "A list's answer has the member next_page_token twice.", "CHL-NEG-4",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if alter.IsList(c) && a.Status == http.StatusOK {
					a.Body = append(bytes.TrimSuffix(bytes.Clone(a.Body), []byte("}")), `,"next_page_token":""}`...)
				}
			})),
	)
}

// refuseCalls refuses calls that keep to the contract.
func refuseCalls(status int, refused func(*pipeline.Call) bool) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if refused(c) {
			return alter.Refuse(status, "%s", http.StatusText(status))
		}
		return nil
	})
}

func refusePosts(status int, refused func(*pipeline.Call) bool) alter.Decorator {
	return refuseCalls(status, func(c *pipeline.Call) bool { return c.Method == http.MethodPost && refused(c) })
}

// zipped compresses no more than so many bytes of a good answer.
func zipped(holds func(*http.Request) bool, limit int) func(http.Handler, http.ResponseWriter, *http.Request) {
	return func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodPost || !holds(r) {
			next.ServeHTTP(w, r)
			return
		}
		a := alter.Hold(next, w, r)
		whole := a.Body.Bytes()
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(whole[:min(len(whole), limit)]) // into memory, which never fails
		_ = z.Close()
		a.Header().Set("Content-Encoding", "gzip")
		a.SetBody(b.Bytes())
		a.Send()
	}
}

// rawRunes is where bytes that are not UTF-8 hide among the characters for private use.
const rawRunes = 0xF700

func rawBytes(p *pipeline.Pipeline) {
	alter.Together(
		alter.ChangeSent(func(c *pipeline.Call) {
			if !utf8.Valid(c.Sent) {
				c.Sent = hideBytes(c.Sent)
			}
		}),
		alter.OnAnswer(func(_ *pipeline.Call, a *pipeline.Answer) { a.Body = showBytes(a.Body) }),
	)(p)
}

func hideBytes(sent []byte) []byte {
	var b []byte
	for len(sent) > 0 {
		r, n := utf8.DecodeRune(sent)
		if r == utf8.RuneError && n == 1 {
			b = utf8.AppendRune(b, rawRunes+rune(sent[0]))
		} else {
			b = append(b, sent[:n]...)
		}
		sent = sent[n:]
	}
	return b
}

func showBytes(body []byte) []byte {
	var b []byte
	for len(body) > 0 {
		r, n := utf8.DecodeRune(body)
		if r >= rawRunes && r <= rawRunes+0xFF {
			b = append(b, byte(r-rawRunes))
		} else {
			b = append(b, body[:n]...)
		}
		body = body[n:]
	}
	return b
}

func latin1(body []byte) []byte {
	var b []byte
	for _, r := range string(body) {
		if r > 0xFF {
			r = '?'
		}
		b = append(b, byte(r))
	}
	return b
}

package namespace

import (
	"io"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// sentOf is the body of a request for the journal. What nobody has read when the answer is there, as with credentials that are refused,
// is read now: net/http would, too, before it answers, but where the connection ends with the answer. hurryBody bounds how long it takes.
func (n *Namespace) sentOf(c *pipeline.Call) journal.Body {
	came := c.Came
	if c.Sent != nil || came == nil || came.Body == nil || came.ContentLength == 0 {
		body := journal.Text(c.Sent)
		body.Unread = c.Cut
		return body
	}
	if came.ContentLength > journal.MostBody || waits(came) {
		return journal.Body{Unread: true}
	}
	room := pipeline.Call{} // of which Held is used
	defer func() { n.shared.bodies.give(room.Held) }()
	text, err := io.ReadAll(&limited{Reader: io.LimitReader(came.Body, journal.MostBody+1), room: &n.shared.bodies, call: &room})
	body := journal.Text(text)
	body.Unread = err != nil || body.Truncated()
	return body
}

// waits reports whether a client sends its body only when it is asked to, so that reading would ask for it.
// Source: RFC 9110, 10.1.1.
func waits(r *http.Request) bool {
	return r.ProtoAtLeast(1, 1) && strings.EqualFold(strings.TrimSpace(r.Header.Get("Expect")), "100-continue")
}

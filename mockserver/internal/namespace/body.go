package namespace

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// littleBody is how much of each body is believed before it has come, and does not count against the room for all, in bytes.
const littleBody = 16 << 10

// readBody reads a whole request body within the limits of size and time. Only POST and PUT operations have one; what comes
// with another method is left unread.
func (n *Namespace) readBody(w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
	if r.Method != http.MethodPost && r.Method != http.MethodPut {
		return nil
	}
	if coding := r.Header["Content-Encoding"]; len(coding) > 0 && coding[0] != "" {
		return pipeline.Broken(http.StatusUnsupportedMediaType, spec.Violation{
			Rule: spec.RuleHeaderValue, Side: spec.SideRequest, In: spec.InHeader, Name: "Content-Encoding",
			Got: strconv.Quote(coding[0]), Expected: "no content coding", Fix: "send the JSON as it is",
		})
	}
	limit := n.opts.Limits.BodyBytes
	if c.Op != nil && slices.Contains(n.named(c.API).LargeBodies, c.Op.ID) {
		limit = n.shared.bodies.most
	}
	if r.ContentLength > limit {
		return tooLarge(limit, fmt.Sprintf("%d bytes", r.ContentLength))
	}
	if c.BodyDue {
		readUntil(w, n.opts.Limits.BodyTimeout)
	}
	var body []byte
	var err error
	if 0 < r.ContentLength && r.ContentLength <= littleBody {
		body = make([]byte, r.ContentLength)
		var read int
		if read, err = io.ReadFull(r.Body, body); err == nil {
			_ = r.Body.Close() // which spares net/http to look for more
		}
		body = body[:read]
	} else { // what is announced is not believed: the memory grows with what has come
		body, err = io.ReadAll(&limited{Reader: http.MaxBytesReader(w, r.Body, limit), room: &n.shared.bodies, call: c})
	}
	c.Sent, c.Cut = body, err != nil // as far as it came
	if errors.Is(err, errTooManyBytes) {
		what := fmt.Sprintf("the bodies of the requests in progress have %d bytes", n.shared.bodies.most)
		return n.tooMany(what, "send fewer large ones").With("Connection", "close")
	}
	if err != nil && clientGone(err) {
		n.stray("an upload that broke off", c)
		return brokenOff(err)
	}
	if err != nil {
		return unreadable(err, limit, n.opts.Limits.BodyTimeout)
	}
	if c.BodyDue {
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	}
	return nil
}

// clientGone reports whether a body ended early because the client did: it closed or lost the connection.
func clientGone(err error) bool {
	var network *net.OpError
	return errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network) && !network.Timeout()
}

// brokenOff is for whoever still reads. The network may have done it as well as the client, so it breaks no contract.
func brokenOff(err error) *pipeline.Problem {
	p := pipeline.Refused(http.StatusBadRequest, spec.Violation{
		Side: spec.SideRequest, In: spec.InBody, Got: "the end of the connection before that of the body",
		Expected: "a whole body", Fix: "check Content-Length, or the chunks, against what is sent",
	})
	p.Err = err
	return p.With("Connection", "close")
}

func unreadable(err error, limit int64, patience time.Duration) *pipeline.Problem {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return tooLarge(limit, "more than that")
	case errors.Is(err, os.ErrDeadlineExceeded):
		p := pipeline.Broken(http.StatusRequestTimeout, spec.Violation{
			Rule: spec.RuleBodyUnread, Side: spec.SideRequest, In: spec.InBody, Got: "a body that did not arrive",
			Expected: fmt.Sprintf("all of it within %v", patience), Fix: "send the body in one go",
		})
		return p.With("Connection", "close")
	default:
		p := pipeline.Broken(http.StatusBadRequest, spec.Violation{
			Rule: spec.RuleBodyUnread, Side: spec.SideRequest, In: spec.InBody, Got: "a body that cannot be read",
			Expected: "a whole body", Fix: "check the chunks against RFC 9112, section 7.1",
		})
		p.Err = err
		return p.With("Connection", "close")
	}
}

func tooLarge(limit int64, got string) *pipeline.Problem {
	p := pipeline.Broken(http.StatusRequestEntityTooLarge, spec.Violation{
		Rule: spec.RuleBodyTooLarge, Side: spec.SideRequest, In: spec.InBody, Got: got,
		Expected: fmt.Sprintf("at most %d bytes", limit), Fix: "send less in one request",
	})
	return p.With("Connection", "close")
}

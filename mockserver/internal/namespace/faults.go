package namespace

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
	"github.com/understudy-mock/understudy/spec"
)

// Faults are the failures that users have asked for.
func (n *Namespace) Faults() *fault.Set { return n.faults }

func faultOperation(op *spec.Operation) fault.Operation {
	o := fault.Operation{ID: op.ID, Method: op.Method}
	for _, parameter := range []string{"offset", spec.PageToken} {
		if op.Takes(parameter) {
			o.Pages = parameter
		}
	}
	return o
}

// faulty stands before an operation of an API and gives a request what faults, and the request itself, want it to be given.
func (n *Namespace) faulty(a *api, op *spec.Operation, w http.ResponseWriter, r *http.Request) {
	c := pipeline.CallOf(r)
	if c.Looks || c.Preferences == nil && n.faults.Idle() {
		n.endpoint(a, op, w, r)
		return
	}
	asked := fault.Request{Operation: faultOperation(op), Method: r.Method, RawQuery: r.URL.RawQuery, Header: r.Header}
	given := n.faults.Given(asked, c.Preferences)
	if given == nil {
		n.endpoint(a, op, w, r)
		return
	}
	c.API, c.Op, c.Fault = a.name, op, given.Fault
	for name, values := range given.Header {
		w.Header()[name] = values
	}
	if given.Slow() {
		if p := n.standAside(c); p != nil {
			n.refuseFaulty(a, w, c, p)
			return
		}
		defer n.comeBack(c)
	}
	if err := n.readAhead(w, r, c, given); err != nil {
		n.refuseFaulty(a, w, c, err)
		return
	}
	if err := given.Wait(w, r); err != nil {
		n.refuseFaulty(a, w, c, err)
		return
	}
	n.give(a, op, w, r, given)
}

func (n *Namespace) refuseFaulty(a *api, w http.ResponseWriter, c *pipeline.Call, err error) {
	c.Instead = true
	n.send(w, c, a.steps.Encode(c, n.refuse(a, c, err)))
}

// give gives a request the effect of a fault.
func (n *Namespace) give(a *api, op *spec.Operation, w http.ResponseWriter, r *http.Request, given *fault.Given) {
	c := pipeline.CallOf(r)
	c.Instead = given.Instead()
	switch {
	case given.Status != 0 || given.Rate != nil:
		n.send(w, c, injected(a, c, given))
	case given.AfterBytes != nil:
		n.cutOff(a, op, w, r, *given.AfterBytes)
	case given.Reset:
		n.settlePurpose(c, 0, w.Header())
		n.settle(c, nil) // while the client cannot know yet
		if !wire.Reset(w, r, false) {
			n.refuseFaulty(a, w, c, noConnection(given.Fault))
		}
	case given.Drip > 0:
		n.endpoint(a, op, given.Dripping(w, r), r)
	default:
		c.Reshape = reshape(given.Effect)
		n.endpoint(a, op, w, r)
	}
}

// cutOff resets the connection behind so many bytes of the answer's body. The journal has what left, before the client can know.
func (n *Namespace) cutOff(a *api, op *spec.Operation, w http.ResponseWriter, r *http.Request, after int64) {
	left := &tap{ResponseWriter: w}
	cut := fault.NewCut(left, after, func() {
		n.settle(pipeline.CallOf(r), left)
		wire.Reset(w, r, true)
	})
	n.endpoint(a, op, cut, r)
	cut.End()
}

// noConnection is for who calls the handler without a connection that could be reset.
func noConnection(id string) *pipeline.Problem {
	return &pipeline.Problem{
		Status: http.StatusBadGateway,
		Detail: fmt.Sprintf("fault %s resets the connection, and this request has come on none; send it to a server, such as that of "+
			"mockserver.Start or httptest.NewServer", id),
	}
}

// injected is the answer that a fault is. Without a body an error has the API's own shape.
func injected(a *api, c *pipeline.Call, given *fault.Given) pipeline.Answer {
	status := cmp.Or(given.Status, http.StatusTooManyRequests)
	ans := pipeline.Answer{Status: status}
	switch {
	case given.Body != nil:
		ans.ContentType, ans.Body = typeOf(*given.Body), []byte(*given.Body)
	case status >= http.StatusBadRequest:
		title := cmp.Or(http.StatusText(status), "An error")
		ans = a.Refuse(c, &pipeline.Problem{Status: status, Detail: title + ": a fault was asked for (" + given.Fault + ")"})
	}
	header := http.Header{}
	for name, value := range given.Headers {
		header.Set(name, value)
	}
	if own := header.Get(contentType); own != "" {
		ans.ContentType = own
		header.Del(contentType)
	}
	ans.Header = header
	return ans
}

// reshape is what an effect does to an answer of the API; nil if nothing.
func reshape(e fault.Effect) func(*pipeline.Answer) {
	switch {
	case e.Malformed:
		return func(ans *pipeline.Answer) {
			*ans = ans.InOnePiece()
			ans.Body = ans.Body[:len(ans.Body)/2] // half of an object is no JSON
		}
	case e.ContentType != "":
		return func(ans *pipeline.Answer) { ans.ContentType = e.ContentType }
	}
	return nil
}

// typeOf is the media type of a body that nobody has named one for.
func typeOf(body string) string {
	if json.Valid([]byte(body)) {
		return pipeline.TypeJSON
	}
	return http.DetectContentType([]byte(body))
}

// mostAside is how many requests may wait, or be answered slowly, at once because a fault wants it.
const mostAside = 10_000

// standAside makes room for other requests while this one waits: it counts among those instead that faults make slow.
func (n *Namespace) standAside(*pipeline.Call) *pipeline.Problem {
	if !n.shared.aside.take(1) {
		return n.tooMany(fmt.Sprintf("faults make %d requests wait", n.shared.aside.most), "remove the fault")
	}
	n.shared.inProgress.give(1)
	return nil
}

// comeBack counts the request among the others again, whether or not there is room: it is nearly over.
func (n *Namespace) comeBack(*pipeline.Call) {
	n.shared.inProgress.taken.Add(1)
	n.shared.aside.give(1)
}

// readAhead reads the body of a request that waits, or whose answer is another than the API's. Until then nobody notices a client that
// goes away, a client that still sends would see a reset at another time than one that waits, and the journal would not have the body.
func (n *Namespace) readAhead(w http.ResponseWriter, r *http.Request, c *pipeline.Call, given *fault.Given) error {
	instead := given.Instead()
	if r.ContentLength == 0 || len(given.Waits) == 0 && !instead {
		return nil
	}
	if err := n.readBody(w, r, c); err != nil && !instead {
		return err
	}
	r.Body, c.BodyDue = io.NopCloser(bytes.NewReader(c.Sent)), false
	return nil
}

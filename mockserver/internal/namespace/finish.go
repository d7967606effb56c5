package namespace

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

const contentType = "Content-Type"

// fixed are headers of every answer.
type fixed struct{ cacheControl, contentTypeOptions []string }

func fixedHeaders() fixed { return fixed{[]string{"no-store"}, []string{"nosniff"}} }

// typedHeaders are the headers of answers that have but their type.
func typedHeaders() map[string]http.Header {
	return map[string]http.Header{
		pipeline.TypeJSON:    {contentType: {pipeline.TypeJSON}},
		pipeline.TypeProblem: {contentType: {pipeline.TypeProblem}},
	}
}

// verify checks an answer against the contract. Whatever the answer breaks is the server's own bug.
func (n *Namespace) verify(c *pipeline.Call, ans pipeline.Answer) pipeline.Answer {
	own := n.broken(c, ans)
	if len(own) == 0 {
		return ans
	}
	n.shared.ownViolations.Add(int64(len(own)))
	for _, v := range own {
		n.log.Error("BUG OF THE MOCK: an answer of its own breaks the contract",
			"request", c.RequestID, "operation", v.Operation, "rule", v.Rule, "violation", v.String())
	}
	if !n.opts.FailOnOwnViolation || c.Op == nil {
		return ans
	}
	return n.named(c.API).Refuse(c, &pipeline.Problem{
		Status: http.StatusInternalServerError,
		Detail: "the mock's own answer breaks the contract, which is a bug of the mock: " + own[0].String(),
	})
}

// judge holds a value that comes into being to the contract of an API. Whatever it breaks is the server's own bug.
func (s *Shared) judge(api, schema, value string) error {
	of := slices.IndexFunc(s.apis.served, func(l loaded) bool { return l.Name == api })
	own := s.apis.served[of].contract().CheckValue(schema, value)
	if len(own) == 0 {
		return nil
	}
	s.ownViolations.Add(int64(len(own)))
	for _, v := range own {
		s.opts.Logger.Error("BUG OF THE MOCK: an event of its own breaks the contract",
			"api", api, "schema", schema, "rule", v.Rule, "violation", v.String())
	}
	if !s.opts.FailOnOwnViolation {
		return nil
	}
	return fmt.Errorf("the mock's own event breaks the contract, which is a bug of the mock: %s", own[0].String())
}

// broken tells what an answer breaks. One that belongs to no operation is a refusal, whose shape is the contract's all the same.
func (n *Namespace) broken(c *pipeline.Call, ans pipeline.Answer) []spec.Violation {
	if c.Op != nil && ans.Stream == nil {
		return c.Op.ValidateResponse(n.asResponse(ans))
	}
	if c.Op != nil {
		return nil // what is in it was held to the contract when it came into being
	}
	a := n.named(c.API)
	return a.contract().CheckValue(a.ProblemSchema, string(ans.Body))
}

// asResponse is the answer as the contract sees it; without its items, which were held to it when they came into being.
func (n *Namespace) asResponse(a pipeline.Answer) spec.Response {
	h := n.shared.typed[a.ContentType]
	if h == nil || len(a.Header) > 0 {
		h = http.Header{contentType: {a.ContentType}}
		maps.Copy(h, a.Header)
	}
	r := spec.Response{Status: a.Status, Header: h, Body: a.Body}
	if a.Items != nil {
		r.Text = a.Items.Around
	}
	return r
}

// refuseUnrouted refuses a request that reached no operation.
func (n *Namespace) refuseUnrouted(w http.ResponseWriter, a *api, c *pipeline.Call, p *pipeline.Problem) {
	n.send(w, c, n.unrouted(a, c, p))
}

func (n *Namespace) unrouted(a *api, c *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
	c.API, c.Op = a.name, nil
	if len(p.Violations) > 0 && !announces(c) && (c.Stray != "" || n.strayed(c)) {
		n.stray(cmp.Or(c.Stray, "unasked"), c)
	} else {
		for _, v := range p.Violations {
			c.Violations = append(c.Violations, a.contract().Violate(v))
		}
	}
	return a.steps.Verify(c, a.steps.Encode(c, a.Refuse(c, a.steps.Problem(c, p))))
}

// send writes an answer and records what the request broke.
func (n *Namespace) send(w http.ResponseWriter, c *pipeline.Call, ans pipeline.Answer) {
	h := w.Header()
	maps.Copy(h, ans.Header)
	h["X-Content-Type-Options"] = n.shared.fixed.contentTypeOptions
	if ans.Header["Cache-Control"] == nil {
		h["Cache-Control"] = n.shared.fixed.cacheControl
	}
	size := len(ans.Body)
	if ans.Items != nil {
		size = ans.Items.Size()
	}
	if ans.ContentType != "" {
		h[contentType] = c.Alone(ans.ContentType)
	}
	if ans.Stream == nil && !fault.Bodyless(ans.Status) {
		h["Content-Length"] = c.Alone(strconv.Itoa(size))
	}
	n.settlePurpose(c, ans.Status, h)
	if broken := len(c.Violations); broken > 0 && !n.asksOwn(c) {
		h.Set("Understudy-Violations", fmt.Sprintf("%d; id=%s", broken, c.RequestID))
	}
	n.record(c, ans.Status)
	n.cover(c, ans.Status)
	c.Status = ans.Status
	if c.Watched {
		n.keep(c, ans.Status, h, bodyOf(&ans, size))
	}
	w.WriteHeader(ans.Status)
	if ans.Stream != nil {
		if c.Method != http.MethodHead {
			n.stream(w, c, ans.Stream)
		}
		return
	}
	if err := n.writeBody(w, ans, size); err != nil {
		n.log.Debug("the client did not take the answer", "request", c.RequestID, "error", err)
	}
}

func (n *Namespace) writeBody(w http.ResponseWriter, ans pipeline.Answer, size int) error {
	switch {
	case ans.Items == nil:
		_, err := w.Write(ans.Body)
		return err
	case size > mostInOneWrite:
		return writeParts(w, ans.Items)
	}
	lent, _ := n.shared.buffers.Get().(*[]byte)
	if lent == nil {
		lent = &[]byte{}
	}
	defer n.shared.buffers.Put(lent)
	*lent = ans.Items.AppendTo((*lent)[:0])
	_, err := w.Write(*lent)
	return err
}

// mostInOneWrite is how much of a body of items is put together before it is written, in memory that is used again, in bytes: most
// answers are one write, and hardly any garbage.
const mostInOneWrite = 64 << 10

func writeParts(w io.Writer, items *pipeline.Items) error {
	buffered := bufio.NewWriterSize(w, mostInOneWrite)
	for part := range items.Parts {
		if _, err := buffered.WriteString(part); err != nil {
			return err
		}
	}
	return buffered.Flush()
}

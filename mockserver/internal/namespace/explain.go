package namespace

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// recall makes a call of an exchange again, to be looked at. It is nil for no operation, and refused if it is now or was then.
func (n *Namespace) recall(ctx context.Context, a *api, x *journal.Exchange) (c *pipeline.Call, refused bool, err error) {
	op, known := a.contract().Operation(x.Operation)
	if !known {
		return nil, false, nil
	}
	c = &pipeline.Call{
		API: x.API, Op: op, Method: x.Method, Target: x.Path, RawQuery: x.RawQuery, Sent: x.Request.Body().Bytes(), Context: ctx,
		Header: http.Header{contentType: {pipeline.TypeJSON}},
	}
	n.shared.apis.router.find(c, &http.Request{URL: &url.URL{Path: x.Path, RawPath: x.EscapedPath}})
	if c.Path == nil {
		if c.Path, err = decodedPath(c.Encoded); err != nil {
			return c, true, err
		}
	}
	return c, n.validate(c) != nil || x.Status >= http.StatusBadRequest, nil
}

// histogram counts over time what a list asks for, by what there is now. It reports false for what is no list by time, or was refused.
func (n *Namespace) histogram(ctx context.Context, x *journal.Exchange, parts int) ([]world.Part, bool, error) {
	a := n.named(x.API)
	if a.Histogram == nil {
		return nil, false, nil
	}
	c, refused, err := n.recall(ctx, a, x)
	if c == nil || refused || err != nil {
		return nil, false, err
	}
	return a.Histogram(n.pipeline, c, parts)
}

// explain tells why a list held what it held, by what there is now. It reports false for what is no list.
func (n *Namespace) explain(ctx context.Context, x *journal.Exchange) (ex pipeline.Explanation, is bool, err error) {
	a := n.named(x.API)
	if a.Explain == nil {
		return ex, false, nil
	}
	c, refused, err := n.recall(ctx, a, x)
	if c == nil || err != nil {
		return ex, c != nil, err
	}
	if ex, is, err = a.Explain(n.pipeline, c, refused, n.own.Namespaces.Others(n.name)); !is {
		return ex, false, nil
	}
	if x.Fault != "" {
		given := fmt.Sprintf("the fault %s gave the answer, whatever the events are", x.Fault)
		return pipeline.Explanation{Hints: []string{given}}, true, nil
	}
	if refused || err != nil {
		return refusedList(x, ex.Hints), true, nil
	}
	ex.Hints = append(ignored(x), ex.Hints...)
	return ex, true, nil
}

// ignored names what a list that was served was sent in vain, as the contract knows no such name.
func ignored(x *journal.Exchange) (hints []string) {
	for i := range x.Violations {
		switch v := &x.Violations[i]; v.Rule {
		case "query.undeclared":
			hints = append(hints, fmt.Sprintf("the parameter %s was ignored; %s", pipeline.Shorten(v.Name), v.Fix))
		case "body.undeclared":
			hints = append(hints, fmt.Sprintf("the member %s of the body was ignored; %s", pipeline.Shorten(v.Pointer), v.Fix))
		}
	}
	return hints
}

// refusedList explains a list that was refused, by the hints of its API and what it broke.
func refusedList(x *journal.Exchange, hints []string) pipeline.Explanation {
	for i := range x.Violations {
		hints = append(hints, x.Violations[i].String())
	}
	if len(hints) == 0 {
		hints = append(hints, fmt.Sprintf("the request was refused with %d; its answer says why", x.Status))
	}
	return pipeline.Explanation{Hints: hints}
}

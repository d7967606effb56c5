package controlapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// harType is the media type of an HTTP archive.
const harType = "application/har+json"

// mostListed is how many exchanges are listed unless more or fewer are asked for.
const mostListed = 100

type exchangesInput struct {
	journal.Filter
	since, before string
	limit         int
	har           bool
	show          shower
}

// shower shows exchanges with their bodies, or without.
type shower func(journal.Secrets, *journal.Exchange) journal.Shown

func decodeShower(call *pipeline.Call) shower {
	if bodies, given := call.Params.Bool("bodies"); given && !bodies {
		return journal.Secrets.ShowAround
	}
	return journal.Secrets.Show
}

func (c *Control) decodeExchanges(call *pipeline.Call) (exchangesInput, error) {
	p := call.Params
	in := exchangesInput{
		since: p.Text("since"), before: p.Text("before"), limit: mostListed, har: p.Text("format") == "har", show: decodeShower(call),
	}
	if n := p.Int32("limit"); n != nil {
		in.limit = int(*n)
	}
	var err error
	in.Filter, err = c.decodeFilter(call)
	return in, err
}

func (c *Control) decodeFilter(call *pipeline.Call) (journal.Filter, error) {
	p := call.Params
	f := journal.Filter{
		Operation: p.Text("operation"), Method: p.Text("method"), Status: p.Text("status"), Event: p.Text("event"),
		Violation: p.Text("violation"), Fault: p.Text("fault"), Text: journal.NewSearch(p.Text("text"), c.Secrets()),
	}
	var broken []spec.Violation
	for _, name := range []struct {
		kind, value string
		known       []string
	}{{"operation", f.Operation, c.Operations()}, {"violation", f.Violation, spec.RuleIDs()}, {"method", f.Method, journal.Methods()}} {
		if name.value != "" && !slices.Contains(name.known, name.value) {
			broken = append(broken, call.Op.Violate(spec.Violation{
				Rule: spec.RuleQueryValue, In: spec.InQuery, Name: name.kind, Got: fmt.Sprintf("%q", pipeline.Shorten(name.value)),
				Expected: spec.OneOf(name.value, name.known), Fix: spec.FixName(name.value, name.known, "use one of them"),
			}))
		}
	}
	if len(broken) > 0 {
		return f, pipeline.Broken(http.StatusBadRequest, broken...)
	}
	return f, nil
}

// Operations are those of the APIs that are served, by operationId.
func (c *Control) Operations() (ids []string) {
	for _, a := range c.Served() {
		for _, op := range a.Contract.Operations() {
			ids = append(ids, op.ID)
		}
	}
	return ids
}

// listExchanges serves GET journal.
func (c *Control) listExchanges(_ context.Context, in exchangesInput) (pipeline.Answer, error) {
	if !c.Journal.On() {
		return pipeline.Answer{}, noJournal()
	}
	kept, until, found := c.Journal.Latest(in.before, in.Filter, in.limit)
	if in.since != "" {
		kept, until, found = c.Journal.Since(in.since, in.before, in.Filter, in.limit)
	}
	if !found {
		return pipeline.Answer{}, c.unknownOf(in.since, in.before)
	}
	if in.har {
		return c.har(kept, until, in.show)
	}
	total, dropped := c.Journal.Count()
	list := control.ExchangeList{
		Total: int64(total), Dropped: int64(dropped), //nolint:gosec // nobody lives to see so many
		SearchedTo: until, Exchanges: make([]control.Exchange, len(kept)),
	}
	for i, x := range kept {
		list.Exchanges[i] = exchange(in.show(c.Secrets(), x))
	}
	return encode(list)
}

func decodeRequestID(c *pipeline.Call) (string, error) { return c.Path.Get("request_id"), nil }

// getExchange serves GET journal/{request_id}.
func (c *Control) getExchange(_ context.Context, id string) (control.Exchange, error) {
	x := c.find(id)
	switch {
	case !c.Journal.On():
		return control.Exchange{}, noJournal()
	case x == nil:
		return control.Exchange{}, unknownExchange(id)
	}
	return exchange(c.Secrets().Show(x)), nil
}

// find returns the exchange of an id, whether a client's or the console's; nil if there is none.
func (c *Control) find(id string) *journal.Exchange {
	if x := c.Journal.Find(id); x != nil {
		return x
	}
	return c.Looked.Find(id)
}

// unknownOf refuses the first id of which there is no exchange.
func (c *Control) unknownOf(ids ...string) *pipeline.Problem {
	i := slices.IndexFunc(ids, func(id string) bool { return id != "" && c.Journal.Find(id) == nil })
	return unknownExchange(ids[max(i, 0)])
}

func unknownExchange(id string) *pipeline.Problem {
	return &pipeline.Problem{Status: http.StatusNotFound, Detail: fmt.Sprintf("no exchange has the id %q: it never was in the journal, or "+
		"was reset, or had to make room for later ones; GET %sjournal lists those that are there", pipeline.Shorten(id), Prefix)}
}

// clearJournal serves DELETE journal.
func (c *Control) clearJournal(context.Context, struct{}) (struct{}, error) {
	c.Journal.Clear()
	c.Looked.Clear()
	return struct{}{}, nil
}

func noContent(struct{}) (pipeline.Answer, error) {
	return pipeline.Answer{Status: http.StatusNoContent}, nil
}

func exchange(x journal.Shown) control.Exchange {
	shown := control.Exchange{
		ID: x.ID, At: x.At.UTC(), DurationMs: milliseconds(x.Took), Namespace: x.Namespace, API: x.API, Operation: x.Operation,
		//nolint:gosec // a status has three digits
		Method: x.Method, Path: x.Path, Query: map[string]any{}, Status: int32(x.Status), Request: message(x.Sent),
		Response: message(x.Answered), Violations: []control.Violation{}, Fault: x.Fault, Preferences: append([]string{}, x.Preferences...),
		Credential: x.Credential,
	}
	if n, has := returned(x.Exchange); has {
		shown.Returned = &n
	}
	for name, values := range x.Query {
		shown.Query[name] = any(values)
		if len(values) == 1 {
			shown.Query[name] = values[0]
		}
	}
	for _, v := range x.Violations {
		shown.Violations = append(shown.Violations, violation(v))
	}
	return shown
}

// milliseconds has three decimals.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func message(m journal.ShownMessage) control.Message {
	shown := control.Message{Headers: map[string]string{}, Size: int64(m.Size), Truncated: m.Truncated, Unread: m.Unread}
	for name, values := range m.Header {
		shown.Headers[name] = strings.Join(values, ", ")
	}
	switch {
	case m.JSON != nil:
		shown.Body = m.JSON
	case m.Size > 0 && !m.LeftOut:
		shown.Body = m.Text
	}
	if m.Base64 {
		shown.Encoding = control.MessageEncodingBase64
	}
	return shown
}

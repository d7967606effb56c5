package controlapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

const addFault = "AddFault"

// faultHandlers serve the endpoints of faults.
func (c *Control) faultHandlers() map[string]pipeline.Handler {
	return map[string]pipeline.Handler{
		"ListFaults":  pipeline.Handle(nothing, c.listFaults, encode[control.FaultList]),
		addFault:      pipeline.Handle(decodeFault, c.addFault, encodeCreated[control.Fault]),
		"RemoveFault": pipeline.Handle(decodeFaultID, c.removeFault, sameAnswer),
		"ClearFaults": pipeline.Handle(nothing, c.clearFaults, sameAnswer),
	}
}

func encodeCreated[Out any](v Out) (pipeline.Answer, error) {
	return pipeline.JSON(http.StatusCreated, pipeline.TypeJSON, v)
}

func (c *Control) listFaults(context.Context, struct{}) (control.FaultList, error) {
	list := control.FaultList{Faults: []control.Fault{}}
	for _, f := range c.Faults.List() {
		list.Faults = append(list.Faults, shownFault(f))
	}
	return list, nil
}

// judge reports what a body breaks beside its schema: what no schema can say, or none that a generator of types reads.
func (c *Control) judge(call *pipeline.Call) []spec.Violation {
	switch {
	case !call.Body.Given():
		return nil
	case call.Is("PutNamespace", "ResetWorld"):
		return c.Namespaces.Mistakes(call.Body)
	case !call.Is(addFault):
		return nil
	}
	f, wrong, partial := readFault(call.Sent)
	unread := func(m fault.Mistake) bool {
		return slices.ContainsFunc(wrong, func(w fault.Mistake) bool { return w.Pointer == m.Pointer })
	}
	more := slices.DeleteFunc(f.Check(c.Faults.Operations(), partial || len(wrong) > 0), unread)
	var broken []spec.Violation
	for _, m := range append(wrong, more...) {
		broken = append(broken, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: m.Pointer, Got: m.Got, Expected: m.Want, Fix: m.Fix,
		})
	}
	return broken
}

func decodeFault(c *pipeline.Call) (fault.Fault, error) {
	f, wrong, _ := readFault(c.Sent)
	return f, fault.Join(wrong) // of which there are none: judge has seen it
}

// addFault serves POST faults.
func (c *Control) addFault(_ context.Context, f fault.Fault) (control.Fault, error) {
	added, err := c.Faults.Add(f)
	var full fault.FullError
	if errors.As(err, &full) {
		return control.Fault{}, &pipeline.Problem{Status: http.StatusConflict, Detail: full.Error()}
	}
	return shownFault(added), err
}

func decodeFaultID(c *pipeline.Call) (string, error) { return c.Path.Get("id"), nil }

// removeFault serves DELETE faults/{id}.
func (c *Control) removeFault(_ context.Context, id string) (pipeline.Answer, error) {
	known, err := c.Faults.Remove(id)
	if err != nil {
		return pipeline.Answer{}, err
	}
	if !known {
		return pipeline.Answer{}, &pipeline.Problem{
			Status: http.StatusNotFound,
			Detail: "there never was a fault " + pipeline.Shorten(id) + "; GET " + Prefix + "faults lists those that there are",
		}
	}
	return pipeline.Answer{Status: http.StatusNoContent}, nil
}

// clearFaults serves DELETE faults.
func (c *Control) clearFaults(context.Context, struct{}) (pipeline.Answer, error) {
	return pipeline.Answer{Status: http.StatusNoContent}, c.Faults.Clear()
}

// readFault reads what it can of a fault. The schema reports what has another type, which is why a fault is partial; durations are texts
// for it.
func readFault(body []byte) (f fault.Fault, wrong []fault.Mistake, partial bool) {
	var sent control.Fault // which has all members of a new one
	partial = json.Unmarshal(body, &sent) != nil
	r := reader{}
	f.Status, f.Headers, f.Body = int(sent.Status), sent.Headers, sent.Body
	f.AfterBytes, f.ContentType = sent.AfterBytes, sent.ContentType
	f.Reset, f.Malformed = r.yes("/reset", sent.Reset), r.yes("/malformed", sent.Malformed)
	f.Drip = r.read("/drip", sent.Drip)
	if m := sent.Match; m != nil {
		f.Match = fault.Match{Operation: m.Operation, Method: m.Method, Query: m.Query, Header: m.Header, Page: string(m.Page)}
	}
	if w := sent.When; w != nil {
		f.When = fault.When{Skip: w.Skip, First: w.First, Every: w.Every, Probability: w.Probability, For: r.read("/when/for", w.For)}
	}
	if rate := sent.Rate; rate != nil && (!partial || *rate != control.FaultRate{}) { // or it is no rate at all, and told so
		f.Rate = &fault.Rate{PerSecond: rate.PerSecond, Burst: int(rate.Burst)}
	}
	switch delay := sent.Delay.(type) {
	case string:
		f.Delay.Fixed = r.read("/delay", delay)
	case map[string]any:
		p50, _ := delay["p50"].(string)
		p99, _ := delay["p99"].(string)
		f.Delay = fault.Delay{P50: r.read("/delay/p50", p50), P99: r.read("/delay/p99", p99)}
	default:
		partial = partial || delay != nil
	}
	return f, r.wrong, partial
}

// reader reads what the schema leaves open and keeps what is wrong.
type reader struct{ wrong []fault.Mistake }

// yes reads a member that is there or not.
func (r *reader) yes(pointer string, sent *bool) bool {
	if sent != nil && !*sent {
		r.wrong = append(r.wrong, fault.Mistake{Pointer: pointer, Got: "false", Want: "true", Fix: "leave it out to have none"})
	}
	return sent != nil && *sent
}

func (r *reader) read(pointer, text string) time.Duration {
	if text == "" { // left out, or of no type that the schema knows
		return 0
	}
	read, err := time.ParseDuration(text)
	if err != nil || read <= 0 {
		r.wrong = append(r.wrong, fault.Mistake{
			Pointer: pointer, Got: `"` + pipeline.Shorten(text) + `"`, Want: "a duration above 0", Fix: "write it like 250ms, 2s or 1m30s",
		})
		return 0
	}
	return read
}

// shownFault is a fault as clients see it.
func shownFault(f fault.Listed) control.Fault {
	shown := control.Fault{
		ID: f.ID, Seen: f.Seen, Hit: f.Hit, Spent: f.Spent, Headers: f.Headers, Body: f.Body,
		Reset: shownYes(f.Reset), AfterBytes: f.AfterBytes, Drip: shownDuration(f.Drip),
		Malformed: shownYes(f.Malformed), ContentType: f.ContentType,
		Status: int32(f.Status), //nolint:gosec // checked
	}
	m, w := f.Match, f.When
	if m.Operation+m.Method+m.Page != "" || m.Query != nil || m.Header != nil {
		shown.Match = &control.FaultMatch{
			Operation: m.Operation, Method: m.Method, Query: m.Query, Header: m.Header, Page: control.FaultMatchPage(m.Page),
		}
	}
	if w != (fault.When{}) {
		shown.When = &control.FaultWhen{
			Skip: w.Skip, First: w.First, Every: w.Every, Probability: w.Probability, For: shownDuration(w.For),
		}
	}
	if f.Rate != nil {
		shown.Rate = &control.FaultRate{PerSecond: f.Rate.PerSecond, Burst: int32(f.Rate.Burst)} //nolint:gosec // checked
	}
	switch d := f.Delay; {
	case d.Fixed > 0:
		shown.Delay = shownDuration(d.Fixed)
	case d.Any():
		shown.Delay = control.DrawnDelay{P50: shownDuration(d.P50), P99: shownDuration(d.P99)}
	}
	return shown
}

// shownYes is nil for no, and so left out.
func shownYes(yes bool) *bool {
	if !yes {
		return nil
	}
	return &yes
}

// shownDuration is empty for none, and so left out.
func shownDuration(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

package expect

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/spec"
)

// MostWithin is the longest time that may be waited.
const MostWithin = 10 * time.Minute

// Expectation is what is waited for.
type Expectation struct {
	steps   []*matcher // one, or several that come one after another
	inOrder bool
	least   int // matches that are wanted
	most    int // -1 if there is no bound
	within  time.Duration
	quiet   time.Duration
}

type reader struct {
	operations []string
	found      []spec.Violation
}

// wrong notes a mistake at a place of the expectation.
func (r *reader) wrong(at, got, expected, fix string) {
	r.found = append(r.found, spec.Violation{
		Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: at, Got: got, Expected: expected, Fix: fix,
	})
}

// Read reads an expectation that keeps to the schema of the control document, and reports every other mistake in it. operations are the
// operationIds that there are. Numbers are json.Number.
func Read(written map[string]any, operations []string) (*Expectation, []spec.Violation) {
	r := &reader{operations: operations}
	e := &Expectation{least: 1, most: -1}
	if steps, several := written["in_order"].([]any); several {
		e.inOrder = true
		r.alone(written, "in_order", "operation", "method", "path", "query", "header", "body", "status")
		r.alone(written, "in_order", "exactly", "at_least", "at_most", "quiet")
		for i, step := range steps {
			object, _ := step.(map[string]any)
			e.steps = append(e.steps, r.matcher(object, "/in_order/"+strconv.Itoa(i)))
		}
	} else {
		e.steps = []*matcher{r.matcher(written, "")}
	}
	r.counts(e, written)
	r.times(e, written)
	return e, r.found
}

// alone refuses others beside a member.
func (r *reader) alone(written map[string]any, name string, others ...string) {
	for _, other := range others {
		if _, there := written[other]; there {
			r.wrong("/"+other, other+" beside "+name, name+" without it", "leave one of the two out")
		}
	}
}

func (r *reader) counts(e *Expectation, written map[string]any) {
	number := func(name string) (int, bool) {
		n, there := written[name].(json.Number)
		i, _ := n.Int64()
		return int(i), there
	}
	if n, there := number("exactly"); there {
		e.least, e.most = n, n
		r.alone(written, "exactly", "at_least", "at_most")
	}
	if n, there := number("at_least"); there {
		e.least = n
		r.alone(written, "at_least", "at_most", "quiet")
	}
	if n, there := number("at_most"); there {
		e.least, e.most = 0, n
	}
}

func (r *reader) times(e *Expectation, written map[string]any) {
	e.within, e.quiet = r.duration(written, "within", 0), r.duration(written, "quiet", 100*time.Millisecond)
	_, asked := written["quiet"]
	switch {
	case e.within > MostWithin:
		r.wrong("/within", quoted(written["within"]), "at most "+MostWithin.String(), "wait again where it was not met")
	case asked && e.most < 0 && !e.inOrder && written["at_least"] == nil:
		r.wrong("/quiet", "quiet without exactly or at_most", "one of the two beside it", "leave quiet out: at_least is told at once")
	case asked && e.quiet > e.within:
		r.wrong("/quiet", quoted(written["quiet"]), "no more than within, which is "+e.within.String(), "wait longer: give within")
	}
}

func (r *reader) duration(written map[string]any, name string, absent time.Duration) time.Duration {
	text, there := written[name].(string)
	if !there {
		return absent
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		r.wrong("/"+name, quoted(text), "a duration from 0 on, such as 250ms or 2s", "write a number with a unit: ms, s or m")
	}
	return d
}

func (r *reader) matcher(written map[string]any, at string) *matcher {
	m := &matcher{
		operation: r.name(written, "operation", at, r.operations), method: r.name(written, "method", at, journal.Methods()),
		path: r.path(written, at), status: r.status(written, at), query: map[string]*pattern{},
	}
	if value, there := written["body"]; there {
		m.body = r.compile(value, at+"/body")
	}
	if object, there := written["query"].(map[string]any); there {
		for name, value := range object {
			m.query[name] = r.texts(value, at+"/query/"+escaped(name))
		}
	}
	if object, there := written["header"].(map[string]any); there {
		m.header = r.headers(object, at+"/header")
	}
	return m
}

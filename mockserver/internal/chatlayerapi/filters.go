package chatlayerapi

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// operator reads the name of a comparison. The API's documentation has none, so these are the mock's.
// CHL-ATTR-4 to CHL-ATTR-11.
func operator(name string) (op eventstore.Op, known bool) {
	switch strings.ToLower(name) {
	case "", "eq", "=", "==", "equals", "is", "in":
		return eventstore.OneOf, true
	case "neq", "!=", "not_equals", "not_in":
		return eventstore.NoneOf, true
	case "contains":
		return eventstore.Contains, true
	case "exists":
		return eventstore.Exists, true
	default:
		return 0, false
	}
}

const operatorNames = "eq, neq, in, not_in, contains or exists"

// mostValues is how many values the filters of one call may have together. The contract bounds the filters themselves.
const mostValues = 1000

// filters reads the attribute filters of one call, and gathers what is wrong with them.
type filters struct {
	values int
	wrong  []spec.Violation
}

// conditions are those of some filters, which stand at a place in the body. Every filter must hold.
func (f *filters) conditions(at string, list []spec.Members) (all []eventstore.Condition) {
	for i, m := range list {
		f.values += len(m.Texts("value"))
		c, violation := condition(m.Text("key"), m.Text("operator"), m.Texts("value"))
		if violation != nil {
			violation.Side, violation.In = spec.SideRequest, spec.InBody
			violation.Pointer = at + "/" + strconv.Itoa(i) + violation.Pointer
			f.wrong = append(f.wrong, *violation)
			continue
		}
		all = append(all, c)
	}
	return all
}

// refused is what is wrong with them all; their values are counted at a place in the body.
func (f *filters) refused(at string) error {
	if f.values > mostValues {
		f.wrong = append(f.wrong, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: at, Got: fmt.Sprintf("%d values", f.values),
			Expected: fmt.Sprintf("at most %d in all filters together", mostValues), Fix: "ask several times, with some of the values each",
		})
	}
	if len(f.wrong) > 0 {
		return pipeline.Broken(http.StatusBadRequest, f.wrong...)
	}
	return nil
}

func condition(key, name string, value []string) (eventstore.Condition, *spec.Violation) {
	op, known := operator(name)
	switch {
	case key == "":
		return eventstore.Condition{}, &spec.Violation{
			Rule: spec.RuleBodyValue, Pointer: "/key", Got: "no attribute name", Expected: "the name of an attribute", Fix: "set key",
		}
	case !known:
		fix := "use one of these"
		if near := spec.Nearest(name, []string{"eq", "neq", "in", "not_in", "contains", "exists", "equals", "not_equals"}); near != "" {
			fix = fmt.Sprintf("did you mean %q? Use one of these", near)
		}
		return eventstore.Condition{}, &spec.Violation{
			Rule: spec.RuleBodyValue, Pointer: "/operator", Got: strconv.Quote(pipeline.Shorten(name)), Expected: operatorNames, Fix: fix,
		}
	case op == eventstore.Exists && slices.Equal(value, []string{"false"}):
		op = eventstore.Absent
	case len(value) == 0 && (op == eventstore.OneOf || op == eventstore.Contains):
		return eventstore.Condition{}, &spec.Violation{
			Rule: spec.RuleBodyValue, Pointer: "/value", Got: "no value", Expected: "at least one value",
			Fix: "list the values to look for",
		}
	}
	return eventstore.Condition{Key: key, Op: op, Values: value}, nil
}

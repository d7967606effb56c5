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

// conditions reads the attribute filters of a list. Every filter must hold.
func conditions(filters []spec.Members) ([]eventstore.Condition, error) {
	var all []eventstore.Condition
	var wrong []spec.Violation
	values := 0
	for i, f := range filters {
		values += len(f.Texts("value"))
		c, violation := condition(f.Text("key"), f.Text("operator"), f.Texts("value"))
		if violation != nil {
			violation.Side, violation.In = spec.SideRequest, spec.InBody
			violation.Pointer = "/filters/" + strconv.Itoa(i) + violation.Pointer
			wrong = append(wrong, *violation)
			continue
		}
		all = append(all, c)
	}
	if values > mostValues {
		wrong = append(wrong, spec.Violation{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: "/filters", Got: fmt.Sprintf("%d values", values),
			Expected: fmt.Sprintf("at most %d in all filters together", mostValues), Fix: "ask several times, with some of the values each",
		})
	}
	if len(wrong) > 0 {
		return nil, pipeline.Broken(http.StatusBadRequest, wrong...)
	}
	return all, nil
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

package query

import (
	"slices"
	"strconv"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/spec"
)

// Operator compares a value of a row with that of a condition.
type Operator string

// The operators. Those of JSON are as PostgreSQL's of jsonb.
const (
	Eq                      Operator = "eq"
	Neq                     Operator = "neq" // not Eq
	Gt                      Operator = "gt"
	Gte                     Operator = "gte"
	Lt                      Operator = "lt"
	Lte                     Operator = "lte"
	In                      Operator = "in"    // Eq to one of a list; none of an empty one
	NotIn                   Operator = "notIn" // not In
	ArrayContains           Operator = "arrayContains"
	JSONContains            Operator = "jsonContains"
	JSONContainedBy         Operator = "jsonContainedBy"
	JSONHasKey              Operator = "jsonHasKey"
	JSONArrayContainsObject Operator = "jsonArrayContainsObject"
	JSONHasAnyKey           Operator = "jsonHasAnyKey"
	JSONHasAllKeys          Operator = "jsonHasAllKeys"
	IsNull                  Operator = "isNull" // what has no value; the condition's is not looked at
	IsNotNull               Operator = "isNotNull"
)

// predicate reports whether a filter lets a row through.
type predicate func(Row) bool

// asked is a table while a query runs. A look into large lists ends early when the context has ended; what it reports then is not used.
type asked struct {
	*Table
	ended func() error
	looks int
	err   error
}

func (t *asked) over() bool {
	if t.looks++; t.looks%1024 == 0 && t.err == nil {
		t.err = t.ended()
	}
	return t.err != nil
}

// filter makes a predicate of a filter that stands at a place.
func (t *asked) filter(f Filter, place string) (predicate, error) {
	switch {
	case f.Condition != nil:
		return t.condition(*f.Condition, place+"/condition")
	case f.And != nil:
		all, err := t.filters(f.And, place+"/and")
		return func(r Row) bool {
			return !slices.ContainsFunc(all, func(p predicate) bool { return !p(r) })
		}, err
	case f.Or != nil:
		all, err := t.filters(f.Or, place+"/or")
		return func(r Row) bool {
			return slices.ContainsFunc(all, func(p predicate) bool { return p(r) })
		}, err
	}
	return func(Row) bool { return true }, nil
}

func (t *asked) filters(filters []Filter, place string) ([]predicate, error) {
	all := make([]predicate, len(filters))
	for i, f := range filters {
		var err error
		if all[i], err = t.filter(f, place+"/"+strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (t *asked) condition(c Condition, place string) (predicate, error) {
	at, err := t.locate(c.Field, c.Path, place+"/field", place+"/value/path")
	if err != nil {
		return nil, err
	}
	test, err := testOf(c.Operator, c.Value, t.Fields[at.field].Kind == TimeField, place, t.over)
	if err != nil {
		return nil, err
	}
	return func(r Row) bool { return test(at.of(r)) }, nil
}

// test reports whether a value of a row is as a condition wants it.
type test func(Value) bool

func not(t test) test { return func(v Value) bool { return !t(v) } }

// testOf makes a test of an operator and the value beside it.
func testOf(o Operator, want gjson.Result, instant bool, place string, over func() bool) (test, error) {
	switch o {
	case Eq, Gt, Gte, Lt, Lte:
		return comparison(o, want, instant, place+"/value")
	case Neq:
		t, err := comparison(Eq, want, instant, place+"/value")
		return not(t), err
	case In:
		return oneOf(want, instant, place+"/value")
	case NotIn:
		t, err := oneOf(want, instant, place+"/value")
		return not(t), err
	case IsNull:
		return isNull, nil
	case IsNotNull:
		return not(isNull), nil
	}
	if t := jsonTest(o, want, over); t != nil {
		return t, nil
	}
	return nil, &InvalidError{place + "/operator", strconv.Quote(string(o)), "an operator of a filter", "name another"}
}

func isNull(v Value) bool { return v.Kind == Null }

// comparison compares instants with instants, numbers with numbers, also with those that are written as texts, and else texts with texts.
// What cannot be compared is neither equal nor more nor less.
func comparison(o Operator, want gjson.Result, instant bool, place string) (test, error) {
	wanted, err := wantedOf(want, instant, place)
	if err != nil {
		return nil, err
	}
	number, numeric := wanted.number()
	var whole string
	if wanted.Kind == JSON {
		whole = canonical(wanted.Text)
	}
	return func(v Value) bool {
		if wanted.Kind == JSON || v.Kind == JSON {
			return o == Eq && v.Kind == wanted.Kind && canonical(v.Text) == whole
		}
		if v.Kind == Null || wanted.Kind == Null {
			return o == Eq && v.Kind == wanted.Kind
		}
		switch one := v.Kind; {
		case one == Number || wanted.Kind == Number:
			n, ok := v.number()
			return ok && numeric && holds(o, compareNumbers(n, number))
		case one == Time || wanted.Kind == Time:
			return one == wanted.Kind && holds(o, compare(v, wanted))
		}
		return holds(o, compare(TextOf(v.String()), TextOf(wanted.String())))
	}, nil
}

// wantedOf reads what a condition compares with: beside a time that is an instant.
func wantedOf(want gjson.Result, instant bool, place string) (Value, error) {
	wanted := read(want)
	if !instant || wanted.Kind != Text {
		return wanted, nil
	}
	at, err := spec.ParseDateTime(wanted.Text)
	if err != nil {
		return Value{}, &InvalidError{
			place, strconv.Quote(wanted.Text), "a date-time with its time zone, such as 2026-01-14T09:26:53Z", "send one",
		}
	}
	return TimeOf(at), nil
}

// holds reports whether an operator is true of what compare said.
func holds(o Operator, order int) bool {
	switch o {
	case Gt:
		return order > 0
	case Gte:
		return order >= 0
	case Lt:
		return order < 0
	case Lte:
		return order <= 0
	}
	return order == 0
}

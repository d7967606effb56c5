package query

import (
	"time"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/spec"
)

// Span is a stretch of time, with both of its ends. An end that is zero is open.
type Span struct{ From, Until time.Time }

// span is where all rows are, by their Time, that a filter may let through.
func (t *Table) span(f Filter) (s Span) {
	switch {
	case f.Condition != nil:
		if f.Condition.Field == t.Time {
			return spanOf(f.Condition.Operator, f.Condition.Value)
		}
	case f.And != nil:
		for _, part := range f.And {
			s = s.and(t.span(part))
		}
	case len(f.Or) > 0:
		s = t.span(f.Or[0])
		for _, part := range f.Or[1:] {
			s = s.or(t.span(part))
		}
	}
	return s
}

func spanOf(o Operator, value gjson.Result) (s Span) {
	if o == In && value.IsArray() {
		return spanOfList(value.Array())
	}
	at, err := spec.ParseDateTime(value.Str)
	if err != nil {
		return s // which does not compare with instants
	}
	switch o {
	case Eq, In:
		return Span{at, at}
	case Gt, Gte:
		s.From = at
	case Lt, Lte:
		s.Until = at
	}
	return s
}

func spanOfList(values []gjson.Result) (s Span) {
	for i, v := range values {
		switch one := spanOf(Eq, v); {
		case one == Span{}:
			return one
		case i == 0:
			s = one
		default:
			s = s.or(one)
		}
	}
	return s
}

// and is the part of a span that is in another, too.
func (s Span) and(other Span) Span {
	if s.From.IsZero() || other.From.After(s.From) {
		s.From = other.From
	}
	if s.Until.IsZero() || !other.Until.IsZero() && other.Until.Before(s.Until) {
		s.Until = other.Until
	}
	return s
}

// or is the span from the one that begins first to the end of the one that ends last.
func (s Span) or(other Span) Span {
	if other.From.Before(s.From) {
		s.From = other.From
	}
	if !s.Until.IsZero() && (other.Until.IsZero() || other.Until.After(s.Until)) {
		s.Until = other.Until
	}
	return s
}

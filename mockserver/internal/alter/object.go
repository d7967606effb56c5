package alter

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// Member is one member of a JSON object, its value as it was written.
type Member struct {
	Name  string
	Value json.RawMessage
}

// Object is a JSON object in the order in which it was written.
type Object []Member

// ParseObject reads a text that is one object and nothing else.
func ParseObject(raw []byte) (Object, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, false
	}
	o := Object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		var m Member
		m.Name, _ = name.(string) // the name of a member is always a string
		if err := d.Decode(&m.Value); err != nil {
			return nil, false
		}
		o = append(o, m)
	}
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	_, err := d.Token()
	return o, errors.Is(err, io.EOF)
}

// Bytes writes the object.
func (o Object) Bytes() []byte {
	b := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, Quoted(m.Name)...), ':')
		b = append(b, m.Value...)
	}
	return append(b, '}')
}

// Get returns the value of the first member of that name, as it was written.
func (o Object) Get(name string) (value json.RawMessage, there bool) {
	for _, m := range o {
		if m.Name == name {
			return m.Value, true
		}
	}
	return nil, false
}

// Text returns a member that is a string, empty if it is none.
func (o Object) Text(name string) string {
	var s string
	if raw, there := o.Get(name); !there || json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// With returns a copy whose members called name have another value. It is added behind the others if there is none.
func (o Object) With(name string, value json.RawMessage) Object {
	again, there := make(Object, len(o), len(o)+1), false
	for i, m := range o {
		if m.Name == name {
			m.Value, there = value, true
		}
		again[i] = m
	}
	if !there {
		again = append(again, Member{name, value})
	}
	return again
}

// Without returns a copy that lacks the members for which drop holds.
func (o Object) Without(drop func(Member) bool) Object {
	again := Object{}
	for _, m := range o {
		if !drop(m) {
			again = append(again, m)
		}
	}
	return again
}

// Quoted writes a text as JSON.
func Quoted(s string) json.RawMessage {
	b, _ := jsontext.AppendQuote(nil, s) // its error only tells of replacement characters
	return b
}

// List makes a JSON list of values that are written already.
func List(values []json.RawMessage) json.RawMessage {
	b := []byte{'['}
	for i, raw := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, raw...)
	}
	return append(b, ']')
}

// OnObject changes the object that is the body of an answer. What it leaves alone stays as it was written.
func OnObject(holds func(*pipeline.Call, *pipeline.Answer) bool, change func(*pipeline.Call, Object) Object) Decorator {
	return OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if !holds(c, a) {
			return
		}
		if o, ok := ParseObject(a.Body); ok {
			a.Body = change(c, o).Bytes()
		}
	})
}

// OnEvents changes every event that lists by the operations show, all lists if none is named. What it leaves alone stays as it
// was written.
func OnEvents(change func(Object) Object, operations ...string) Decorator {
	holds := func(c *pipeline.Call, a *pipeline.Answer) bool {
		return Listed(c, a) && (len(operations) == 0 || c.Is(operations...))
	}
	return OnObject(holds, func(_ *pipeline.Call, o Object) Object {
		var events []json.RawMessage
		if raw, there := o.Get("events"); !there || json.Unmarshal(raw, &events) != nil || events == nil {
			return o
		}
		for i, raw := range events {
			if e, ok := ParseObject(raw); ok {
				events[i] = change(e).Bytes()
			}
		}
		return o.With("events", List(events))
	})
}

// Good tells answers that are no refusal.
func Good(_ *pipeline.Call, a *pipeline.Answer) bool { return a.Status < http.StatusMultipleChoices }

// Listed tells the answers that are a page of events.
func Listed(c *pipeline.Call, a *pipeline.Answer) bool { return Good(c, a) && IsList(c) }

package variant

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// member is one member of a JSON object, its value as it was written.
type member struct {
	name  string
	value json.RawMessage
}

// object is a JSON object in the order in which it was written.
type object []member

// parseObject reads a text that is one object and nothing else.
func parseObject(raw []byte) (object, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, false
	}
	o := object{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		var m member
		m.name, _ = name.(string) // the name of a member is always a string
		if err := d.Decode(&m.value); err != nil {
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

func (o object) bytes() []byte {
	b := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, quoted(m.name)...), ':')
		b = append(b, m.value...)
	}
	return append(b, '}')
}

// text returns a member that is a string, empty if it is none.
func (o object) text(name string) string {
	var s string
	for _, m := range o {
		if m.name == name && json.Unmarshal(m.value, &s) == nil {
			return s
		}
	}
	return ""
}

// with returns a copy whose members called name have another value.
func (o object) with(name string, value json.RawMessage) object {
	again := make(object, len(o))
	for i, m := range o {
		if m.name == name {
			m.value = value
		}
		again[i] = m
	}
	return again
}

// without returns a copy that lacks the members for which drop holds.
func (o object) without(drop func(member) bool) object {
	again := object{}
	for _, m := range o {
		if !drop(m) {
			again = append(again, m)
		}
	}
	return again
}

func quoted(s string) json.RawMessage {
	b, _ := jsontext.AppendQuote(nil, s) // its error only tells of replacement characters
	return b
}

// onObject changes the object that is the body of an answer.
func onObject(holds func(*pipeline.Call, pipeline.Answer) bool, change func(*pipeline.Call, object) object) decorator {
	return onAnswer(func(c *pipeline.Call, a pipeline.Answer) pipeline.Answer {
		if !holds(c, a) {
			return a
		}
		if o, ok := parseObject(a.Body); ok {
			a.Body = change(c, o).bytes()
		}
		return a
	})
}

// onEvents changes every event that a list shows.
func onEvents(change func(object) object) decorator {
	return onObject(listed, func(_ *pipeline.Call, o object) object {
		var events []json.RawMessage
		for _, m := range o {
			if m.name == "events" && json.Unmarshal(m.value, &events) != nil {
				return o
			}
		}
		for i, raw := range events {
			if e, ok := parseObject(raw); ok {
				events[i] = change(e).bytes()
			}
		}
		if events == nil {
			return o
		}
		return o.with("events", append(append([]byte{'['}, bytes.Join(rawBytes(events), []byte{','})...), ']'))
	})
}

func rawBytes(all []json.RawMessage) [][]byte {
	b := make([][]byte, len(all))
	for i, raw := range all {
		b[i] = raw
	}
	return b
}

// listed tells the answers that are a page of events.
func listed(c *pipeline.Call, a pipeline.Answer) bool { return good(c, a) && isList(c) }

// good tells answers that are no refusal.
func good(_ *pipeline.Call, a pipeline.Answer) bool { return a.Status < 300 }

// chatlayerGood and inkeepGood tell such answers of one API.
func chatlayerGood(c *pipeline.Call, a pipeline.Answer) bool {
	return good(c, a) && c.API == chatlayerAPI
}

func inkeepGood(c *pipeline.Call, a pipeline.Answer) bool { return good(c, a) && c.API == inkeepAPI }

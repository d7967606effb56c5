package misbehave

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// read reads one JSON text. Numbers stay as they are written.
func read(data []byte, v any) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if d.Decode(v) != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}

// write makes a JSON text, without the escapes that are for HTML.
func write(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return []byte("null") // not reached: what was read can be written
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// onObject changes the JSON object of successful answers of the operations, of all if none is named.
func onObject(change func(c *pipeline.Call, o map[string]any), operations ...string) decorator {
	return onAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if a.Status != http.StatusOK || c.Op == nil || len(operations) > 0 && !c.Is(operations...) {
			return
		}
		if o := object(a.Body); o != nil {
			change(c, o)
			a.Body = write(o)
		}
	})
}

// onRefusal changes the JSON object of refusals of one API.
func onRefusal(api string, change func(o map[string]any)) decorator {
	return onAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if a.Status < http.StatusBadRequest || c.API != api {
			return
		}
		if o := object(a.Body); o != nil {
			change(o)
			a.Body = write(o)
		}
	})
}

// onEvents changes each event of the answers of lists by the operations, of all lists if none is named.
func onEvents(change func(e map[string]any), operations ...string) decorator {
	if len(operations) == 0 {
		operations = []string{byGet, byPost, ofTeam}
	}
	return onObject(func(_ *pipeline.Call, o map[string]any) {
		events, _ := o["events"].([]any)
		for _, e := range events {
			if e, ok := e.(map[string]any); ok {
				change(e)
			}
		}
	}, operations...)
}

// rename gives a member another name.
func rename(o map[string]any, from, to string) {
	if value, there := o[from]; there {
		delete(o, from)
		o[to] = value
	}
}

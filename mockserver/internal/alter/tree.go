package alter

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// Read reads one JSON text into what v points to. Numbers stay as they are written.
func Read(data []byte, v any) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if d.Decode(v) != nil {
		return false
	}
	_, err := d.Token()
	return err == io.EOF
}

// Tree reads a JSON object with all that is in it, nil if it is none. Numbers stay as they are written. Changes of its
// outermost members alone are for an Object, which keeps their order.
func Tree(data []byte) map[string]any {
	var o map[string]any
	if !Read(data, &o) {
		return nil
	}
	return o
}

// Write makes a JSON text, without the escapes that are for HTML.
func Write(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return []byte("null") // not reached: what was read can be written
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Text returns a member that is a text, empty if it is none.
func Text(o map[string]any, name string) string {
	s, _ := o[name].(string)
	return s
}

// OnTree changes the JSON object of successful answers of the operations, of all if none is named.
func OnTree(change func(c *pipeline.Call, o map[string]any), operations ...string) Decorator {
	return onTree(func(c *pipeline.Call, a *pipeline.Answer) bool {
		return a.Status == http.StatusOK && c.Op != nil && (len(operations) == 0 || c.Is(operations...))
	}, change)
}

// OnRefusalTree changes the JSON object of refusals of one API.
func OnRefusalTree(api func(*pipeline.Call) bool, change func(o map[string]any)) Decorator {
	return onTree(func(c *pipeline.Call, a *pipeline.Answer) bool { return a.Status >= http.StatusBadRequest && api(c) },
		func(_ *pipeline.Call, o map[string]any) { change(o) })
}

func onTree(holds func(*pipeline.Call, *pipeline.Answer) bool, change func(c *pipeline.Call, o map[string]any)) Decorator {
	return OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if !holds(c, a) {
			return
		}
		if o := Tree(a.Body); o != nil {
			change(c, o)
			a.Body = Write(o)
		}
	})
}

// OnEventTrees changes each event of the answers of lists by the operations, of all lists if none is named.
func OnEventTrees(change func(e map[string]any), operations ...string) Decorator {
	if len(operations) == 0 {
		operations = []string{ListByGet, ListByPost, ListOfTeam}
	}
	return OnTree(func(_ *pipeline.Call, o map[string]any) {
		for _, e := range spec.MembersOf(o).Objects("events") {
			change(e.Map())
		}
	}, operations...)
}

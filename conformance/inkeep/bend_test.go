package inkeep_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// object is a JSON object as a bent server sees it.
type object = map[string]any

// reply is an answer on its way out.
type reply struct {
	status int
	header http.Header
	body   object // nil if the answer was no object
	sent   object // the event of the request; nil if it was none
}

// bend makes a server differ in what it does about events: before may change the request's event, or answer itself; after may change the
// answer. Either may be nil.
func bend(before func(*http.Request, object) *reply, after func(*reply)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/events" {
				next.ServeHTTP(w, r)
				return
			}
			text, _ := io.ReadAll(r.Body)
			sent := parse(text)
			if before != nil {
				original := maps.Clone(sent)
				if answer := before(r, sent); answer != nil {
					write(w, answer)
					return
				}
				if sent != nil && !sameObject(original, sent) {
					text, _ = json.Marshal(sent)
				}
			}
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
			recorder := httptest.NewRecorder()
			next.ServeHTTP(recorder, r)
			answer := &reply{recorder.Code, recorder.Header(), parse(recorder.Body.Bytes()), parse(text)}
			if after != nil && answer.body != nil {
				after(answer)
				write(w, answer)
				return
			}
			copyRecorded(w, recorder)
		})
	}
}

func copyRecorded(w http.ResponseWriter, recorder *httptest.ResponseRecorder) {
	maps.Copy(w.Header(), recorder.Header())
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(recorder.Body.Bytes())
}

func sameObject(a, b object) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func parse(text []byte) object {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var o object
	if d.Decode(&o) != nil {
		return nil
	}
	return o
}

func write(w http.ResponseWriter, a *reply) {
	maps.Copy(w.Header(), a.header)
	w.Header().Del("Content-Length")
	w.WriteHeader(a.status)
	text, _ := json.Marshal(a.body)
	_, _ = w.Write(text)
}

// events bends what comes in; only events are looked at.
func events(change func(sent object)) func(http.Handler) http.Handler {
	return bend(func(_ *http.Request, sent object) *reply {
		if sent != nil {
			change(sent)
		}
		return nil
	}, nil)
}

// refuses turns away the events for which the reason holds.
func refuses(reason func(*http.Request, object) bool) func(http.Handler) http.Handler {
	return bend(func(r *http.Request, sent object) *reply {
		if sent != nil && reason(r, sent) {
			return problem(http.StatusUnprocessableEntity, "unprocessable_entity")
		}
		return nil
	}, nil)
}

func problem(status int, code string) *reply {
	return &reply{status: status, header: http.Header{"Content-Type": {"application/problem+json"}}, body: object{
		"title": http.StatusText(status), "status": json.Number(strconv.Itoa(status)), "detail": "no", "code": code,
		"error": object{"code": code, "message": "no"},
	}}
}

// stored bends answers to events that were accepted.
func stored(change func(*reply)) func(http.Handler) http.Handler {
	return bend(nil, func(a *reply) {
		if a.status == http.StatusOK {
			change(a)
		}
	})
}

// refusals bends answers to events that were refused.
func refusals(change func(*reply)) func(http.Handler) http.Handler {
	return bend(nil, func(a *reply) {
		if a.status >= http.StatusBadRequest {
			change(a)
		}
	})
}

func text(o object, name string) string {
	s, _ := o[name].(string)
	return s
}

// walk applies a change to every value inside a value, and then to itself.
func walk(v any, change func(any) any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = walk(v[name], change)
		}
	case []any:
		for i := range v {
			v[i] = walk(v[i], change)
		}
	}
	return change(v)
}

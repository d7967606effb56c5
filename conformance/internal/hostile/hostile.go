// Package hostile holds targets that no client should be harmed by: they answer without an end, too much, too slowly or
// nonsense. Tests let the runner judge them. The package knows nothing of the runner.
package hostile

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Targets returns the targets by name. Each takes what is tracked or logged, unless its name says that it spoils all answers.
func Targets() map[string]func() http.Handler {
	all := map[string]func() http.Handler{
		"many-members": func() http.Handler {
			return tracking(text(`{"events":[{"id":"a",` + strings.Repeat(`"m%[1]d":"v",`, 1) + `"z":1}]}`))
		},
		"all-large": func() http.Handler {
			return text(`{"event_id":"e","events":[],"filler":"` + strings.Repeat("x", 7<<20) + `"}`)
		},
		"all-arrays": func() http.Handler {
			return text(`{"event_id":"e","events":[` + strings.TrimSuffix(strings.Repeat(`{},`, 1<<19), ",") + `]}`)
		},
		"malformed":    func() http.Handler { return text(`{"event_id":"e","events":[}`) },
		"html":         html,
		"limited":      func() http.Handler { return status(http.StatusTooManyRequests, nil) },
		"limited-hour": func() http.Handler { return status(http.StatusTooManyRequests, http.Header{"Retry-After": {"3600"}}) },
		"redirects":    func() http.Handler { return status(http.StatusFound, http.Header{"Location": {"/v1/again"}}) },
		"drip":         drip,
		"endless-body": func() http.Handler {
			return flood("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", strings.Repeat("x", 64<<10))
		},
		"endless-header": func() http.Handler {
			return flood("HTTP/1.1 200 OK\r\n", "X-Filler: "+strings.Repeat("x", 1<<10)+"\r\n")
		},
		"endless-value":    func() http.Handler { return flood("HTTP/1.1 200 OK\r\nX-Filler: ", strings.Repeat("x", 64<<10)) },
		"endless-continue": func() http.Handler { return flood("", "HTTP/1.1 100 Continue\r\n\r\n") },
		"large-header": func() http.Handler {
			return status(http.StatusOK, http.Header{"X-Filler": {strings.Repeat("x", 200<<10)}})
		},
		"gzip-bomb": bomb,
		"cut-short": func() http.Handler {
			return flood("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{}", "")
		},
		"cut-chunks": func() http.Handler {
			return flood("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", "")
		},
		"cut-successes": func() http.Handler { return withCredentials(shortened) },
		"no-content":    func() http.Handler { return withoutBody(http.StatusNoContent) },
		"no-body":       func() http.Handler { return withoutBody(http.StatusOK) },
		"too-long": func() http.Handler {
			return flood("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}{\"events\":[]}", "")
		},
		"nested": func() http.Handler {
			return text(`{"event_id":"e","events":` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + `}`)
		},
	}
	for name, p := range lists() {
		all[name] = func() http.Handler { return tracking(endless(p)) }
	}
	return all
}

// lists are the targets whose lists alone are hostile, each by its pages.
func lists() map[string]pages {
	return map[string]pages{
		"endless-pages":    {events: 100, size: 4 << 10, fresh: true},
		"endless-repeated": {events: 100, size: 1 << 10, fresh: true, token: "again"},
		"endless-circle":   {events: 100, size: 1 << 10, token: "again"},
		"endless-empty":    {},
		"endless-outside":  {events: 100, size: 1 << 10, fresh: true, outside: true},
		"endless-known":    {events: 100, size: 4 << 10},
		"endless-large":    {events: 100, size: 70 << 10, fresh: true},
		"large-page":       {events: 100, size: 70 << 10, last: true},
		"many-events":      {events: 30_000, size: 200, last: true},
		"large-token":      {events: 1, size: 100, fresh: true, token: strings.Repeat("t", 1<<20)},
	}
}

// Credentials are those that a target whose lists alone are hostile takes, ID:SECRET.
const Credentials = "hidden-id:hidden-secret-123"

// tracking takes every event, and leaves the lists to another.
func tracking(lists http.Handler) http.Handler {
	var tracked atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		id, secret, _ := r.BasicAuth()
		switch {
		case id+":"+secret != Credentials:
			w.WriteHeader(http.StatusUnauthorized)
		case strings.HasSuffix(r.URL.Path, "/events/track"):
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintf(w, `{"event_id":"e%d"}`, tracked.Add(1))
		case strings.HasSuffix(r.URL.Path, "/events/stream"):
			lists.ServeHTTP(w, r)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
}

// pages are those of a list that has no end.
type pages struct {
	events, size int
	fresh        bool   // every page has other events
	outside      bool   // of the window that was asked for
	last         bool   // there is one page alone
	token        string // the same each time; empty is another each time
}

// endless serves pages that fit what was asked for in all that an event shows.
func endless(p pages) http.Handler {
	var served atomic.Int64
	filler := strings.Repeat("x", max(p.size-200, 0))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := served.Add(1)
		at, version, name, user := asked(r)
		if p.outside {
			at = at.Add(-time.Hour)
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"events":[`)
		event, _ := json.Marshal(map[string]any{ // strings alone: it cannot fail
			"event": name, "user_id": user, "version": version, "timestamp": at.Format(time.RFC3339Nano),
			"attributes": map[string]string{"filler": filler},
		})
		for i := range p.events {
			id := strconv.Itoa(i)
			if p.fresh {
				id = fmt.Sprintf("%d-%d", n, i)
			}
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			_, _ = io.WriteString(w, `{"id":"`+id+`",`)
			_, _ = w.Write(event[1:])
		}
		token := p.token
		switch {
		case p.last:
			token = ""
		case token == "":
			token = fmt.Sprintf("t%d", n)
		case len(token) > 1<<10:
			token += fmt.Sprint(n)
		}
		fmt.Fprintf(w, `],"next_page_token":%q}`, token)
	})
}

// asked is what a list asks for, as far as an event shows it.
func asked(r *http.Request) (at time.Time, version, event, user string) {
	values := map[string]any{}
	_ = json.NewDecoder(r.Body).Decode(&values) // of a POST
	for name := range r.URL.Query() {
		values[name] = r.URL.Query().Get(name)
	}
	said := func(name, other string) string {
		if text, ok := values[name].(string); ok {
			return text
		}
		return other
	}
	at, err := time.Parse(time.RFC3339Nano, said("start_time", ""))
	if err != nil {
		at = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	}
	return at, said("version", "LIVE"), said("event", "filler"), said("user_id", "somebody")
}

func text(body string) http.Handler {
	if strings.Contains(body, "%[1]d") {
		var members strings.Builder
		for i := range 400_000 {
			fmt.Fprintf(&members, `"m%d":"v",`, i)
		}
		body = strings.Replace(body, `"m%[1]d":"v",`, members.String(), 1)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	})
}

func html() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Welcome</title>")
	})
}

func status(code int, header http.Header) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for name, values := range header {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, `{"event_id":"e","events":[]}`)
	})
}

// withoutBody answers without a body, whatever is asked.
func withoutBody(code int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header()["Content-Type"] = nil
		w.WriteHeader(code)
	})
}

// withCredentials refuses whoever has none, wholly and in order.
func withCredentials(next http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next(w, r)
	})
}

// shortened announces more than it sends.
func shortened(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "500")
	_, _ = io.WriteString(w, `{"event_id":"e","events":[]}`)
}

// drip sends a byte every while.
func drip() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, " "); err != nil || http.NewResponseController(w).Flush() != nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
}

// flood sends a beginning and then the same again and again, if there is anything, until the client has gone.
func flood(beginning, again string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		_, err = io.WriteString(conn, beginning)
		for block := []byte(again); err == nil && len(block) > 0; {
			_, err = conn.Write(block)
		}
	})
}

// bomb answers with 8 MB that are 8 GB when they are unzipped.
func bomb() http.Handler {
	var inner bytes.Buffer
	z := gzip.NewWriter(&inner)
	block := make([]byte, 1<<20)
	for range 64 {
		_, _ = z.Write(block)
	}
	_ = z.Close()
	body := bytes.Repeat(inner.Bytes(), 7<<20/inner.Len())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(body)
	})
}

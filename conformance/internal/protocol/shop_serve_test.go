package protocol_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// thing is what the shop lists.
func thing(n int, user string) map[string]any {
	return map[string]any{"id": fmt.Sprintf("t%d", n), "user": user, "note": strings.Repeat("note ", 10)}
}

func list(users []string) map[string]any {
	things := []any{}
	for i, user := range users {
		things = append(things, thing(i, user))
	}
	return map[string]any{"things": things}
}

func (s *shop) queryViolation(r *http.Request) string {
	for part := range strings.SplitSeq(r.URL.RawQuery, "&") {
		name, value, _ := strings.Cut(part, "=")
		if name == "version" && s.mistake == "transport.percent-encoding" && value != "LIVE" {
			return "no such version"
		}
	}
	q := r.URL.Query()
	if q.Get("version") != "LIVE" {
		return "version is missing"
	}
	size := q.Get("page_size")
	if s.mistake == "input.numbers-whole" {
		size = strings.TrimRight(size, "abcdefghijklmnopqrstuvwxyz 7")
	}
	if _, err := strconv.Atoi(size); size != "" && err != nil {
		return "page_size is no number"
	}
	return ""
}

// serve does what a good request asks.
func (s *shop) serve(r *http.Request, body []byte) reply {
	ok := reply{status: 200, header: http.Header{}}
	var in map[string]any
	_ = json.Unmarshal(body, &in)
	switch path := r.URL.Path; {
	case path == "/v1/echo":
		return s.echo(in, body)
	case strings.HasSuffix(path, "/add"):
		ok.value = map[string]any{"thing_id": "t9"}
		return ok
	case r.Method == "POST":
		user, _ := in["user"].(string)
		ok.value = s.list(r, user, false)
		return ok
	}
	user := r.URL.Query().Get("user")
	if s.mistake == "transport.query-order" && !strings.HasSuffix(r.URL.RawQuery, "user="+user) {
		user = ""
	}
	ok.value = s.list(r, user, strings.Contains(r.URL.RawQuery, "page_size=100"))
	return ok
}

func (s *shop) list(r *http.Request, user string, wide bool) map[string]any {
	if s.mistake != "input.strange-ids" && !strings.HasPrefix(r.URL.Path, "/v1/bots/bot1/") {
		return list(nil)
	}
	users := []string{"u1", "u1", "u2"}
	if wide {
		users = append(users, make([]string, 60)...)
	}
	if s.mistake == "transport.reads-change-nothing" {
		if len(s.recall("reads")) > 2 {
			users = nil
		}
		s.remember("reads", s.recall("reads")+"x")
	}
	var mine []string
	for _, u := range users {
		if user == "" || u == user {
			mine = append(mine, u)
		}
	}
	return list(mine)
}

func (s *shop) echo(in map[string]any, body []byte) reply {
	ok := reply{status: 200, header: http.Header{}}
	message, _ := in["message"].(string)
	switch s.mistake {
	case "transport.own-answers":
		s.mu.Lock()
		s.last = message
		s.mu.Unlock()
		time.Sleep(20 * time.Millisecond)
		s.mu.Lock()
		message = s.last
		s.mu.Unlock()
	case "input.control-characters":
		message, _, _ = strings.Cut(message, "\x01")
	case "every text":
		message = strings.ToUpper(message)
	case "input.invalid-utf8":
		ok.value = string(body)
		return ok
	}
	ok.value = map[string]any{"message": message}
	return ok
}

// oddBody has the mistakes that a body brings out.
func (s *shop) oddBody(r *http.Request, body []byte) (reply, bool) {
	tail := r.Method == "POST" && !json.Valid(body)
	deep := strings.Count(string(body), "[") > 500 || strings.Count(string(body), "{") > 500
	switch {
	case s.mistake == "input.trailing-bytes" && tail,
		s.mistake == "negotiation.other-content-type" && strings.Contains(r.Header.Get("Content-Type"), "boundary="),
		s.mistake == "limits.deep-nesting" && deep, s.mistake == "input.fuzz" && strings.Contains(string(body), "1E-400"):
		return refusal(500, "oops"), true
	case s.mistake == "transport.expect-continue" && r.Header.Get("Expect") != "":
		return refusal(400, "do not ask"), true
	}
	return reply{}, false
}

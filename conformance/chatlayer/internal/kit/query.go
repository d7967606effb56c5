package kit

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// The operations that list events.
const (
	Get  = "ListEvents"
	Post = "ListEventsWithFilters"
	Team = "GetTeamEvents"
)

// Query is what a list asks for. The zero value of a member is not sent.
type Query struct {
	Op           string // get, post or team; "" is get
	Bot          string // "" is the target's
	Team         string // "" is the target's
	Version      string // "" is LIVE; the team's list has none
	Start, End   string // as sent
	Size         int
	Token        string
	Event        string
	Conversation string
	User         string
	Campaign     string
	Filters      []Filter // post only
	Aside        bool     // other checks judge the form of what it shows alone; see Probe.Aside
}

// Filter is an AttributeFilter.
type Filter struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Value    []string `json:"value"`
}

// parameter is a named value of a list, in the order in which it is sent.
type parameter struct{ name, value string }

// parameters are the values that GET sends in the query and POST in the body.
func (q Query) parameters() []parameter {
	all := []parameter{
		{"version", q.Version},
		{"start_time", q.Start},
		{"end_time", q.End},
		{"page_size", sizeText(q.Size)},
		{"page_token", q.Token},
	}
	for _, f := range PlainFilters {
		all = append(all, parameter{f.Name, f.Asked(q)})
	}
	var sent []parameter
	for _, p := range all {
		if p.value != "" && (p.name != "version" || q.Op != Team) {
			sent = append(sent, p)
		}
	}
	return sent
}

func sizeText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// Request makes the request of a query. It changes nothing on the target, so it is safe to send again.
func (s *Session) Request(q Query) exchange.Request {
	q = s.WithDefaults(q)
	r := exchange.Request{
		Method: http.MethodGet, Authorization: s.Auth, Safe: true, Meta: q,
		Header: http.Header{"Accept": {"application/json"}},
	}
	switch q.Op {
	case Team:
		r.Path = TeamPath(q.Team)
	case Post:
		r.Method, r.Path, r.Body = http.MethodPost, StreamPath(q.Bot), q.body()
		r.Header["Content-Type"] = []string{"application/json"}
		return r
	default:
		r.Path = StreamPath(q.Bot)
	}
	r.RawQuery = q.rawQuery()
	return r
}

// overfilled reports whether a page holds more events than the query asks for.
func (q Query) overfilled(p Page) bool { return q.Size > 0 && p.Held() > q.Size }

// WithDefaults puts in what the query leaves to the target.
func (s *Session) WithDefaults(q Query) Query {
	if q.Op == "" {
		q.Op = Get
	}
	if q.Bot == "" {
		q.Bot = s.Bot
	}
	if q.Team == "" {
		q.Team = s.Team
	}
	if q.Version == "" {
		q.Version = "LIVE"
	}
	return q
}

// StreamPath is the path of the list of a bot.
func StreamPath(bot string) string { return "/v1/bots/" + url.PathEscape(bot) + "/events/stream" }

// TrackPath is the path that takes events for a bot.
func TrackPath(bot string) string { return "/v1/bots/" + url.PathEscape(bot) + "/events/track" }

// TeamPath is the path of the list of a team.
func TeamPath(id string) string { return "/v1/teams/" + url.PathEscape(id) + "/events" }

// rawQuery keeps the order of the parameters, which url.Values would not.
func (q Query) rawQuery() string {
	var pairs []string
	for _, p := range q.parameters() {
		pairs = append(pairs, p.name+"="+Escape(p.value))
	}
	return strings.Join(pairs, "&")
}

// Escape writes a space as %20, which nobody can take for anything else.
func Escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func (q Query) body() []byte {
	body := map[string]any{}
	for _, p := range q.parameters() {
		body[p.name] = p.value
	}
	if q.Size != 0 {
		body["page_size"] = q.Size
	}
	if q.Filters != nil {
		body["filters"] = q.Filters
	}
	text, _ := json.Marshal(body) // strings and numbers alone: it cannot fail
	return text
}

// Bound writes an instant as a bound: in UTC with milliseconds, the one form that every server takes, and with more digits
// only where the instant has them.
func Bound(t time.Time) string {
	t = t.UTC()
	switch {
	case t.Nanosecond()%int(time.Millisecond) == 0:
		return t.Format("2006-01-02T15:04:05.000Z")
	case t.Nanosecond()%int(time.Microsecond) == 0:
		return t.Format("2006-01-02T15:04:05.000000Z")
	default:
		return t.Format("2006-01-02T15:04:05.000000000Z")
	}
}

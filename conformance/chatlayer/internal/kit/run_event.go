package kit

import (
	"strings"
	"sync/atomic"
	"time"
)

// TagKey is the attribute that marks an event as this run's own.
const TagKey = "cf"

// Sent is what a track request says.
type Sent struct {
	Bot          string // that it is tracked to; "" is the target's
	ID           string
	Version      string // "" sends none
	Event        string
	User         string
	Conversation string
	Campaign     string
	Beside       string // what the other members of the campaign say; "" is the id of another one
	Attributes   map[string]string
	At           time.Time // zero sends none
}

// RunEvent is an event of the run: one that it tracked, or, in a read-only run, one that it found.
type RunEvent struct {
	Sent
	Tag     string // what marks it: the attribute TagKey, or the id of a found event
	Owned   bool   // this run tracked it
	Acked   bool   // the target answered the track with 200
	EventID string // as the target answered
	Seen    bool   // a list has shown it
	Listed  Event  // as the first list showed it
	AckedAt time.Time
	SeenAt  time.Time

	open   atomic.Pointer[showing]                                 // how a list of the bot without filters showed it first; nil if none has
	inTeam atomic.Pointer[showing]                                 // how a list of the team without filters did
	behind [1 << len(PlainFilters)]atomic.Pointer[filteredShowing] // how lists with some of the filters did, by which; see Query.asks
	Double atomic.Bool                                             // a page has shown it as two events: it was stored twice
	gone   atomic.Bool                                             // found, and no list shows it now: how long events are kept nobody says
}

// showing is an event as a list showed it that was asked for a version.
type showing struct {
	Event
	version string
}

// filteredShowing is an event as a list showed it that was asked for some values.
type filteredShowing struct {
	showing
	asked   plainValues
	doubted *atomic.Bool // lists by these filters have shown what does not meet them, so that they prove nothing
}

// When is when the event happened, as the target printed it.
func (k *RunEvent) When() time.Time { return k.Listed.At }

// Moment is that cut to the millisecond, for bounds.
func (k *RunEvent) Moment() time.Time { return k.When().Truncate(time.Millisecond) }

// due reports whether a query with this window must return the event: the target has shown the event in the same list without
// filters, or with some of those that are asked for, and with the members that are asked for beyond. On what lists do not show,
// such as the campaign, no must can rest.
func (k *RunEvent) due(q Query, from, to time.Time) bool {
	asks := q.asks()
	if q.Op == Team {
		return k.inTeam.Load().meets(q, asks, from, to)
	}
	if k.open.Load().meets(q, asks, from, to) {
		return true
	}
	for i := range k.behind {
		n, rest := k.behind[i].Load(), asks
		if n == nil || n.doubted.Load() {
			continue
		}
		same := true
		for f, value := range n.asked {
			if value != "" {
				same, rest[f] = same && value == asks[f], ""
			}
		}
		if same && n.meets(q, rest, from, to) {
			return true
		}
	}
	return false
}

// meets reports whether an event that was shown so lies in a window and shows the values that are asked for.
func (s *showing) meets(q Query, asks plainValues, from, to time.Time) bool {
	if s == nil || q.Op != Team && s.version != q.Version || !Inside(s.At, from, to) {
		return false
	}
	for i, f := range PlainFilters {
		if asks[i] != "" && (f.Shown == nil || !s.Has(f.Name) || f.Shown(s.Event) != asks[i]) {
			return false
		}
	}
	return true
}

// Matches reports whether a query with this window should return the event, by what was tracked and the timestamp that lists
// show. Attribute filters are not looked at: what their operators mean nobody documents.
func (k *RunEvent) Matches(q Query, from, to time.Time) bool {
	return Inside(k.When(), from, to) && k.fits(q)
}

// fits reports whether the event has what the query's filters ask for.
func (k *RunEvent) fits(q Query) bool {
	version := q.Version
	if version == "" {
		version = "LIVE"
	}
	return (q.Op == Team || k.Version == version) && k.meetsAll(q, func(asked, has string) bool { return asked == has })
}

// meetsAll reports whether the event meets every filter of a query, by what it was tracked with.
func (k *RunEvent) meetsAll(q Query, meets func(asked, has string) bool) bool {
	for i := range PlainFilters {
		f := &PlainFilters[i]
		if asked := f.Asked(q); asked != "" && !meets(asked, f.Sent(k.Sent)) {
			return false
		}
	}
	return true
}

// unmet names the first filter of a query that the event does not meet, by what it was tracked with; "" if it meets all.
func (k *RunEvent) unmet(q Query) string {
	for _, f := range PlainFilters {
		if asked := f.Asked(q); k.Owned && asked != "" && f.Sent(k.Sent) != asked {
			return f.Name
		}
	}
	return ""
}

// SameBot compares the ids of bots. Nobody says whether their case counts.
func SameBot(a, b string) bool { return strings.EqualFold(a, b) }

// AlmostEqual reports whether a text is another spelling of what was asked for that a server may take for the same: nobody
// documents whether case counts.
func AlmostEqual(asked, has string) bool { return asked == "" || strings.EqualFold(asked, has) }

// Allowed reports whether a query may return a listed event, by what the list shows of it. Members that are not shown prove
// nothing.
func Allowed(e Event, q Query, from, to time.Time) (why string) {
	switch {
	case !e.At.IsZero() && e.At.Before(from):
		return "it lies before start_time"
	case !e.At.IsZero() && !e.At.Before(to):
		return "it lies on or after end_time"
	case q.Op != Team && e.Version != "" && e.Version != q.Version:
		return "it is of version " + e.Version
	case q.Op != Team && e.BotID != "" && !SameBot(e.BotID, q.Bot):
		return "it is of bot " + e.BotID
	}
	for _, f := range PlainFilters {
		if f.Shown != nil && e.Has(f.Name) && !AlmostEqual(f.Asked(q), f.Shown(e)) {
			return "its " + f.Name + " is " + Quoted(f.Shown(e))
		}
	}
	return ""
}

// Quoted puts a text in quotes and cuts a long one.
func Quoted(s string) string {
	if len(s) > 60 {
		s = s[:60] + "…"
	}
	return `"` + s + `"`
}

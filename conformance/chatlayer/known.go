package chatlayer

import (
	"strings"
	"sync/atomic"
	"time"
)

// tagKey is the attribute that marks an event as this run's own.
const tagKey = "cf"

// Sent is what a track request says.
type Sent struct {
	ID           string
	Version      string // "" sends none
	Event        string
	User         string
	Conversation string
	Campaign     string
	Attributes   map[string]string
	At           time.Time // zero sends none
}

// Known is an event that the run knows: one that it tracked, or, in a read-only run, one that was found.
type Known struct {
	Sent
	Bot     string // that it was tracked to; "" is the target's
	Tag     string // what marks it: the attribute tagKey, or the id of a found event
	Owned   bool   // this run tracked it
	Acked   bool   // the target answered the track with 200
	EventID string // as the target answered
	Seen    bool   // a list has shown it
	Listed  Event  // as the first list showed it
	AckedAt time.Time
	SeenAt  time.Time

	open   atomic.Pointer[showing] // how a list of the bot without filters showed it first; nil if none has
	inTeam atomic.Pointer[showing] // how a list of the team without filters did
	double atomic.Bool             // a page has shown it as two events: it was stored twice
}

// showing is an event as a list showed it that was asked for a version.
type showing struct {
	Event
	version string
}

// when is when the event happened, as the target printed it.
func (k *Known) when() time.Time { return k.Listed.At }

// moment is that cut to the millisecond, for bounds.
func (k *Known) moment() time.Time { return k.when().Truncate(time.Millisecond) }

// due reports whether a query with this window must return the event: the target has shown the event in the same list without
// filters, with the members that are asked for. On what lists do not show, such as the campaign, no must can rest.
func (k *Known) due(q Query, from, to time.Time) bool {
	shown := k.open.Load()
	if q.Op == team {
		shown = k.inTeam.Load()
	}
	return shown != nil && (q.Op == team || shown.version == q.Version) && inside(shown.At, from, to) && q.Campaign == "" &&
		shown.is("event", q.Event, shown.Event.Event) && shown.is("conversation_id", q.Conversation, shown.ConversationID) &&
		shown.is("user_id", q.User, shown.UserID)
}

// is reports whether the event shows a member that has the value which was asked for, if one was.
func (e showing) is(name, asked, has string) bool { return asked == "" || e.has(name) && has == asked }

// matches reports whether a query with this window should return the event, by what was tracked and the timestamp that lists
// show. Attribute filters are not looked at: what their operators mean nobody documents.
func (k *Known) matches(q Query, from, to time.Time) bool {
	return inside(k.when(), from, to) && k.fits(q)
}

// fits reports whether the event has what the query's filters ask for.
func (k *Known) fits(q Query) bool {
	version := q.Version
	if version == "" {
		version = "LIVE"
	}
	return (q.Op == team || k.Version == version) &&
		meets(q.Event, k.Event) && meets(q.Conversation, k.Conversation) && meets(q.User, k.User) && meets(q.Campaign, k.Campaign)
}

func meets(asked, has string) bool { return asked == "" || asked == has }

// almost reports whether a text is another spelling of what was asked for that a server may take for the same: nobody
// documents whether case counts.
func almost(asked, has string) bool { return asked == "" || strings.EqualFold(asked, has) }

// allowed reports whether a query may return a listed event, by what the list shows of it. Members that are not shown prove
// nothing.
func allowed(e Event, q Query, from, to time.Time) (why string) {
	switch {
	case !e.At.IsZero() && e.At.Before(from):
		return "it lies before start_time"
	case !e.At.IsZero() && !e.At.Before(to):
		return "it lies on or after end_time"
	case q.Op != team && e.Version != "" && e.Version != q.Version:
		return "it is of version " + e.Version
	case q.Op != team && e.BotID != "" && !strings.EqualFold(e.BotID, q.Bot):
		return "it is of bot " + e.BotID
	}
	for _, f := range []struct{ name, asked, has string }{
		{"event", q.Event, e.Event}, {"conversation_id", q.Conversation, e.ConversationID}, {"user_id", q.User, e.UserID},
	} {
		if e.has(f.name) && !almost(f.asked, f.has) {
			return "its " + f.name + " is " + quoted(f.has)
		}
	}
	return ""
}

func quoted(s string) string {
	if len(s) > 60 {
		s = s[:60] + "…"
	}
	return `"` + s + `"`
}

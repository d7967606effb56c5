package chatlayer

import "strings"

// filter is one of the plain filters of a list. What the runner knows of them stands in plainFilters alone: a filter more is one row
// there, a member of Query and one of Sent.
type filter struct {
	name   string // of the parameter, and of the member that shows it
	breaks string // the requirement that it is for
	ask    func(*Query, string)
	asked  func(Query) string
	sent   func(Sent) string  // what an event was tracked with
	shown  func(Event) string // what lists show of it; nil if they do not
	own    func(names) string // the value that many events of the seed have
}

var byEvent = filter{
	name:   "event",
	breaks: "CHL-FLT-1",
	ask:    func(q *Query, value string) { q.Event = value },
	asked:  func(q Query) string { return q.Event },
	sent:   func(e Sent) string { return e.Event },
	shown:  func(e Event) string { return e.Event },
	own:    names.event,
}

var byConversation = filter{
	name:   "conversation_id",
	breaks: "CHL-FLT-2",
	ask:    func(q *Query, value string) { q.Conversation = value },
	asked:  func(q Query) string { return q.Conversation },
	sent:   func(e Sent) string { return e.Conversation },
	shown:  func(e Event) string { return e.ConversationID },
	own:    names.conversation,
}

var byUser = filter{
	name:   "user_id",
	breaks: "CHL-FLT-3",
	ask:    func(q *Query, value string) { q.User = value },
	asked:  func(q Query) string { return q.User },
	sent:   func(e Sent) string { return e.User },
	shown:  func(e Event) string { return e.UserID },
	own:    names.user,
}

var byCampaign = filter{
	name:   "campaign_id",
	breaks: "CHL-FLT-4",
	ask:    func(q *Query, value string) { q.Campaign = value },
	asked:  func(q Query) string { return q.Campaign },
	sent:   func(e Sent) string { return e.Campaign },
	own:    names.campaign,
}

// plainFilters are all of them, in the order in which they are sent.
var plainFilters = [...]filter{byEvent, byConversation, byUser, byCampaign}

func allFilters() []filter { return append([]filter(nil), plainFilters[:]...) }

// shownFilters are the filters whose member a listed event shows.
func shownFilters() (all []filter) {
	for _, f := range plainFilters {
		if f.shown != nil {
			all = append(all, f)
		}
	}
	return all
}

// with returns the query with one more filter.
func (f filter) with(q Query, value string) Query {
	f.ask(&q, value)
	return q
}

// plainValues are the values of plainFilters, each in its place.
type plainValues [len(plainFilters)]string

// asks are the values that a query filters by.
func (q Query) asks() (values plainValues) {
	for i := range plainFilters {
		values[i] = plainFilters[i].asked(q)
	}
	return values
}

// asked tells which filters have a value, a bit each.
func (values plainValues) asked() (bits int) {
	for i, value := range values {
		if value != "" {
			bits |= 1 << i
		}
	}
	return bits
}

// filtered reports whether a query has a plain filter.
func (q Query) filtered() bool { return q.asks() != plainValues{} }

// unfiltered is the query without its plain filters.
func (q Query) unfiltered() Query {
	for i := range plainFilters {
		plainFilters[i].ask(&q, "")
	}
	return q
}

// subsets lists all parts of some filters, the empty one and the whole included.
func subsets(of []filter) [][]filter {
	var all [][]filter
	for mask := range 1 << len(of) {
		var some []filter
		for i, f := range of {
			if mask&(1<<i) != 0 {
				some = append(some, f)
			}
		}
		all = append(all, some)
	}
	return all
}

// filtered puts the seed's values of some filters into a query.
func (p *probe) filtered(q Query, fields []filter) Query {
	for _, f := range fields {
		q = f.with(q, f.own(p.s.names))
	}
	return q
}

func filterNames(fields []filter) string {
	var all []string
	for _, f := range fields {
		all = append(all, f.name)
	}
	return strings.Join(all, ", ")
}

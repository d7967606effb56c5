package kit

import "strings"

// PlainFilter is one of the plain filters of a list. All that judges goes over PlainFilters: a filter more is one row there, a member of
// Query and one of Sent, which track.go writes, planted.go plants and find.go takes from what lists show.
type PlainFilter struct {
	Name   string // of the parameter, and of the member that shows it
	Breaks string // the requirement that it is for
	Ask    func(*Query, string)
	Asked  func(Query) string
	Sent   func(Sent) string // what an event was tracked with
	Track  func(*Sent, string)
	Free   bool               // whether an event may lack it
	Shown  func(Event) string // what lists show of it; nil if they do not
	Own    func(Names) string // the value that many planted events have
}

// ByEvent filters by the name of an event.
var ByEvent = PlainFilter{
	Name:   "event",
	Breaks: "CHL-FLT-1",
	Ask:    func(q *Query, value string) { q.Event = value },
	Asked:  func(q Query) string { return q.Event },
	Sent:   func(e Sent) string { return e.Event },
	Track:  func(e *Sent, value string) { e.Event = value },
	Shown:  func(e Event) string { return e.Event },
	Own:    Names.Event,
}

// ByConversation filters by the conversation of an event.
var ByConversation = PlainFilter{
	Name:   "conversation_id",
	Breaks: "CHL-FLT-2",
	Ask:    func(q *Query, value string) { q.Conversation = value },
	Asked:  func(q Query) string { return q.Conversation },
	Sent:   func(e Sent) string { return e.Conversation },
	Track:  func(e *Sent, value string) { e.Conversation = value },
	Free:   true,
	Shown:  func(e Event) string { return e.ConversationID },
	Own:    Names.Conversation,
}

// ByUser filters by the user of an event.
var ByUser = PlainFilter{
	Name:   "user_id",
	Breaks: "CHL-FLT-3",
	Ask:    func(q *Query, value string) { q.User = value },
	Asked:  func(q Query) string { return q.User },
	Sent:   func(e Sent) string { return e.User },
	Track:  func(e *Sent, value string) { e.User = value },
	Shown:  func(e Event) string { return e.UserID },
	Own:    Names.User,
}

// ByCampaign filters by the campaign of an event, which no list shows.
var ByCampaign = PlainFilter{
	Name:   "campaign_id",
	Breaks: "CHL-FLT-4",
	Ask:    func(q *Query, value string) { q.Campaign = value },
	Asked:  func(q Query) string { return q.Campaign },
	Sent:   func(e Sent) string { return e.Campaign },
	Track:  func(e *Sent, value string) { e.Campaign = value },
	Free:   true,
	Own:    Names.Campaign,
}

// PlainFilters are all of them, in the order in which they are sent.
var PlainFilters = [...]PlainFilter{ByEvent, ByConversation, ByUser, ByCampaign}

// AllFilters are the plain filters, those included whose member no list shows.
func AllFilters() []PlainFilter { return append([]PlainFilter(nil), PlainFilters[:]...) }

// ShownFilters are the filters whose member a listed event shows.
func ShownFilters() (all []PlainFilter) {
	for _, f := range PlainFilters {
		if f.Shown != nil {
			all = append(all, f)
		}
	}
	return all
}

// AddTo returns the query with one more filter.
func (f PlainFilter) AddTo(q Query, value string) Query {
	f.Ask(&q, value)
	return q
}

// plainValues are the values of PlainFilters, each in its place.
type plainValues [len(PlainFilters)]string

// asks are the values that a query filters by.
func (q Query) asks() (values plainValues) {
	for i := range PlainFilters {
		values[i] = PlainFilters[i].Asked(q)
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
	for i := range PlainFilters {
		PlainFilters[i].Ask(&q, "")
	}
	return q
}

// Subsets lists all parts of some filters, the empty one and the whole included.
func Subsets(of []PlainFilter) [][]PlainFilter {
	var all [][]PlainFilter
	for mask := range 1 << len(of) {
		var some []PlainFilter
		for i, f := range of {
			if mask&(1<<i) != 0 {
				some = append(some, f)
			}
		}
		all = append(all, some)
	}
	return all
}

// Filtered puts the planted events' values of some filters into a query.
func (p *Probe) Filtered(q Query, fields []PlainFilter) Query {
	for _, f := range fields {
		q = f.AddTo(q, f.Own(p.Names))
	}
	return q
}

// FilterNames joins the names of filters for people.
func FilterNames(fields []PlainFilter) string {
	var all []string
	for _, f := range fields {
		all = append(all, f.Name)
	}
	return strings.Join(all, ", ")
}

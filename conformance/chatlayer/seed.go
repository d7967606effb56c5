package chatlayer

import (
	"fmt"
	"slices"
	"time"
)

// The sizes of the seed. Sets that meet in these numbers tell wrong logic apart by number alone: for every two of them "and",
// "or", either one alone and all of the seed have different sizes.
const (
	seedLive  = 203
	seedDraft = 31
)

// Parts of the live seed, disjoint, by which of the three names an event has. |event| = 41, |user| = 59,
// |conversation| = 23; event and user meet in 13, event and conversation in 5, user and conversation in 11, all in 3.
var seedParts = []struct {
	n                         int
	event, user, conversation bool
}{
	{3, true, true, true},
	{10, true, true, false},
	{2, true, false, true},
	{8, false, true, true},
	{26, true, false, false},
	{38, false, true, false},
	{10, false, false, true},
}

// Names of the seed. Every check may ask for them.
func (n names) event() string        { return n.of("ordered") }
func (n names) user() string         { return n.of("mia") }
func (n names) conversation() string { return n.of("talk") }
func (n names) campaign() string     { return n.of("spring") }
func (n names) elsewhere() string    { return n.of("autumn") } // another campaign
func (n names) both() string         { return n.of("both") }   // a user, and elsewhere a conversation
func (n names) sparse() string       { return n.of("sparse") } // an event name that is rare among many others
func (n names) plain() string        { return n.of("plain") }  // the event name of what has no other
func (n names) literal() string      { return n.of("Abc") }    // has the near misses of seedMisses

// misses are values that a sloppy match takes for literal.
func (n names) misses() []string {
	l := n.literal()
	return []string{l + "d", "x" + l, l[:len(l)-1], l + "_" + l}
}

// seedPlan lists the events to track, in the order of their times: the live ones of the seed's hour, the drafts beside them,
// and a few that lie days before.
func (s *session) seedPlan() (live, draft, old []Sent) {
	live = s.livePlan()
	chance := s.random("order")
	chance.Shuffle(len(live), func(i, j int) { live[i], live[j] = live[j], live[i] })
	s.spreadSparse(live)
	for i := range live {
		live[i].At = s.base.Add(s.moment(i))
	}
	for i := range seedDraft {
		e := live[i*6]
		e.Version, e.Attributes, e.Campaign = "DRAFT", map[string]string{"colour": "red"}, ""
		switch i % 5 {
		case 0:
			e.Campaign = s.names.campaign()
		case 1:
			e.Campaign = s.names.elsewhere()
		}
		draft = append(draft, e)
	}
	for i := range 3 {
		old = append(old, Sent{
			Version: "LIVE", Event: s.names.event(), User: s.names.user(), Conversation: s.names.of("old"),
			At: s.base.Add(-time.Duration(i*11+8) * time.Hour),
		})
	}
	return live, draft, old
}

// moment is when the i-th live event happens, from the base on. Fourteen of them share one instant; the others are apart by
// less than a second and more than a millisecond, some across a minute.
func (s *session) moment(i int) time.Duration {
	const tied, ties = 60, 14
	if i > tied && i < tied+ties {
		i = tied
	}
	return time.Duration(i) * 737 * time.Millisecond
}

func (s *session) livePlan() []Sent {
	var plan []Sent
	n := s.names
	for _, part := range seedParts {
		for i := range part.n {
			e := Sent{Event: n.plain(), User: n.of(fmt.Sprintf("user-%02d", i%17)), Conversation: n.of(fmt.Sprintf("talk-%02d", i%13))}
			if part.event {
				e.Event = n.event()
			}
			if part.user {
				e.User = n.user()
			}
			if part.conversation {
				e.Conversation = n.conversation()
			}
			if part.user && i%6 == 4 {
				e.Campaign = n.elsewhere()
			}
			if i == 1 || part.event && i%5 == 2 || part.user && i%6 == 3 {
				e.Campaign = n.campaign()
			}
			plan = append(plan, e)
		}
	}
	plan = append(plan, n.specials()...)
	for i := 0; len(plan) < seedLive; i++ {
		event := n.plain() // more than a page of them
		if i%2 == 0 {
			event = n.of("other-" + string(rune('a'+i/2%7)))
		}
		plan = append(plan, Sent{Event: event, User: n.of(fmt.Sprintf("user-%02d", i%17)), Conversation: n.of(fmt.Sprintf("talk-%02d", i%13))})
	}
	for i := range plan {
		plan[i].Version = "LIVE"
		plan[i].Attributes = attributesOf(i)
	}
	return plan
}

// attributesOf gives the attributes that the attribute checks ask for: colour in two values and absent, size in spellings of
// one number, and a name that is also a member's. With the tag they are never more than five.
func attributesOf(i int) map[string]string {
	a := map[string]string{}
	switch i % 5 {
	case 0, 1:
		a["colour"] = "red"
	case 2:
		a["colour"] = "blue"
	}
	if sizes := []string{"1", "01", "001", "true", "TRUE"}; i%4 == 1 {
		a["size"] = sizes[i/4%len(sizes)]
	}
	if i%7 == 3 {
		a["user_id"] = "attribute"
	}
	if i%9 == 4 {
		a["shape"] = "round"
	}
	return a
}

// specials are events that one check each is about.
func (n names) specials() []Sent {
	var plan []Sent
	with := func(times int, e Sent) {
		for range times {
			plan = append(plan, e)
		}
	}
	with(4, Sent{Event: n.literal(), User: n.literal(), Conversation: n.literal(), Campaign: n.literal()})
	for _, miss := range n.misses() {
		with(1, Sent{Event: miss, User: miss, Conversation: miss, Campaign: miss})
	}
	with(5, Sent{Event: n.plain(), User: n.both(), Conversation: n.of("talk-01")})
	with(4, Sent{Event: n.plain(), User: n.of("user-01"), Conversation: n.both()})
	with(5, Sent{Event: n.plain(), User: n.of("user-02")}) // no conversation
	with(4, Sent{Event: n.sparse(), User: n.of("user-03"), Conversation: n.of("talk-02")})
	return plan
}

// spreadSparse puts the rare events behind a hundred others and at both ends, so that a filter that is applied after the page
// was cut cannot find them on the first page.
func (s *session) spreadSparse(live []Sent) {
	places := []int{0, 121, 160, len(live) - 1}
	for _, place := range places {
		i := slices.IndexFunc(live, func(e Sent) bool { return e.Event == s.names.sparse() && e.At.IsZero() })
		live[i].At = s.base // marks it as placed
		live[i], live[place] = live[place], live[i]
	}
}

package kit

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// How many events are planted. Sets that meet in these numbers tell wrong logic apart by number alone: for every two of them "and",
// "or", either one alone and all of the planted events have different sizes.
const (
	PlantedLive  = 203
	plantedDraft = 31
)

// Parts of the live planted events, disjoint, by which of the three names an event has. |event| = 41, |user| = 59,
// |conversation| = 23; event and user meet in 13, event and conversation in 5, user and conversation in 11, all in 3.
var plantedParts = []struct {
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

// Event is the event name of many planted events.
func (n Names) Event() string { return n.Of("ordered") }

// User is the user of many planted events.
func (n Names) User() string { return n.Of("mia") }

// Conversation is the conversation of many planted events.
func (n Names) Conversation() string { return n.Of("talk") }

// Campaign is the campaign of many planted events.
func (n Names) Campaign() string  { return n.Of("spring") }
func (n Names) elsewhere() string { return n.Of("autumn") }

// Both is a user of some planted events, and the conversation of others.
func (n Names) Both() string { return n.Of("both") }

// Sparse is an event name that is rare among many others.
func (n Names) Sparse() string { return n.Of("sparse") }

// Plain is the event name of the planted events that have no other.
func (n Names) Plain() string { return n.Of("plain") }

// Literal is a name of few planted events, to which those of Misses come close.
func (n Names) Literal() string { return n.Of("Abc") }

// Misses are values that a sloppy match takes for literal.
func (n Names) Misses() []string {
	l := n.Literal()
	return []string{l + "d", "x" + l, l[:len(l)-1], l + "_" + l}
}

// plantedPlan lists the events to track, in the order of their times: the live ones of an hour, the drafts beside them,
// and a few that lie days before.
func (s *Session) plantedPlan() (live, draft, old []Sent) {
	live = s.livePlan()
	chance := s.Random("order")
	chance.Shuffle(len(live), func(i, j int) { live[i], live[j] = live[j], live[i] })
	s.spreadSparse(live)
	for i := range live {
		live[i].At = s.Base.Add(s.moment(i))
	}
	for i := range plantedDraft {
		e := live[i*6]
		e.Version, e.Attributes, e.Campaign = "DRAFT", map[string]string{"colour": "red"}, ""
		switch i % 5 {
		case 0:
			e.Campaign = s.Names.Campaign()
		case 1:
			e.Campaign = s.Names.elsewhere()
		}
		draft = append(draft, e)
	}
	for i := range 3 {
		old = append(old, Sent{
			Version: "LIVE", Event: s.Names.Event(), User: s.Names.User(), Conversation: s.Names.Of("old"),
			At: s.Base.Add(-time.Duration(i*11+8) * time.Hour),
		})
	}
	return live, draft, old
}

// moment is when the i-th live event happens, from the base on. Fourteen of them share one instant; the others are apart by
// less than a second and more than a millisecond, some across a minute.
func (s *Session) moment(i int) time.Duration {
	const tied, ties = 60, 14
	if i > tied && i < tied+ties {
		i = tied
	}
	return time.Duration(i) * 737 * time.Millisecond
}

func (s *Session) livePlan() []Sent {
	var plan []Sent
	n := s.Names
	for _, part := range plantedParts {
		for i := range part.n {
			e := Sent{Event: n.Plain(), User: n.Of(fmt.Sprintf("user-%02d", i%17)), Conversation: n.Of(fmt.Sprintf("talk-%02d", i%13))}
			if part.event {
				e.Event = n.Event()
			}
			if part.user {
				e.User = n.User()
			}
			if part.conversation {
				e.Conversation = n.Conversation()
			}
			if part.user && i%6 == 4 {
				e.Campaign = n.elsewhere()
			}
			if i == 1 || part.event && i%5 == 2 || part.user && i%6 == 3 {
				e.Campaign = n.Campaign()
			}
			plan = append(plan, e)
		}
	}
	plan = append(plan, n.specials()...)
	for i := 0; len(plan) < PlantedLive; i++ {
		event := n.Plain() // more than a page of them
		if i%2 == 0 {
			event = n.Of("other-" + string(rune('a'+i/2%7)))
		}
		plan = append(plan, Sent{
			Event: event, User: n.Of(fmt.Sprintf("user-%02d", i%17)),
			Conversation: n.Of(fmt.Sprintf("talk-%02d", i%13)),
		})
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
func (n Names) specials() []Sent {
	var plan []Sent
	with := func(times int, e Sent) {
		for range times {
			plan = append(plan, e)
		}
	}
	with(4, Sent{Event: n.Literal(), User: n.Literal(), Conversation: n.Literal(), Campaign: n.Literal()})
	for _, miss := range n.Misses() {
		with(1, Sent{Event: miss, User: miss, Conversation: miss, Campaign: miss})
	}
	with(5, Sent{Event: n.Plain(), User: n.Both(), Conversation: n.Of("talk-01")})
	with(4, Sent{Event: n.Plain(), User: n.Of("user-01"), Conversation: n.Both()})
	with(5, Sent{Event: n.Plain(), User: n.Of("user-02")}) // no conversation
	with(4, Sent{Event: n.Sparse(), User: n.Of("user-03"), Conversation: n.Of("talk-02")})
	return plan
}

// spreadSparse puts the rare events behind a hundred others and at both ends, so that a filter that is applied after the page
// was cut cannot find them on the first page.
func (s *Session) spreadSparse(live []Sent) {
	places := []int{0, 121, 160, len(live) - 1}
	for _, place := range places {
		i := slices.IndexFunc(live, func(e Sent) bool { return e.Event == s.Names.Sparse() && e.At.IsZero() })
		live[i].At = s.Base // marks it as placed
		live[i], live[place] = live[place], live[i]
	}
}

// IsPlain reports whether the event is one that no limit can be meant for: it has a version, a name and a user, its texts are short and
// hold nothing but letters, digits and underscores, and its attributes are few.
func IsPlain(e Sent) bool {
	const short, few = 40, 5
	texts := []string{e.Event, e.User, e.Conversation, e.Campaign}
	for key, value := range e.Attributes {
		if key == "" || value == "" {
			return false
		}
		texts = append(texts, key, value)
	}
	odd := slices.ContainsFunc(texts, func(text string) bool {
		return len(text) > short || strings.ContainsFunc(text, func(r rune) bool {
			return r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
		})
	})
	return !odd && e.Version != "" && e.Event != "" && e.User != "" && e.ID == "" && len(e.Attributes) <= few
}

package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/property"
)

// How much a run spends on stories.
const (
	stories     = 8
	storyEvents = 9
	storyLists  = 5
	shrinking   = 8 * time.Second
)

// story is a run of random tracks and, once they are visible, random lists.
type story struct {
	tracks []storyTrack
	lists  []storyList
}

type storyTrack struct {
	event, user, conversation, campaign int // 0 is none, but for the event and the user
	draft                               bool
	at                                  int // tenths of a second
}

type storyList struct {
	op                                  string
	event, user, conversation, campaign int // 0 is no filter
	draft                               bool
	from, to                            int // which event's instant is the bound; -1 is a bound outside all of them
	size                                int
}

func drawStory(t *rapid.T) story {
	return story{
		tracks: rapid.SliceOfN(rapid.Custom(drawTrack), 1, storyEvents).Draw(t, "tracks"),
		lists:  rapid.SliceOfN(rapid.Custom(drawList), 1, storyLists).Draw(t, "lists"),
	}
}

func drawTrack(t *rapid.T) storyTrack {
	return storyTrack{
		event: rapid.IntRange(1, 3).Draw(t, "event"), user: rapid.IntRange(1, 2).Draw(t, "user"),
		conversation: rapid.IntRange(0, 2).Draw(t, "conversation"), campaign: rapid.IntRange(0, 2).Draw(t, "campaign"),
		draft: rapid.IntRange(0, 3).Draw(t, "version") == 3, at: rapid.IntRange(0, 12).Draw(t, "at"),
	}
}

func drawList(t *rapid.T) storyList {
	sparse := func(name string) int { return max(0, rapid.IntRange(-2, 2).Draw(t, name)) }
	return storyList{
		op: rapid.SampledFrom([]string{get, post}).Draw(t, "operation"), event: sparse("event"), user: sparse("user"),
		conversation: sparse("conversation"), campaign: sparse("campaign"), draft: rapid.IntRange(0, 3).Draw(t, "version") == 3,
		from: rapid.IntRange(-1, storyEvents-1).Draw(t, "from"), to: rapid.IntRange(-1, storyEvents-1).Draw(t, "to"),
		size: rapid.SampledFrom([]int{100, 1, 2, 3, 5, 0}).Draw(t, "size"),
	}
}

// storyRun is one telling of a story, under names of its own.
type storyRun struct {
	p     *probe
	n     names
	base  time.Time
	known []*Known
	found *storyFailure
	idle  string // why the story says nothing
}

// storyFailure is the last failing telling: rapid ends with the shortest.
type storyFailure struct {
	shown conformance.Failure
}

var storyRandom = conformance.Check{
	ID:          "chatlayer.story.random",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also: []string{
		"CHL-TIME-1", "CHL-TIME-2", "CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-6", "CHL-FLT-7",
		"CHL-FLT-16",
	},
	Title:      "Random events, asked for in random ways, are listed as a plain model says.",
	Operations: []string{"TrackEvent", get, post},
	Needs:      []conformance.Capability{conformance.Writes},
	Phase:      conformance.Writing,
	Floor:      map[string]int{"stories": 4, "lists": 12},
	Run:        with(randomStories),
}

// randomStories tells stories and shows the shortest one that went otherwise than the model says.
func randomStories(ctx context.Context, p *probe) {
	var failure *storyFailure
	var shortest time.Time // when what was found by then has to do
	told, chance := 0, p.s.random("stories")
	held := property.Check(ctx, property.Options{Seed: chance.Uint64() >> 1, Checks: stories, Shrink: shrinking}, func(t *rapid.T) {
		s := drawStory(t)
		if failure != nil && p.s.clock.Now().After(shortest) {
			return // rapid looks at the time only now and then, and a telling may wait
		}
		told++
		run := &storyRun{p: p, n: names{fmt.Sprintf("%ss%d", p.s.run, told)}, base: p.slot().Add(time.Duration(told%30) * time.Minute)}
		run.tell(ctx, s)
		switch {
		case run.found != nil:
			if failure == nil {
				shortest = p.s.clock.Now().Add(shrinking)
			}
			failure = run.found
			t.Fatalf("the list differs from the model")
		case run.idle == "":
			p.Saw("stories", 1)
		}
	})
	if !held && failure != nil && ctx.Err() == nil {
		p.Fail(failure.shown)
	}
}

func (r *storyRun) tell(ctx context.Context, s story) {
	for _, track := range s.tracks {
		k, x := r.p.Track(ctx, r.sent(track))
		if k == nil {
			r.idle = gist(x)
			return
		}
		r.known = append(r.known, k)
	}
	if lost := r.p.settleOwn(ctx, r.known...); len(lost) > 0 { // whether it must is for another check
		r.idle = fmt.Sprintf("%d of %d acknowledged events did not become visible", len(lost), len(r.known))
		return
	}
	for _, list := range s.lists {
		if !r.list(ctx, list, s) {
			return
		}
	}
}

func (r *storyRun) sent(t storyTrack) Sent {
	e := Sent{
		Version: versionWord(t.draft), Event: r.n.of(fmt.Sprintf("event-%d", t.event)), User: r.n.of(fmt.Sprintf("user-%d", t.user)),
		At: r.base.Add(time.Duration(t.at) * 100 * time.Millisecond),
	}
	if t.conversation > 0 {
		e.Conversation = r.n.of(fmt.Sprintf("talk-%d", t.conversation))
	}
	if t.campaign > 0 {
		e.Campaign = r.n.of(fmt.Sprintf("campaign-%d", t.campaign))
	}
	return e
}

func versionWord(draft bool) string {
	if draft {
		return "DRAFT"
	}
	return "LIVE"
}

// list asks one list and compares. It reports whether the story goes on.
func (r *storyRun) list(ctx context.Context, l storyList, s story) bool {
	q := r.query(l)
	if q.Start == q.End {
		return true // a server may refuse a window that holds nothing
	}
	w := r.p.Walk(ctx, q)
	if x := w.Last().X; w.Last().Problem != "" && (x.Err != nil || x.Busy()) {
		r.idle = w.Why
		return false
	}
	r.p.Saw("lists", 1)
	d := r.p.judge(ctx, w, r.known, "a list of a random story")
	if w.Ended && d.none() {
		return true
	}
	f := r.p.failure(w, r.known, d, "a list of a random story")
	if !w.Ended {
		f.Message = "a list of a random story came to no end: " + w.Why
		f.Symptoms, f.Observed = withoutEnd(), nil
	}
	f.Exchanges = append(r.tracks(), f.Exchanges...)
	r.fail(f, s)
	return false
}

func (r *storyRun) query(l storyList) Query {
	from, to := r.p.s.span(r.known)
	bounds := func(i int, other time.Time) string {
		if i < 0 || i >= len(r.known) {
			return bound(other)
		}
		return bound(r.known[i].moment())
	}
	q := Query{Op: l.op, Version: versionWord(l.draft), Start: bounds(l.from, from), End: bounds(l.to, to), Size: l.size}
	if a, b := instants(q); b.Before(a) { // a window that is turned round is another check's
		q.Start, q.End = q.End, q.Start
	}
	filter := func(word string, i int) string {
		if i == 0 {
			return ""
		}
		return r.n.of(fmt.Sprintf("%s-%d", word, i))
	}
	q.Event, q.User, q.Conversation, q.Campaign = filter("event", l.event), filter("user", l.user), filter("talk", l.conversation),
		filter("campaign", l.campaign)
	return q
}

// tracks are the exchanges that tracked the story's events.
func (r *storyRun) tracks() []*exchange.Exchange {
	tags := map[string]bool{}
	for _, k := range r.known {
		tags[k.Tag] = true
	}
	return slices.DeleteFunc(r.p.Traffic(), func(x *exchange.Exchange) bool {
		sent, ok := x.Request.Meta.(Sent)
		return !ok || !tags[sent.Attributes[tagKey]]
	})
}

func (r *storyRun) fail(f conformance.Failure, s story) {
	f.Message += fmt.Sprintf(" (%s and %s, the shortest story found)", plural(len(s.tracks), "track"), plural(len(s.lists), "list"))
	r.found = &storyFailure{shown: f}
}

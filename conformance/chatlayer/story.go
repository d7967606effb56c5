package chatlayer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/shrink"
)

// How much a run spends on stories. A story that fails is told again at most so often, and so long, to make it small.
const (
	stories   = 8
	retold    = 22
	shrinking = 8 * time.Second
)

// storyRun is one telling of a story, under names of its own.
type storyRun struct {
	p     *probe
	n     names
	base  time.Time
	known []*Known
	found *conformance.Failure // of the first list that was wrong
	idle  string               // why the story says nothing
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
	told, chance := 0, p.s.random("stories")
	tell := func(s story) *storyRun {
		told++
		run := &storyRun{p: p, n: names{fmt.Sprintf("%ss%d", p.s.run, told)}, base: p.slot().Add(time.Duration(told%30) * time.Minute)}
		run.tell(ctx, s)
		return run
	}
	for range stories {
		s := drawStory(chance)
		run := tell(s)
		if run.found != nil {
			until := p.s.clock.Now().Add(shrinking)
			shrink.Smallest(s, retold, story.smaller, func(s story) bool {
				if ctx.Err() != nil || p.s.clock.Now().After(until) {
					return false
				}
				again := tell(s)
				if again.found != nil {
					run = again
				}
				return again.found != nil
			})
			p.Fail(*run.found)
		}
		if run.idle == "" {
			p.Saw("stories", 1)
		}
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
	r.found = &f
}

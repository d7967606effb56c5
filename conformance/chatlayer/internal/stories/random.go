package stories

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/conformance/internal/shrink"
)

// How much a run spends on stories. A story that fails is told again at most so often, and so long, to make it small.
const (
	stories   = 8
	retold    = 22
	shrinking = 8 * time.Second
)

// run is one telling of a story, under names of its own.
type run struct {
	p       *kit.Probe
	n       kit.Names
	base    time.Time
	planted []*kit.RunEvent
	asked   int                  // how many lists, the wrong one among them
	found   *conformance.Failure // of the first list that was wrong
	idle    string               // why the story says nothing
}

var random = conformance.Check{
	ID:          "chatlayer.story.random",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also: []string{
		"CHL-TIME-1", "CHL-TIME-2", "CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-6", "CHL-FLT-7",
		"CHL-FLT-16",
	},
	Title:      "Random events, asked for in random ways, are listed as a plain model says.",
	Operations: []string{"TrackEvent", kit.Get, kit.Post},
	Needs:      []conformance.Capability{conformance.Writes},
	Phase:      conformance.Writing,
	Floor:      map[string]int{"stories": 4, "lists": 12},
	Run:        kit.WithPlanted(randomStories),
}

// randomStories tells stories and shows the shortest one that went otherwise than the model says.
func randomStories(ctx context.Context, p *kit.Probe) {
	told, chance := 0, p.Random("stories")
	tell := func(s story) *run {
		told++
		run := &run{p: p, n: kit.NamesOf(fmt.Sprintf("%ss%d", p.Run(), told)), base: p.Slot().Add(time.Duration(told%30) * time.Minute)}
		run.tell(ctx, s)
		return run
	}
	for range stories {
		s := drawStory(chance)
		run := tell(s)
		if run.found != nil {
			s.lists = s.lists[:run.asked]
			until := p.Clock.Now().Add(shrinking)
			s = shrink.Smallest(s, retold, story.smaller, func(s story) bool {
				if ctx.Err() != nil || p.Clock.Now().After(until) {
					return false
				}
				again := tell(s)
				if again.found != nil {
					run = again
				}
				return again.found != nil
			})
			run.found.Message += fmt.Sprintf(" (%s and %s, the shortest story found)", english.Count(len(s.tracks), "track"),
				english.Count(len(s.lists), "list"))
			p.Fail(*run.found)
		}
		if run.idle == "" {
			p.Saw("stories", 1)
		}
	}
}

func (r *run) tell(ctx context.Context, s story) {
	for _, track := range s.tracks {
		k, x := r.p.Track(ctx, r.sent(track))
		if k == nil {
			r.idle = kit.Gist(x)
			return
		}
		r.planted = append(r.planted, k)
	}
	if lost := r.p.SettleOwn(ctx, r.planted...); len(lost) > 0 { // whether it must is for another check
		r.idle = english.Of(len(lost), len(r.planted), "acknowledged event") + " did not become visible"
		return
	}
	for _, list := range s.lists {
		r.asked++
		if !r.list(ctx, list) {
			return
		}
	}
}

func (r *run) sent(t track) kit.Sent {
	e := kit.Sent{
		Version: versionWord(t.draft), Event: r.n.Of(fmt.Sprintf("event-%d", t.event)), User: r.n.Of(fmt.Sprintf("user-%d", t.user)),
		At: r.base.Add(time.Duration(t.at) * 100 * time.Millisecond),
	}
	if t.conversation > 0 {
		e.Conversation = r.n.Of(fmt.Sprintf("talk-%d", t.conversation))
	}
	if t.campaign > 0 {
		e.Campaign = r.n.Of(fmt.Sprintf("campaign-%d", t.campaign))
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
func (r *run) list(ctx context.Context, l list) bool {
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
	d := r.p.Judge(ctx, w, r.planted, "a list of a random story")
	if w.Ended && d.None() {
		return true
	}
	f := r.p.Failure(w, r.planted, d, "a list of a random story")
	switch problem := w.Last().Problem; {
	case problem != "":
		f.Message, f.Got = "a list of a random story was not answered with a page: "+problem, kit.Gist(w.Last().X)
		f.Symptoms, f.Observed = kit.NoPage(q, problem), nil
	case !w.Ended:
		f.Message = "a list of a random story came to no end: " + w.Why
		f.Symptoms, f.Observed = kit.WithoutEnd(), nil
	}
	f.Exchanges = append(r.tracks(), f.Exchanges...)
	r.found = &f
	return false
}

func (r *run) query(l list) kit.Query {
	from, to := r.p.EventWindow(r.planted)
	bounds := func(i int, other time.Time) string {
		if i < 0 || i >= len(r.planted) {
			return kit.Bound(other)
		}
		return kit.Bound(r.planted[i].Moment())
	}
	q := kit.Query{Op: l.op, Version: versionWord(l.draft), Start: bounds(l.from, from), End: bounds(l.to, to), Size: l.size}
	if a, b := kit.Instants(q); b.Before(a) { // a window that is turned round is another check's
		q.Start, q.End = q.End, q.Start
	}
	filter := func(word string, i int) string {
		if i == 0 {
			return ""
		}
		return r.n.Of(fmt.Sprintf("%s-%d", word, i))
	}
	q.Event, q.User, q.Conversation, q.Campaign = filter("event", l.event), filter("user", l.user), filter("talk", l.conversation),
		filter("campaign", l.campaign)
	return q
}

// tracks are the exchanges that tracked the story's events.
func (r *run) tracks() []*exchange.Exchange {
	tags := map[string]bool{}
	for _, k := range r.planted {
		tags[k.Tag] = true
	}
	return slices.DeleteFunc(r.p.Exchanges(), func(x *exchange.Exchange) bool {
		sent, ok := x.Request.Meta.(kit.Sent)
		return !ok || !tags[sent.Attributes[kit.TagKey]]
	})
}

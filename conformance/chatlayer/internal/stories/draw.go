package stories

import (
	"math/rand/v2"
	"slices"

	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// How long a story may be.
const (
	events = 9
	lists  = 5
)

// story is a run of random tracks and, once they are visible, random lists.
type story struct {
	tracks []track
	lists  []list
}

type track struct {
	event, user, conversation, campaign int // 0 is none, but for the event and the user
	draft                               bool
	at                                  int // tenths of a second
}

type list struct {
	op                                  string
	event, user, conversation, campaign int // 0 is no filter
	draft                               bool
	from, to                            int // which event's instant is the bound; -1 is a bound outside all of them
	size                                int
}

func drawStory(r *rand.Rand) story {
	s := story{tracks: make([]track, 1+r.IntN(events)), lists: make([]list, 1+r.IntN(lists))}
	for i := range s.tracks {
		s.tracks[i] = track{
			event: 1 + r.IntN(3), user: 1 + r.IntN(2), conversation: r.IntN(3), campaign: r.IntN(3), draft: r.IntN(4) == 0, at: r.IntN(13),
		}
	}
	sparse := func() int { return max(0, r.IntN(5)-2) }
	for i := range s.lists {
		s.lists[i] = list{
			op: []string{kit.Get, kit.Post}[r.IntN(2)], event: sparse(), user: sparse(), conversation: sparse(), campaign: sparse(),
			draft: r.IntN(4) == 0,
			from:  r.IntN(events+1) - 1, to: r.IntN(events+1) - 1, size: []int{100, 1, 2, 3, 5, 0}[r.IntN(6)],
		}
	}
	return s
}

// smaller are the stories that are one step shorter or plainer, the boldest first: with the last list alone, with it and one before, with
// half of the tracks, with a track less, with a list that asks for less. A target may be wrong only after what it was asked before, so that
// no list fails alone: then the tracks get fewer all the same. That another list than the last fails alone is tried at the end.
func (s story) smaller() []story {
	var all []story
	last := len(s.lists) - 1
	if last > 0 {
		all = append(all, story{s.tracks, s.lists[last:]})
	}
	for i := range s.lists[:last] {
		if last > 1 {
			all = append(all, story{s.tracks, []list{s.lists[i], s.lists[last]}})
		}
	}
	if n := len(s.tracks); n > 3 {
		all = append(all, s.without(0, n/2), s.without(n/2, n))
	}
	for i := range s.tracks {
		if len(s.tracks) > 1 {
			all = append(all, s.without(i, i+1))
		}
	}
	for i := range s.lists {
		if last > 1 {
			all = append(all, story{s.tracks, slices.Delete(slices.Clone(s.lists), i, i+1)})
		}
		for _, l := range s.lists[i].smaller() {
			plainer := story{s.tracks, slices.Clone(s.lists)}
			plainer.lists[i] = l
			all = append(all, plainer)
		}
	}
	for i := range s.lists[:last] {
		all = append(all, story{s.tracks, s.lists[i : i+1]})
	}
	return all
}

// without is the story without the tracks from i up to j. The bounds of its lists stay at the events that they lay on.
func (s story) without(i, j int) story {
	lists := slices.Clone(s.lists)
	for n := range lists {
		for _, bound := range []*int{&lists[n].from, &lists[n].to} {
			switch {
			case *bound >= j:
				*bound -= j - i
			case *bound >= i:
				*bound = -1
			}
		}
	}
	return story{slices.Delete(slices.Clone(s.tracks), i, j), lists}
}

// smaller are the lists that are plainer in one argument.
func (l list) smaller() []list {
	var all []list
	for _, plain := range []func(*list){
		func(l *list) { l.event = 0 },
		func(l *list) { l.user = 0 },
		func(l *list) { l.conversation = 0 },
		func(l *list) { l.campaign = 0 },
		func(l *list) { l.from = -1 },
		func(l *list) { l.to = -1 },
		func(l *list) { l.size = 100 },
		func(l *list) { l.op = kit.Get },
	} {
		changed := l
		if plain(&changed); changed != l {
			all = append(all, changed)
		}
	}
	return all
}

package inkeepworld

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// API is Inkeep as a world knows it.
func API() world.API {
	return world.API{
		Kind: fixtures.InkeepKind(),
		New:  func(b *world.Base) (world.State, error) { return newState(b) },
		Commands: map[string]world.Replay{
			LogEvent{}.Kind():           world.ReplayOf[LogEvent],
			LogConversation{}.Kind():    world.ReplayOf[LogConversation],
			DeleteConversation{}.Kind(): world.ReplayOf[DeleteConversation],
			SubmitFeedback{}.Kind():     world.ReplayOf[SubmitFeedback],
			DeleteFeedback{}.Kind():     world.ReplayOf[DeleteFeedback],
		},
	}
}

// state is everything that commands change. It is safe for concurrent use.
type state struct {
	base     *world.Base
	written  []*logbook // the last takes the events that come, the others change no more
	threads  *threads
	opinions *opinions
}

func newState(b *world.Base) (*state, error) {
	return &state{base: b, written: []*logbook{{}}, threads: newThreads(b), opinions: newOpinions(b)}, nil
}

// Fork returns a state that goes on from here. What is in memory is shared.
func (st *state) Fork(b *world.Base) world.State {
	kept := slices.DeleteFunc(slices.Clone(st.written), func(l *logbook) bool { return l.len() == 0 })
	return &state{
		base: b, written: append(kept, &logbook{}), threads: &threads{st.threads.fork(b)}, opinions: &opinions{st.opinions.fork(b)},
	}
}

// logged returns the event of a project with this id.
func (st *state) logged(project, id string) (inkeep.Event, bool) {
	if e, there := st.base.Data.InkeepByID(project, id); there {
		return e, true
	}
	for _, l := range st.written {
		if e, there := l.event(project, id); there {
			return e, true
		}
	}
	return inkeep.Event{}, false
}

func (st *state) logEvent(c LogEvent) Logged {
	for {
		e := c.Event
		if e.ID == "" {
			e.ID = st.base.NextID()
		}
		old, there := st.store(c.Project, e)
		switch {
		case !there:
			return Logged{Event: e, Outcome: Stored}
		case c.Event.ID != "":
			return c.met(old)
		}
	}
}

// store keeps an event unless its id is taken: then it returns the one that is there.
func (st *state) store(project string, e inkeep.Event) (old inkeep.Event, there bool) {
	if old, there = st.logged(project, e.ID); there {
		return old, true
	}
	return st.written[len(st.written)-1].add(project, e)
}

// Prepare makes an event ready to be stored in the project of the demo keys.
func (st *state) Prepare(event fixtures.Event) (world.Ready, bool, error) {
	e, mine := event.(inkeep.Event)
	return world.Ready{Size: sizeOf(e), Store: func() error {
		if _, taken := st.store(fixtures.DemoProject, e); taken {
			return &world.TakenError{Message: fmt.Sprintf(
				"there already is an Inkeep event with the id %s: give every event an id of its own", strconv.Quote(e.ID),
			)}
		}
		return nil
	}}, mine, nil
}

// Events goes through the events of the demo keys' project.
func (st *state) Events(seeded bool, without world.State) iter.Seq2[fixtures.Event, error] {
	old, _ := without.(*state)
	books := slices.DeleteFunc(slices.Clone(st.written), func(l *logbook) bool { return old != nil && slices.Contains(old.written, l) })
	return func(yield func(fixtures.Event, error) bool) {
		st.merged(fixtures.DemoProject, seeded, books, query.Span{}, func(e *inkeep.Event) bool { return yield(*e, nil) })
	}
}

// merged goes through the events of logbooks that a project has, and its seeded ones, in a span and in order.
func (st *state) merged(project string, seeded bool, books []*logbook, in query.Span, yield func(*inkeep.Event) bool) {
	written := walkOf(books, project, in)
	if seeded {
		for s := range st.seeded(project, in) {
			for e := written.next(&s); e != nil; e = written.next(&s) {
				if !yield(e) {
					return
				}
			}
			if !yield(&s) {
				return
			}
		}
	}
	for e := written.next(nil); e != nil; e = written.next(nil) {
		if !yield(e) {
			return
		}
	}
}

// seeded goes through the seeded events of a project in a span, or more.
func (st *state) seeded(project string, in query.Span) iter.Seq[inkeep.Event] {
	if in.Until.IsZero() {
		in.Until = endOfTime
	}
	return st.base.Data.InkeepBetween(project, in.From, in.Until)
}

// compare is the order of events: by time, and those of one instant by id.
func compare(a, b *inkeep.Event) int {
	return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
}

// Close does nothing: all is done at once.
func (st *state) Close() {}

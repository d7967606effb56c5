package inkeepworld

import (
	"iter"
	"time"

	"github.com/tidwall/btree"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// opinion is feedback that a client wrote. It does not change.
type opinion struct {
	inkeep.Feedback

	size int64
}

func (o *opinion) stamp() (time.Time, string) { return o.CreatedAt, o.ID }
func (o *opinion) bytes() int64               { return o.size }
func (o *opinion) called() string             { return string(o.Type) }

// seededOpinions are seeded feedback of a type as opinions. Where it is is looked for when it is first asked.
type seededOpinions struct {
	all *fixtures.Feedback
	of  inkeep.FeedbackType
}

// Len is that of the feedback.
func (s seededOpinions) Len() int { return s.all.Of(s.of).Len() }

// Before is that of the feedback.
func (s seededOpinions) Before(at time.Time, id string) int { return s.all.Of(s.of).Before(at, id) }

// From is that of the feedback.
func (s seededOpinions) From(position int) iter.Seq[*opinion] {
	return func(yield func(*opinion) bool) {
		for f := range s.all.Of(s.of).From(position) {
			if !yield(&opinion{Feedback: f}) {
				return
			}
		}
	}
}

// opinions are the feedback of projects.
type opinions struct{ *shelves[*opinionView] }

// opinionView is the feedback of a project at one instant. Copies share what they have in common.
type opinionView struct {
	seeded             *fixtures.Feedback
	byID               btree.Map[string, *opinion]
	positive, negative both[*opinion]
}

func newOpinions(b *world.Base) *opinions {
	return &opinions{newShelves(b, &opinionView{positive: newBoth[*opinion](nil), negative: newBoth[*opinion](nil)})}
}

// forget takes out all feedback about the messages of a conversation, and returns how much room it had.
func (o *opinions) forget(project string, c inkeep.Conversation) (room int64) {
	o.mu.Lock()
	defer o.mu.Unlock()
	messages := map[string]bool{}
	for _, m := range c.Messages {
		messages[m.ID] = true
	}
	view := o.of(project)
	var about []inkeep.Feedback
	// What is written may be of any time; what is seeded comes after its conversation began.
	view.between(query.Span{From: c.CreatedAt}, func(o *opinion) bool {
		if messages[o.MessageID] {
			about = append(about, o.Feedback)
		}
		return true
	})
	for _, f := range about {
		room += view.remove(f)
	}
	return room
}

func (v *opinionView) copy() *opinionView {
	return &opinionView{v.seeded, *v.byID.Copy(), v.positive.copy(), v.negative.copy()}
}

func (v *opinionView) on(data *fixtures.World, project string) *opinionView {
	v = v.copy()
	v.seeded = data.Feedback(project)
	v.positive.source = seededOpinions{v.seeded, inkeep.FeedbackPositive}
	v.negative.source = seededOpinions{v.seeded, inkeep.FeedbackNegative}
	return v
}

func (v *opinionView) parts() []*both[*opinion] { return []*both[*opinion]{&v.positive, &v.negative} }

func (v *opinionView) lookUp(id string) (o *opinion, there, written bool) {
	if o, written = v.byID.Get(id); written {
		return o, true, true
	}
	f, there := v.find(id)
	return &opinion{Feedback: f}, there, false
}

// of is all feedback of a type.
func (v *opinionView) of(t inkeep.FeedbackType) *both[*opinion] {
	if t == inkeep.FeedbackNegative {
		return &v.negative
	}
	return &v.positive
}

// between goes through the feedback of both types, latest first; of the seeded one through that of a span.
func (v *opinionView) between(in query.Span, yield func(*opinion) bool) {
	next, stop := iter.Pull(func(yield func(*opinion) bool) { v.negative.between(in, yield) })
	defer stop()
	bad, more := next()
	on := true
	v.positive.between(in, func(good *opinion) bool {
		for ; on && more && later(bad, good) < 0; bad, more = next() {
			on = yield(bad)
		}
		on = on && yield(good)
		return on
	})
	for ; on && more; bad, more = next() {
		on = yield(bad)
	}
}

// find is the feedback with that id.
func (v *opinionView) find(id string) (inkeep.Feedback, bool) {
	if o, there := v.byID.Get(id); there {
		return o.Feedback, true
	}
	f, there := v.seeded.ByID(id)
	if !there || !v.of(f.Type).shows(f.CreatedAt, f.ID) {
		return inkeep.Feedback{}, false
	}
	return f, true
}

// add keeps feedback whose id is free.
func (v *opinionView) add(o *opinion) {
	v.byID.Set(o.ID, o)
	v.of(o.Type).latest.Set(o)
}

// remove takes feedback out that is there, and returns how much room it had.
func (v *opinionView) remove(f inkeep.Feedback) int64 {
	o, written := v.byID.Delete(f.ID)
	if !written {
		v.of(f.Type).hide(f.CreatedAt, f.ID)
		return 0
	}
	v.of(o.Type).latest.Delete(o)
	return o.size
}

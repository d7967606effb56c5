package feedback

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// critic is a check at work. It knows what it has submitted, and about what.
type critic struct {
	*kit.Asker

	offers offers
	made   []string  // ids of feedback
	talks  []string  // ids of conversations
	free   []message // about which nothing was said yet
}

// with makes the function of a check out of one that criticizes, if the target takes feedback and offers what else the check needs.
func with(run func(context.Context, *critic), needs ...func(offers) string) func(context.Context, *conformance.T) {
	return kit.With(func(ctx context.Context, a *kit.Asker) {
		t := &critic{Asker: a}
		defer t.tidy(ctx)
		t.offers = kit.Recall(a.Session, "feedback", func() offers { return t.explore(ctx) })
		t.Deaf = t.offers.deaf
		for _, lacks := range append([]func(offers) string{func(o offers) string { return o.submit }}, needs...) {
			if why := lacks(t.offers); why != "" {
				t.NotApplicable("%s", why)
			}
		}
		run(ctx, t)
	})
}

// offers are the reasons why operations cannot be judged; those of the others are empty.
type offers struct {
	talk, submit, list, get string

	made string // the id of feedback that brought none
	deaf bool   // as an Asker is
}

func lists(o offers) string { return o.list }

func shows(o offers) string { return o.get }

func talks(o offers) string { return o.talk }

// explore looks which operations the target offers to the key. To have none of them is a target's own affair, and so is to have no way to
// read; but who has one way is asked for the other, too. Without conversations feedback is about messages that are not there, which a
// server may refuse.
func (t *critic) explore(ctx context.Context) (o offers) {
	talk := t.converse(ctx)
	t.free = answersOf(talk)
	if o.talk = kit.Unoffered(talk); o.talk == "" && len(t.free) == 0 {
		o.talk = "the answer to a conversation has no ids of messages: " + talk.Shown() + "; mend that first"
	}
	t.offers = o
	first := t.post(ctx, func() kit.Post { return kit.Post{Event: t.opinion(ctx, "positive")} })
	if o.submit = kit.Unoffered(first); o.submit == "" && !first.Good() && o.talk != "" {
		o.submit = "there is nothing that feedback could be about: " + o.talk
	}
	if o.submit != "" || !first.Good() {
		return o
	}
	other, id := t.post(ctx, func() kit.Post { return kit.Post{Event: t.opinion(ctx, "negative")} }), first.Member("id")
	o.made = id
	if id != "" && other.Good() && other.Member("id") == id {
		o.deaf, t.Deaf = true, true
	}
	var shown, list *kit.Answer
	t.Await(ctx, func() bool {
		shown = t.Send(ctx, exchange.Request{Method: http.MethodGet, Path: path(id), Safe: true, Hostile: true})
		list = t.Send(ctx, exchange.Request{
			Method: http.MethodGet, Path: kit.FeedbackPath, RawQuery: "limit=1&offset=0", Safe: true, Hostile: true,
		})
		return shown.Status != http.StatusNotFound
	})
	if o.get, o.list = kit.Unoffered(shown), kit.Unoffered(list); list.Good() && shown.Status == http.StatusNotFound {
		o.get = "" // it is for the checks to say
	}
	if shown.Good() && list.Status == http.StatusNotFound {
		o.list = ""
	}
	return o
}

// newID is an id for feedback.
func (t *critic) newID() string { return t.IDLike(t.offers.made) }

// post sends feedback and takes any answer.
func (t *critic) post(ctx context.Context, next func() kit.Post) *kit.Answer {
	got := t.Answered(ctx, func() kit.Post {
		p := next()
		p.Path = kit.FeedbackPath
		return p
	})
	t.keep(got)
	return got
}

// keep remembers what was submitted, to be deleted.
func (t *critic) keep(got *kit.Answer) {
	if id := got.Member("id"); got.Good() && id != "" {
		t.made = append(t.made, id)
	}
}

// submit submits feedback, and ends the check if the server fails each time.
func (t *critic) submit(ctx context.Context, next func() kit.Draft) *kit.Answer {
	got := t.Insist(ctx, func() *kit.Answer { return t.post(ctx, func() kit.Post { return kit.Post{Event: next()} }) })
	if got.Failed() {
		t.FailWith(got, "good feedback is answered with a server error each time", "200", got.Shown())
	}
	return got
}

// submitted submits feedback to look at what becomes of it. That it is accepted is the business of other checks.
func (t *critic) submitted(ctx context.Context, next func() kit.Draft) *kit.Answer {
	got := t.submit(ctx, next)
	switch {
	case !got.Good():
		t.Inconclusive("the feedback was refused, so nothing can be told of it: %s", got.Shown())
	case got.Member("id") == "":
		t.NotApplicable("the answer to feedback has no id by which it could be found: %s; mend that first", got.Shown())
	}
	t.Saw("feedback", 1)
	return got
}

// shown is the feedback with that id, once there is some.
func (t *critic) shown(ctx context.Context, id string) *kit.Answer { return t.Shown(ctx, path(id)) }

// tidy deletes what the check has submitted and logged, as far as the target lets it.
func (t *critic) tidy(ctx context.Context) {
	var paths []string
	for _, id := range t.made {
		paths = append(paths, path(id))
	}
	for _, id := range t.talks {
		paths = append(paths, kit.Below(kit.ConversationsPath, id))
	}
	t.Tidy(ctx, "", paths...)
}

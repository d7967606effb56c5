package conversations

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// talk is a check at work. It knows what it has logged.
type talk struct {
	*kit.Asker

	offers offers
	made   []string // ids
}

// with makes the function of a check out of one that talks, if the target takes conversations and offers what else the check needs.
func with(run func(context.Context, *talk), needs ...func(offers) string) func(context.Context, *conformance.T) {
	return kit.With(func(ctx context.Context, a *kit.Asker) {
		t := &talk{Asker: a}
		defer t.tidy(ctx)
		t.offers = kit.Recall(a.Session, "conversations", func() offers { return t.explore(ctx) })
		t.Deaf = t.offers.deaf
		for _, lacks := range append([]func(offers) string{func(o offers) string { return o.log }}, needs...) {
			if why := lacks(t.offers); why != "" {
				t.NotApplicable("%s", why)
			}
		}
		run(ctx, t)
	})
}

// offers are the reasons why operations cannot be judged; those of the others are empty.
type offers struct {
	log, list, get, getByName string

	made string // the id of a conversation that brought none
	deaf bool   // as an Asker is
}

func lists(o offers) string { return o.list }

func shows(o offers) string { return o.get }

func showsByName(o offers) string { return o.getByName }

// explore looks which operations the target offers to the key. To have none of them is a target's own affair, and so is to have no way to
// read, even if a web page is there instead; but who has one way is asked for the others, too.
func (t *talk) explore(ctx context.Context) (o offers) {
	name := t.Mark()
	first := t.post(ctx, kit.Post{Event: t.openai().With("externalId", name)})
	if o.log = kit.Unoffered(first); o.log != "" || !first.Good() {
		return o
	}
	other, id := t.post(ctx, kit.Post{Event: t.support("support_ticket")}), first.Member("id")
	o.made = id
	if id != "" && other.Good() && other.Member("id") == id {
		o.deaf, t.Deaf = true, true
	}
	var got [3]*kit.Answer
	t.Await(ctx, func() bool {
		for i, at := range []string{path(id), pathByName(name), kit.ConversationsPath} {
			r := exchange.Request{Method: http.MethodGet, Path: at, Safe: true, Hostile: true}
			if i == 2 {
				r.RawQuery = "limit=1&offset=0"
			}
			got[i] = t.Send(ctx, r)
		}
		return got[0].Status != http.StatusNotFound && got[1].Status != http.StatusNotFound
	})
	reads := got[0].Good() || got[1].Good() || got[2].Good()
	for i, why := range []*string{&o.get, &o.getByName, &o.list} {
		if *why = kit.Unoffered(got[i]); reads && got[i].Status == http.StatusNotFound {
			*why = "" // it is for the checks to say
		}
	}
	return o
}

// newID is an id for a conversation or a message.
func (t *talk) newID() string { return t.IDLike(t.offers.made) }

// post sends a conversation and takes any answer.
func (t *talk) post(ctx context.Context, p kit.Post) *kit.Answer {
	p.Path = kit.ConversationsPath
	got := t.Answered(ctx, func() kit.Post { return p })
	t.keep(got)
	return got
}

// keep remembers what was logged, to be deleted.
func (t *talk) keep(got *kit.Answer) {
	if id := got.Member("id"); got.Good() && id != "" {
		t.made = append(t.made, id)
	}
}

// log logs a conversation, and ends the check if the server fails each time.
func (t *talk) log(ctx context.Context, next func() kit.Draft) *kit.Answer {
	got := t.Insist(ctx, func() *kit.Answer { return t.post(ctx, kit.Post{Event: next()}) })
	if got.Failed() {
		t.FailWith(got, "a good conversation is answered with a server error each time", "200", got.Shown())
	}
	return got
}

// logged logs a conversation to look at what becomes of it. That it is accepted is the business of other checks.
func (t *talk) logged(ctx context.Context, next func() kit.Draft) *kit.Answer {
	got := t.log(ctx, next)
	switch {
	case !got.Good():
		t.Inconclusive("the conversation was refused, so nothing can be told of it: %s", got.Shown())
	case got.Member("id") == "":
		t.NotApplicable("the answer to a conversation has no id by which it could be found: %s; mend that first", got.Shown())
	}
	t.Saw("conversations", 1)
	return got
}

// tidy deletes what the check has logged, as far as the target lets it.
func (t *talk) tidy(ctx context.Context) {
	var paths []string
	for _, id := range t.made {
		paths = append(paths, path(id))
	}
	t.Tidy(ctx, "", paths...)
}

func deletion(id, key string) exchange.Request {
	return kit.Deletion(path(id), key)
}

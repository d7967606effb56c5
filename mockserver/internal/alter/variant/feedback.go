package variant

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func feedbacks() []Variant {
	return slices.Concat(feedbackChoices(), []Variant{
		legal("", "inkeep.no-feedback", "There is no feedback: its paths are answered with 404.",
			alter.OnWire(answeredBelow("/feedback", http.StatusNotFound, func(*http.Request) bool { return true }))),
		legal("", "inkeep.feedback-unread", "Feedback is taken, and its other operations are answered with 405.",
			alter.OnWire(answeredBelow("/feedback", http.StatusMethodNotAllowed, func(r *http.Request) bool {
				return r.Method != http.MethodPost
			}))),
		legal("", "inkeep.feedback-later", "Feedback is shown, listed and gone half a second after that was asked for.",
			feedbackLater(500*time.Millisecond)),
		legal("", "inkeep.feedback-oldest-first", "Both lists of feedback begin with the oldest.",
			relisted(func(all [2][]inkeep.FoundFeedback, limit, offset int) [2][]inkeep.FoundFeedback {
				for i := range all {
					slices.Reverse(all[i])
					all[i] = cut(all[i], limit, offset)
				}
				return all
			})),
		legal("", "inkeep.feedback-together", "The list of feedback counts limit and offset along both types together.",
			relisted(together)),
		legal("", "inkeep.feedback-counts-of-page", "The counts of the list of feedback are those of the page.",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				for _, kind := range []string{"positive", "negative"} {
					all, _ := o[kind+"Feedback"].([]any)
					o[kind+"FeedbackCount"] = len(all)
				}
			}, alter.ListFeedback)),
		legal("", "inkeep.feedback-bare", "Members of feedback that may be missing are, where they are null.",
			alter.OnFeedback(bareFeedback)),
		legal("", "inkeep.feedback-in-parts", "Feedback is shown with a message and a conversation whose content is a list of parts.",
			alter.OnFeedback(inParts, alter.GetFeedback, alter.ListFeedback)),
		legal("", "inkeep.feedback-enriched", "Feedback, its reasons and its properties have members more.",
			alter.OnFeedback(feedbackEnriched)),
	})
}

// feedbackChoices do otherwise what the mock had to choose.
func feedbackChoices() []Variant {
	refuse := func(wrong func(p *pipeline.Pipeline, c *pipeline.Call, f inkeep.Feedback) bool, status int, why string) alter.Decorator {
		return func(p *pipeline.Pipeline) {
			steps := inkeepsteps.Of(p)
			next := steps.SubmitFeedback
			steps.SubmitFeedback = func(c *pipeline.Call, s inkeepworld.SubmitFeedback) (inkeep.Feedback, error) {
				if wrong(p, c, s.Feedback) {
					return inkeep.Feedback{}, alter.Refuse(status, "%s", why)
				}
				return next(c, s)
			}
		}
	}
	return []Variant{
		legal("", "inkeep.feedback-once", "A second piece of feedback about a message is refused with 422.",
			refuse(saidBefore, http.StatusUnprocessableEntity, "there is feedback about this message")),
		legal("", "inkeep.feedback-of-known", "Feedback about a message that is not there is refused with 404.",
			refuse(func(p *pipeline.Pipeline, c *pipeline.Call, f inkeep.Feedback) bool {
				return !isSaid(p, c, f.MessageID)
			},
				http.StatusNotFound, "there is no such message")),
		legal("", "inkeep.reasons-need-details", "Feedback with a reason that has no details is refused with 422.",
			refuse(func(_ *pipeline.Pipeline, c *pipeline.Call, _ inkeep.Feedback) bool {
				reasons, _ := alter.Tree(c.Sent)["reasons"].([]any)
				return slices.ContainsFunc(reasons, func(r any) bool {
					o, _ := r.(map[string]any)
					_, there := o["details"]
					return !there
				})
			}, http.StatusUnprocessableEntity, "a reason needs details")),
		legal("", "inkeep.feedback-merged", "What an update of feedback leaves out stays.",
			alter.ChangeFeedback(func(f, old *inkeep.Feedback) {
				if old != nil {
					mergeFeedback(f, old)
				}
			})),
		legal("", "inkeep.web-feedback", "A key that may only write may submit feedback.", func(p *pipeline.Pipeline) {
			next := p.Authorize
			p.Authorize = func(c *pipeline.Call) error {
				if c.Is(alter.SubmitFeedback) {
					return nil
				}
				return next(c)
			}
		}),
	}
}

// saidBefore tells feedback about a message that has other feedback.
func saidBefore(p *pipeline.Pipeline, c *pipeline.Call, f inkeep.Feedback) bool {
	all := inkeepsteps.Of(p).Feedback(c)
	for _, kind := range feedbackTypes() {
		if slices.ContainsFunc(all.Page(kind, 0, all.Len(kind)), func(other inkeep.FoundFeedback) bool {
			return other.MessageID == f.MessageID && other.ID != f.ID
		}) {
			return true
		}
	}
	return false
}

// isSaid reports whether a message is there.
func isSaid(p *pipeline.Pipeline, c *pipeline.Call, id string) bool {
	all := inkeepsteps.Of(p).Conversations(c)
	return slices.ContainsFunc(all.Page(0, all.Len()), func(one inkeep.Conversation) bool {
		return slices.ContainsFunc(one.Messages, func(m inkeep.Message) bool { return m.ID == id })
	})
}

func mergeFeedback(f, old *inkeep.Feedback) {
	if f.Reasons == nil {
		f.Reasons = old.Reasons
	}
	if f.Details == nil {
		f.Details = old.Details
	}
	if f.Properties == nil {
		f.Properties = old.Properties
	}
	if f.UserProperties == nil {
		f.UserProperties = old.UserProperties
	}
	if f.Sources == nil {
		f.Sources = old.Sources
	}
}

// feedbackLater shows a project as it was before what came of late.
func feedbackLater(delay time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		late := newLagging[inkeepworld.Feedback](delay)
		steps := inkeepsteps.Of(p)
		now, submit, remove := steps.Feedback, steps.SubmitFeedback, steps.DeleteFeedback
		steps.SubmitFeedback = func(c *pipeline.Call, s inkeepworld.SubmitFeedback) (f inkeep.Feedback, err error) {
			late.write(c.Who.Project, func() inkeepworld.Feedback { return now(c) }, func() { f, err = submit(c, s) })
			return f, err
		}
		steps.DeleteFeedback = func(c *pipeline.Call, d inkeepworld.DeleteFeedback) (done inkeepworld.Deleted, err error) {
			late.write(c.Who.Project, func() inkeepworld.Feedback { return now(c) }, func() { done, err = remove(c, d) })
			return done, err
		}
		steps.Feedback = func(c *pipeline.Call) inkeepworld.Feedback {
			return late.view(c.Who.Project, func() inkeepworld.Feedback { return now(c) })
		}
	}
}

func feedbackTypes() []inkeep.FeedbackType {
	return []inkeep.FeedbackType{inkeep.FeedbackPositive, inkeep.FeedbackNegative}
}

// relisted lists feedback anew: positive and negative, of which pick is given all, the latest first.
func relisted(pick func(all [2][]inkeep.FoundFeedback, limit, offset int) [2][]inkeep.FoundFeedback) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			number := func(name string, absent int) int {
				text, _ := alter.Argument(c, name)
				if n, err := strconv.Atoi(text); err == nil {
					return n
				}
				return absent
			}
			found, all := inkeepsteps.Of(p).Feedback(c), [2][]inkeep.FoundFeedback{}
			for i, kind := range feedbackTypes() {
				all[i] = found.Page(kind, 0, found.Len(kind))
			}
			for i, list := range pick(all, number("limit", 10), number("offset", 0)) {
				o[string(feedbackTypes()[i])+"Feedback"] = append([]inkeep.FoundFeedback{}, list...)
			}
		}, alter.ListFeedback)(p)
	}
}

// cut is a part of a list.
func cut[T any](list []T, limit, offset int) []T {
	offset = min(offset, len(list))
	return list[offset:min(offset+limit, len(list))]
}

func together(all [2][]inkeep.FoundFeedback, limit, offset int) (page [2][]inkeep.FoundFeedback) {
	both := slices.SortedStableFunc(slices.Values(slices.Concat(all[0], all[1])), func(a, b inkeep.FoundFeedback) int {
		return b.CreatedAt.Compare(a.CreatedAt)
	})
	for _, f := range cut(both, limit, offset) {
		i := slices.Index(feedbackTypes(), f.Type)
		page[i] = append(page[i], f)
	}
	return page
}

// bareFeedback leaves out what an answer may lack.
func bareFeedback(o map[string]any) {
	bare := func(o map[string]any, names ...string) {
		for _, name := range names {
			if value, there := o[name]; there && value == nil {
				delete(o, name)
			}
		}
	}
	bare(o, "reasons", "details", "properties", "userProperties", "sources")
	all, _ := o["sources"].([]any)
	for _, s := range all {
		if source, is := s.(map[string]any); is {
			bare(source, "title", "url")
		}
	}
}

// inParts has each text of a message as a part.
func inParts(o map[string]any) {
	conversation, _ := o["conversation"].(map[string]any)
	messages, _ := conversation["messages"].([]any)
	for _, one := range append([]any{o["message"]}, messages...) {
		if m, _ := one.(map[string]any); m != nil {
			if text, is := m["content"].(string); is {
				m["content"] = []any{map[string]any{"type": "text", "text": text}}
			}
		}
	}
}

func feedbackEnriched(o map[string]any) {
	const name, value = "organizationId", "org"
	o[name] = value
	if properties, are := o["properties"].(map[string]any); are {
		properties["_"+name] = value
	}
	all, _ := o["reasons"].([]any)
	for _, r := range all {
		if reason, is := r.(map[string]any); is {
			reason[name] = value
		}
	}
}

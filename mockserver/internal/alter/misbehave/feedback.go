package misbehave

import (
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// feedbacks are all that are about feedback.
func feedbacks() []Misbehaviour {
	return slices.Concat(feedbackAccepted(), feedbackKept(), feedbackShown(), feedbackDeleted(), feedbackListed(), feedbackOpen())
}

// feedbackAccepted refuse what is right, and take what is wrong.
func feedbackAccepted() []Misbehaviour {
	refuse := func(wrong func(map[string]any) bool) alter.Decorator {
		return alter.AfterDecode(func(c *pipeline.Call) error {
			if c.Is(alter.SubmitFeedback) && wrong(alter.Tree(c.Sent)) {
				return alter.Refuse(http.StatusUnprocessableEntity, "the feedback is not valid")
			}
			return nil
		})
	}
	return area("feedback",
		breaks("feedback.reasons-wanted", 2, "Negative feedback without reasons is refused.", "INK-FEED-2 INK-FEED-3",
			refuse(func(o map[string]any) bool { return o["type"] == "negative" && o["reasons"] == nil })),
		breaks("feedback.sources-refused", 3, "Feedback with sources is refused.", "INK-FEED-3",
			refuse(func(o map[string]any) bool { return o["sources"] != nil })),
		breaks("feedback.type-unneeded", 2, "Feedback without a type counts as positive.", "INK-FEED-14 INK-FEED-2",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(alter.SubmitFeedback) {
					changeBody(c, func(o map[string]any) {
						if _, there := o["type"]; !there {
							o["type"] = "positive"
						}
					})
				}
			})),
		breaks("feedback.answer-201", 1, "Submitted feedback is answered with 201.", "INK-FEED-1",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if c.Is(alter.SubmitFeedback) && a.Status == http.StatusOK {
					a.Status = http.StatusCreated
				}
			})),
	)
}

// feedbackKept keep something else than what was submitted last.
func feedbackKept() []Misbehaviour {
	change := func(change func(f *inkeep.Feedback)) alter.Decorator {
		return alter.ChangeFeedback(func(f, _ *inkeep.Feedback) { change(f) })
	}
	return area("feedback",
		breaks("feedback.details-lost", 2, "The details of feedback are dropped.", "INK-FEED-15",
			change(func(f *inkeep.Feedback) { f.Details = nil })),
		breaks("feedback.reasons-first-only", 3, "Of several reasons of feedback the first one alone is kept.", "INK-FEED-15",
			change(func(f *inkeep.Feedback) { f.Reasons = f.Reasons[:min(1, len(f.Reasons))] })),
		breaks("feedback.null-properties-lost", 4, "Members of the properties of feedback that are null are dropped.", "INK-FEED-15",
			change(func(f *inkeep.Feedback) {
				if o := alter.Tree(f.Properties); o != nil {
					f.Properties = alter.Write(withoutNulls(o))
				}
			})),
		breaks("feedback.id-replaced", 2, "An id that feedback brings is replaced, unless there is feedback with it.",
			"INK-FEED-16 INK-FEED-3", alter.ChangeFeedback(func(f, old *inkeep.Feedback) {
				if old == nil {
					f.ID = ""
				}
			})),
		breaks("feedback.always-positive", 2, "All feedback is kept as positive.", "INK-FEED-15 INK-FEED-5",
			change(func(f *inkeep.Feedback) { f.Type = inkeep.FeedbackPositive })),
		breaks("feedback.second-made", 2, "Feedback that is submitted again with its id is kept as another one.", "INK-FEED-7",
			alter.ChangeFeedback(func(f, old *inkeep.Feedback) {
				if old != nil {
					f.ID = ""
				}
			})),
		breaks("feedback.type-stays", 3, "Feedback that is submitted again keeps its old type.", "INK-FEED-7",
			alter.ChangeFeedback(func(f, old *inkeep.Feedback) {
				if old != nil {
					f.Type = old.Type
				}
			})),
		breaks("feedback.update-unseen", 3, "A change of feedback is answered as if it were done, and forgotten.", "INK-FEED-7",
			alter.AroundFeedback(func(
				next inkeepsteps.SubmitFeedback, c *pipeline.Call, s inkeepworld.SubmitFeedback, old *inkeep.Feedback,
			) (inkeep.Feedback, error) {
				if old == nil {
					return next(c, s)
				}
				said := s.Feedback
				said.CreatedAt, said.UpdatedAt = old.CreatedAt, s.Received
				return said, nil
			})),
	)
}

// feedbackShown show feedback with something else than what it is about, or answer what is not there.
func feedbackShown() []Misbehaviour {
	messages := func(conversation any) []any {
		of, _ := conversation.(map[string]any)
		all, _ := of["messages"].([]any)
		return all
	}
	return area("feedback",
		breaks("feedback.of-first-message", 3, "Feedback is shown with the first message of its conversation.", "INK-FEED-5",
			alter.OnFeedback(func(o map[string]any) {
				if all := messages(o["conversation"]); len(all) > 0 {
					o["message"] = all[0]
				}
			}, alter.GetFeedback, alter.ListFeedback)),
		breaks("feedback.of-latest-conversation", 2, "Feedback is shown with the conversation that was logged last.", "INK-FEED-5",
			feedbackOfLatest),
		breaks("feedback.conversation-cached", 4, "Feedback is shown with its conversation as that was when it was first asked for.",
			"INK-FEED-17", conversationCached),
		breaks("feedback.unknown-is-null", 2, "Feedback that there is not is answered with 200 and null.", "INK-FEED-18",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if c.Is(alter.GetFeedback) && a.Status == http.StatusNotFound {
					a.Status, a.ContentType, a.Body = http.StatusOK, pipeline.TypeJSON, []byte("null")
				}
			})),
		breaks("feedback.not-found-code", 3, "404 for feedback has the code feedback_not_found.", "INK-ERR-14",
			alter.OnRefusalTree(func(c *pipeline.Call) bool { return c.Is(alter.GetFeedback, alter.DeleteFeedback) },
				func(o map[string]any) {
					if o["code"] == "not_found" {
						o["code"] = "feedback_not_found"
					}
				})),
	)
}

// feedbackOfLatest shows whatever conversation a project logged last.
func feedbackOfLatest(p *pipeline.Pipeline) {
	last := alter.NewMemory[map[string]any]()
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		if c.Is(alter.LogConversation) {
			last.Put(c.Who.Project, o)
			return
		}
		if of, there := last.Get(c.Who.Project); there && o["conversation"] != nil {
			o["conversation"] = of
		}
	}, alter.LogConversation, alter.GetFeedback)(p)
}

// conversationCached keeps the first conversation that feedback was shown with.
func conversationCached(p *pipeline.Pipeline) {
	first := alter.NewMemory[any]()
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		if o["conversation"] == nil {
			return
		}
		id := c.Who.Project + "/" + alter.Text(o, "id")
		if kept, there := first.Get(id); there {
			o["conversation"] = kept
			return
		}
		first.Put(id, o["conversation"])
	}, alter.GetFeedback)(p)
}

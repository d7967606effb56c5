package misbehave

import (
	"encoding/json"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// feedbackDeleted delete too little or too much.
func feedbackDeleted() []Misbehaviour {
	return area("feedback",
		breaks("feedback.delete-forgotten", 2, "A deletion of feedback is answered with success and deletes nothing.", "INK-FEED-19",
			feedbackNotDeleted(func(string) {})),
		breaks("feedback.delete-of-conversation", 3, "With feedback all other about the same conversation is deleted.", "INK-FEED-19",
			deleteAllFeedback(func(about, one inkeep.FoundFeedback) bool {
				return about.Conversation != nil && one.Conversation.ID == about.Conversation.ID
			})),
		breaks("feedback.delete-of-message", 4, "With feedback all other about the same message is deleted.", "INK-FEED-19",
			deleteAllFeedback(func(about, one inkeep.FoundFeedback) bool { return one.MessageID == about.MessageID })),
		breaks("feedback.deleted-stays-listed", 3, "Feedback that was deleted stays in the list.", "INK-FEED-20 INK-FEED-19",
			feedbackStaysListed),
	)
}

// feedbackNotDeleted is told what should be deleted.
func feedbackNotDeleted(tell func(id string)) alter.Decorator {
	return alter.AroundFeedbackDeletion(
		func(_ inkeepsteps.DeleteFeedback, _ *pipeline.Call, d inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error) {
			tell(d.ID)
			return true, nil
		})
}

// deleteAllFeedback deletes with feedback what matches it.
func deleteAllFeedback(match func(about, one inkeep.FoundFeedback) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundFeedbackDeletion(
			func(next inkeepsteps.DeleteFeedback, c *pipeline.Call, d inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error) {
				all := inkeepsteps.Of(p).Feedback(c)
				about, _ := all.ByID(d.ID)
				for _, kind := range []inkeep.FeedbackType{inkeep.FeedbackPositive, inkeep.FeedbackNegative} {
					for _, one := range all.Page(kind, 0, 1000) {
						if one.ID != d.ID && match(about, one) {
							_, _ = next(c, inkeepworld.DeleteFeedback{Project: d.Project, ID: one.ID})
						}
					}
				}
				return next(c, d)
			})(p)
	}
}

// feedbackStaysListed forgets feedback by its id alone.
func feedbackStaysListed(p *pipeline.Pipeline) {
	gone := alter.NewMemory[bool]()
	feedbackNotDeleted(func(id string) { gone.Put(id, true) })(p)
	alter.ChangeFeedback(func(f, _ *inkeep.Feedback) { gone.Take(f.ID) })(p)
	alter.AfterAuthorize(func(c *pipeline.Call) error {
		if deleted, _ := gone.Get(c.Path.Get("id")); deleted && c.Is(alter.GetFeedback, alter.DeleteFeedback) {
			return alter.Refuse(404, "there is no such feedback")
		}
		return nil
	})(p)
}

// feedbackListed show a list with untrue figures, or with what does not belong there.
func feedbackListed() []Misbehaviour {
	return area("feedback",
		breaks("feedback.list-mixed", 3, "Negative feedback is listed among the positive, too.", "INK-FEED-20",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				positive, _ := o["positiveFeedback"].([]any)
				negative, _ := o["negativeFeedback"].([]any)
				o["positiveFeedback"] = append(positive, negative...)
			}, alter.ListFeedback)),
		breaks("feedback.list-count-one-more", 4, "The count of positive feedback is one too many.", "INK-FEED-21",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				n, _ := o["positiveFeedbackCount"].(json.Number)
				count, _ := n.Int64()
				o["positiveFeedbackCount"] = count + 1
			}, alter.ListFeedback)),
		breaks("feedback.list-limit-ignored", 2, "The list of feedback has ten of either type whatever limit says.", "INK-FEED-21",
			alter.ChangeSent(onPage(alter.ListFeedback, 10, func(_, offset int) (int, int) { return 10, offset }))),
		breaks("feedback.list-offset-pages", 3, "The offset of the list of feedback counts pages.", "INK-FEED-21",
			alter.ChangeSent(onPage(alter.ListFeedback, 10, func(limit, offset int) (int, int) { return limit, offset * limit }))),
	)
}

// feedbackOpen show feedback to whom it should not be shown.
func feedbackOpen() []Misbehaviour {
	shown := of(alter.GetFeedback, alter.ListFeedback)
	strangers := func(c *pipeline.Call) bool { return shown(c) && c.Header.Get("Authorization") == "" }
	ofSingle := of(alter.SubmitFeedback, alter.GetFeedback, alter.DeleteFeedback)
	return area("feedback",
		breaks("feedback.open", 1, "Feedback is shown without a key.", "INK-AUTH-3",
			alter.Together(letIn(shown, func(header, _ string) bool { return header == "" }), mayAll(strangers))),
		breaks("feedback.writers-read", 2, "A key that may only write gets the list of feedback.", "INK-AUTH-7",
			mayAll(of(alter.ListFeedback))),
		breaks("feedback.other-projects", 4, "Feedback is shown and deleted with the key of another project.", "INK-AUTH-4",
			alter.Together(ofOtherProject(ofConversations()), mayAll(of(alter.GetFeedback, alter.DeleteFeedback)))),
		breaks("feedback.other-projects-listed", 4, "The list of feedback is shown with the key of another project.", "INK-AUTH-4",
			alter.Together(ofOtherProject(ofConversations()), ofOtherProject(ofSingle), mayAll(of(alter.ListFeedback)))),
		breaks("feedback.other-projects-change", 4, "Feedback is changed with the key of another project that submits its id.",
			"INK-AUTH-4", alter.Together(ofOtherProject(ofConversations()), mayAll(of(alter.SubmitFeedback)))),
	)
}

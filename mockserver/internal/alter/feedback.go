package alter

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// AroundFeedback does all of submitted feedback; next is how it was done. Old is what has its id, nil if there is none.
func AroundFeedback(
	submit func(
		next inkeepsteps.SubmitFeedback, c *pipeline.Call, s inkeepworld.SubmitFeedback, old *inkeep.Feedback,
	) (inkeep.Feedback, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.SubmitFeedback
		steps.SubmitFeedback = func(c *pipeline.Call, s inkeepworld.SubmitFeedback) (inkeep.Feedback, error) {
			if found, there := steps.Feedback(c).ByID(s.Feedback.ID); there {
				return submit(next, c, s, &found.Feedback)
			}
			return submit(next, c, s, nil)
		}
	}
}

// ChangeFeedback changes feedback before it is submitted. Old is what has its id, nil if there is none.
func ChangeFeedback(change func(f, old *inkeep.Feedback)) Decorator {
	return AroundFeedback(func(
		next inkeepsteps.SubmitFeedback, c *pipeline.Call, s inkeepworld.SubmitFeedback, old *inkeep.Feedback,
	) (inkeep.Feedback, error) {
		change(&s.Feedback, old)
		return next(c, s)
	})
}

// AroundFeedbackDeletion does all of a deletion of feedback; next is how it was done.
func AroundFeedbackDeletion(
	act func(next inkeepsteps.DeleteFeedback, c *pipeline.Call, d inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.DeleteFeedback
		steps.DeleteFeedback = func(c *pipeline.Call, d inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error) {
			return act(next, c, d)
		}
	}
}

// OnFeedback changes all feedback of the answers of the operations, of all if none is named.
func OnFeedback(change func(feedback map[string]any), operations ...string) Decorator {
	if len(operations) == 0 {
		operations = []string{SubmitFeedback, GetFeedback, ListFeedback}
	}
	return OnTree(func(_ *pipeline.Call, o map[string]any) {
		all := []any{o}
		if positive, isList := o["positiveFeedback"].([]any); isList {
			negative, _ := o["negativeFeedback"].([]any)
			all = slices.Concat(positive, negative)
		}
		for _, one := range all {
			if feedback, isObject := one.(map[string]any); isObject {
				change(feedback)
			}
		}
	}, operations...)
}

package inkeepapi

import (
	"context"
	"net/http"
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// feedbackInput is feedback to store.
type feedbackInput struct {
	call     *pipeline.Call
	feedback inkeep.Feedback
}

func decodeFeedback(c *pipeline.Call) (feedbackInput, error) {
	in := feedbackInput{call: c}
	if err := in.feedback.UnmarshalJSON(c.Sent); err != nil {
		return in, err
	}
	return in, printable("", in.feedback.CreatedAt, in.feedback.UpdatedAt)
}

// submitFeedback serves POST /feedback: the feedback as it is stored comes back.
// INK-FEED-1 to INK-FEED-3, INK-FEED-7 to INK-FEED-11.
func (a *api) submitFeedback(_ context.Context, in feedbackInput) (inkeep.Feedback, error) {
	return inkeepsteps.Of(a.steps).SubmitFeedback(in.call, inkeepworld.SubmitFeedback{
		Project: in.call.Who.Project, Feedback: in.feedback, Received: clock.Receipt(a.steps.Clock),
	})
}

// getFeedback serves GET /feedback/{id}.
// INK-FEED-5, INK-FEED-11.
func (a *api) getFeedback(_ context.Context, in namedInput) (inkeep.FoundFeedback, error) {
	found, there := inkeepsteps.Of(a.steps).Feedback(in.call).ByID(in.name)
	if !there {
		return found, notThere("feedback", "id", in.name)
	}
	return found, nil
}

// deleteFeedback serves DELETE /feedback/{id}.
// INK-FEED-6, INK-FEED-13.
func (a *api) deleteFeedback(_ context.Context, in namedInput) (string, error) {
	deleted, err := inkeepsteps.Of(a.steps).DeleteFeedback(in.call, inkeepworld.DeleteFeedback{
		Project: in.call.Who.Project, ID: in.name,
	})
	if err == nil && !bool(deleted) {
		err = notThere("feedback", "id", in.name)
	}
	return "The feedback " + in.name + " is deleted.", err
}

// feedbackPage is a page of either kind of feedback, and how many there are in all.
type feedbackPage struct {
	positives, negatives int
	positive, negative   []inkeep.FoundFeedback
}

// listFeedback serves GET /feedback.
// INK-FEED-4, INK-FEED-12.
func (a *api) listFeedback(_ context.Context, in pageInput) (feedbackPage, error) {
	all := inkeepsteps.Of(a.steps).Feedback(in.call)
	return feedbackPage{
		positives: all.Len(inkeep.FeedbackPositive),
		negatives: all.Len(inkeep.FeedbackNegative),
		positive:  all.Page(inkeep.FeedbackPositive, in.offset, in.limit),
		negative:  all.Page(inkeep.FeedbackNegative, in.offset, in.limit),
	}, nil
}

func encodeFeedbackPage(p feedbackPage) (pipeline.Answer, error) {
	w := resultWriter{}
	w.raw(`{"positiveFeedbackCount":` + strconv.Itoa(p.positives) + `,"negativeFeedbackCount":` + strconv.Itoa(p.negatives))
	w.raw(`,"positiveFeedback":`)
	appendList(&w, p.positive)
	w.raw(`,"negativeFeedback":`)
	appendList(&w, p.negative)
	w.raw("}")
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: w.body}, w.err
}

package inkeepsteps

import (
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Steps are replaced like those of the pipeline: before the first request only.
type Steps struct {
	// Log applies the command of a logged event.
	Log Log
	// Query answers a question about a view.
	Query Query
	// Members answers a question about the properties of a view.
	Members Members
	// LogConversation applies the command of a logged conversation.
	LogConversation LogConversation
	// DeleteConversation applies the command of a deleted conversation.
	DeleteConversation DeleteConversation
	// Conversations is where conversations are looked for.
	Conversations Conversations
	// SubmitFeedback applies the command of submitted feedback.
	SubmitFeedback SubmitFeedback
	// DeleteFeedback applies the command of deleted feedback.
	DeleteFeedback DeleteFeedback
	// Feedback is where feedback is looked for.
	Feedback Feedback
}

// Of returns the steps of a pipeline; nil if the server does not have the API.
func Of(p *pipeline.Pipeline) *Steps { return pipeline.Of[*Steps](p) }

// Log applies the command of a logged event.
type Log func(*pipeline.Call, inkeepworld.LogEvent) (inkeepworld.Logged, error)

// Query answers a question about a view. The error is a *query.InvalidError, or the context's.
type Query func(*pipeline.Call, inkeepworld.View, query.Query) (query.Result, error)

// Members answers a question about the properties of some views together. The error is as that of Query.
type Members func(*pipeline.Call, []inkeepworld.View, query.Members) ([]string, error)

// LogConversation applies the command of a logged conversation, and returns it as it is stored.
type LogConversation func(*pipeline.Call, inkeepworld.LogConversation) (inkeep.Conversation, error)

// DeleteConversation applies the command of a deleted conversation.
type DeleteConversation func(*pipeline.Call, inkeepworld.DeleteConversation) (inkeepworld.Deleted, error)

// Conversations returns the conversations that the caller may look for.
type Conversations func(*pipeline.Call) inkeepworld.Conversations

// SubmitFeedback applies the command of submitted feedback, and returns it as it is stored.
type SubmitFeedback func(*pipeline.Call, inkeepworld.SubmitFeedback) (inkeep.Feedback, error)

// DeleteFeedback applies the command of deleted feedback.
type DeleteFeedback func(*pipeline.Call, inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error)

// Feedback returns the feedback that the caller may look for.
type Feedback func(*pipeline.Call) inkeepworld.Feedback

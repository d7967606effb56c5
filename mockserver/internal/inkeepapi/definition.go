package inkeepapi

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

const name = "inkeep"

// Definition is the Inkeep Analytics API, as far as it is served. It has the paths that no other API has.
func Definition() pipeline.Definition {
	return pipeline.Definition{
		Name:        name,
		Contract:    inkeep.Contract,
		Prefix:      "/",
		Whereabouts: "Inkeep's are /events, /conversations, /feedback and those below /query",
		Scheme: pipeline.Scheme{
			Name: "Bearer", Decode: pipeline.DecodeBearer, Encode: pipeline.EncodeBearer, Challenge: `Bearer realm="inkeep"`,
			Unknown: "a key that is not accepted here",
			HowTo:   "send Authorization: Bearer KEY",
			Demo:    ", where KEY is demo-api-key or demo-web-key",
		},
		Kinds: kinds(),
		Example: func(base, credential string) string {
			return fmt.Sprintf("curl -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '%s' '%s/events'",
				cmp.Or(credential, "KEY"), `{"entityType":"search","type":"search_query_submitted","searchQuery":"api key"}`, base)
		},
		World:    inkeepworld.API(),
		Steps:    steps,
		Handlers: handlers,
		Tracks: map[string]plan.Parts{
			"LogEvent": {Event: "type", Attributes: "properties"}, "LogConversation": {}, "SubmitFeedback": {},
		},
		Authorize:     authorize,
		Explain:       explainAnswer,
		Invalid:       invalid,
		Refuse:        refuse,
		ProblemSchema: "Problem",
	}
}

// kinds are the keys of the project's integrations.
func kinds() credential.Kinds {
	web, api := fixtures.Integrations(fixtures.DemoProject)
	kind := func(kind, scheme, integration, demo string) credential.Kind {
		return credential.Kind{
			Name: kind, API: name, Demo: []credential.Credential{{Kind: kind, Secret: demo}},
			Who: func(credential.Credential) credential.Identity {
				return credential.Identity{Project: fixtures.DemoProject, Integration: integration, Scheme: scheme}
			},
		}
	}
	return credential.Kinds{
		kind("inkeep-api", "ApiIntegrationKey", api, "demo-api-key"), kind("inkeep-web", "WebIntegrationKey", web, "demo-web-key"),
	}
}

func steps(p *pipeline.Pipeline) any {
	return &inkeepsteps.Steps{
		Log: func(_ *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
			return world.Apply(p.World, e)
		},
		Query: func(c *pipeline.Call, v inkeepworld.View, q query.Query) (query.Result, error) {
			return inkeepworld.TableOf(p.World, c.Who.Project, v).Run(c.Context, q)
		},
		Members: func(c *pipeline.Call, views []inkeepworld.View, m query.Members) ([]string, error) {
			return inkeepworld.MembersOf(c.Context, p.World, c.Who.Project, views, m)
		},
		LogConversation: func(_ *pipeline.Call, c inkeepworld.LogConversation) (inkeep.Conversation, error) {
			return world.Apply(p.World, c)
		},
		DeleteConversation: func(_ *pipeline.Call, c inkeepworld.DeleteConversation) (inkeepworld.Deleted, error) {
			return world.Apply(p.World, c)
		},
		Conversations: func(c *pipeline.Call) inkeepworld.Conversations {
			return inkeepworld.ConversationsOf(p.World, c.Who.Project)
		},
		SubmitFeedback: func(_ *pipeline.Call, c inkeepworld.SubmitFeedback) (inkeep.Feedback, error) {
			return world.Apply(p.World, c)
		},
		DeleteFeedback: func(_ *pipeline.Call, c inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error) {
			return world.Apply(p.World, c)
		},
		Feedback: func(c *pipeline.Call) inkeepworld.Feedback {
			return inkeepworld.FeedbackOf(p.World, c.Who.Project)
		},
	}
}

// api serves the operations.
type api struct{ steps *pipeline.Pipeline }

func handlers(p *pipeline.Pipeline) map[string]pipeline.Handler {
	a := &api{steps: p}
	return map[string]pipeline.Handler{
		"LogEvent": pipeline.Handle(decodeLogEvent, a.logEvent, encode[inkeep.Event]),

		"QueryEvents":        pipeline.Handle(decodeQuery, a.query(events()), encodeResult),
		"QueryConversations": pipeline.Handle(decodeQuery, a.query(conversations()), encodeResult),

		"QuerySemanticThreads":  pipeline.Handle(decodeQuery, a.query(semanticThreads()), encodeResult),
		"ExportSemanticThreads": pipeline.Handle(decodeQuery, a.export(semanticThreads()), encodeExport),

		"QueryFeedback":  pipeline.Handle(decodeQuery, a.query(feedback()), encodeResult),
		"ExportFeedback": pipeline.Handle(decodeQuery, a.export(feedback()), encodeExport),

		"ExportEvents":        pipeline.Handle(decodeQuery, a.export(events()), encodeExport),
		"ExportConversations": pipeline.Handle(decodeQuery, a.export(conversations()), encodeExport),

		"QueryPropertyKeys":    pipeline.Handle(decodeKeys, a.members, encodeTexts),
		"QueryPropertyValues":  pipeline.Handle(decodeValues, a.members, encodeTexts),
		"GetTopSearchQueries":  pipeline.Handle(decodeReport, a.topSearchQueries, encodeReport),
		"GetWeeklySearchUsers": pipeline.Handle(decodeReport, a.weeklySearchUsers, encodeReport),

		"LogConversation":             pipeline.Handle(decodeConversation, a.logConversation, encode[inkeep.Conversation]),
		"ListConversations":           pipeline.Handle(decodePage(defaultConversations), a.listConversations, encodePage),
		"GetConversation":             pipeline.Handle(named("id"), a.getConversation, encode[inkeep.Conversation]),
		"DeleteConversation":          pipeline.Handle(named("id"), a.deleteConversation, encodeDeleted),
		"GetConversationByExternalID": pipeline.Handle(named("externalId"), a.getByExternalID, encode[inkeep.Conversation]),

		"SubmitFeedback": pipeline.Handle(decodeFeedback, a.submitFeedback, encode[inkeep.Feedback]),
		"ListFeedback":   pipeline.Handle(decodePage(defaultFeedback), a.listFeedback, encodeFeedbackPage),
		"GetFeedback":    pipeline.Handle(named("id"), a.getFeedback, encode[inkeep.FoundFeedback]),
		"DeleteFeedback": pipeline.Handle(named("id"), a.deleteFeedback, encodeDeleted),
	}
}

// authorize refuses keys that may only write where something is read. That is no broken contract, so no violation is recorded.
// INK-AUTH-7 to INK-AUTH-9.
func authorize(_ *pipeline.Pipeline, c *pipeline.Call) error {
	if c.Who.Scheme == "" || slices.Contains(c.Op.Schemes, c.Who.Scheme) {
		return nil
	}
	return pipeline.Refused(http.StatusForbidden, spec.Violation{
		In: spec.InSecurity, Got: "a key that may only write", Expected: "a key of an API integration",
		Fix: "send the key of one, such as demo-api-key",
	})
}

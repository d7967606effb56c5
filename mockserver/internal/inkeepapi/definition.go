package inkeepapi

import (
	"cmp"
	"fmt"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Definition is the Inkeep Analytics events API. It has the paths that no other API has.
func Definition() pipeline.Definition {
	return pipeline.Definition{
		Contract:    inkeep.Contract,
		Prefix:      "/",
		Whereabouts: "Inkeep's is /events",
		Scheme: pipeline.Scheme{
			Name: "Bearer", Decode: pipeline.DecodeBearer, Challenge: `Bearer realm="inkeep"`,
			Unknown: "a key that is not accepted here",
			HowTo:   "send Authorization: Bearer KEY",
			Demo:    ", where KEY is demo-api-key or demo-web-key",
		},
		Kinds: kinds(),
		Example: func(base, credential string) string {
			return fmt.Sprintf("curl -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '%s' '%s/events'",
				cmp.Or(credential, "KEY"), `{"entityType":"search","type":"search_query_submitted","searchQuery":"api key"}`, base)
		},
		Steps:         steps,
		Handlers:      handlers,
		Invalid:       invalid,
		Refuse:        refuse,
		ProblemSchema: "Problem",
	}
}

// kinds are the keys of the project's integrations.
func kinds() credential.Kinds {
	web, api := fixtures.Integrations(world.DefaultProject)
	kind := func(name, integration, demo string) credential.Kind {
		return credential.Kind{
			Name: name, API: "inkeep", Demo: []credential.Credential{{Kind: name, Secret: demo}},
			Who: func(credential.Credential) credential.Identity {
				return credential.Identity{Project: world.DefaultProject, Integration: integration}
			},
		}
	}
	return credential.Kinds{kind("inkeep-api", api, "demo-api-key"), kind("inkeep-web", web, "demo-web-key")}
}

func steps(p *pipeline.Pipeline) {
	p.LogEvent = func(_ *pipeline.Call, e world.LogEvent) (world.Logged, error) { return world.Apply(p.World, e) }
}

// api serves the operations.
type api struct{ steps *pipeline.Pipeline }

func handlers(p *pipeline.Pipeline) map[string]pipeline.Handler {
	a := &api{steps: p}
	return map[string]pipeline.Handler{"LogEvent": pipeline.Handle(decodeLogEvent, a.logEvent, encodeLogEvent)}
}

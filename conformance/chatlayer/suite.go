package chatlayer

import (
	"context"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/attributes"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/auth"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/concurrency"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/definitions"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/echo"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/filters"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/funnel"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/isolation"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/paging"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/schema"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/stories"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/teams"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/times"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/tracking"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/values"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// Suite returns the checks of the Chatlayer Analytics events API. The target needs Settings.
func Suite() conformance.Suite {
	return conformance.Suite{
		API:        "chatlayer",
		Contract:   chatlayer.Contract,
		Checks:     checks(),
		Flags:      flags(),
		Settings:   given,
		Untestable: untestable(),
		Weaker:     weaker(),
		Quick:      strings.Fields(quick),
		Costs:      costs,
		Authorize:  authorize,
		Diagnose:   kit.Diagnose,
		Symptoms:   kit.Symptoms,
		Prepare: func(ctx context.Context, env *conformance.Env) (any, error) {
			return kit.Prepare(ctx, env, kit.Settings(settingsOf(env.Target)))
		},
	}
}

func checks() []conformance.Check {
	protocol := protocolChecks()
	for i := range protocol {
		protocol[i].Unplanted = true
	}
	return slices.Concat(
		protocol, echo.Checks(), auth.Checks(), schema.Checks(), times.Checks(), paging.Checks(), filters.Checks(), attributes.Checks(),
		tracking.Checks(), teams.Checks(), isolation.Checks(), definitions.Checks(), values.Checks(), funnel.Checks(), concurrency.Checks(),
		tracking.AfterRefusal(), stories.Checks(), filters.AsTracked(), // these look at what all others did
	)
}

package inkeep

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/auth"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/concurrency"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/conversations"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/events"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/feedback"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/ids"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/input"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/limits"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/observed"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/problems"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/queries"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/schema"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/stories"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/times"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Suite returns the checks of the Inkeep Analytics events API. The target needs Settings.
func Suite() conformance.Suite {
	contract := sync.OnceValues(api.Contract) // the engine and prepare both ask for it
	return conformance.Suite{
		API:        "inkeep",
		Contract:   contract,
		Checks:     checks(),
		Flags:      flags(),
		Settings:   given,
		Untestable: untestable(),
		Weaker:     weaker(),
		Quick:      strings.Fields(quick),
		Costs:      costs,
		Authorize:  authorize,
		Symptoms:   kit.Symptoms,
		Diagnose:   kit.Diagnose,
		Prepare: func(ctx context.Context, env *conformance.Env) (any, error) {
			return kit.Prepare(ctx, env, kit.Settings(settingsOf(env.Target)), contract)
		},
	}
}

// checks puts the areas together. The order is that of reports.
func checks() []conformance.Check {
	own := logging(
		events.Accepted(), events.UserProperties(),
		schema.Mistyped(),
		events.Required(), events.EntityType(), events.Optional(),
		times.Malformed(), times.Given(), times.Default(), times.Moving(),
		events.Kept(), events.PropertiesKept(), events.Nulls(), events.LeftOver(),
		auth.OtherProject(),
		events.Odd(),
		times.Odd(),
		input.Numbers(),
		events.EveryMember(),
		ids.Given(), ids.Reused(),
		schema.Answers(),
		problems.Checks(),
		limits.Sizes(),
		observed.Leniences(),
		limits.Recorded(),
		input.SameJSON(), input.Extra(),
		events.References(),
		auth.Keys(),
		concurrency.Checks(),
		stories.Checks(),
		observed.Observations(),
	)
	return slices.Concat(own, conversations.Checks(), feedback.Checks(), queries.Checks(), protocolChecks())
}

// logging fills in what all checks of the package's own have in common: they log events.
func logging(areas ...[]conformance.Check) []conformance.Check {
	all := slices.Concat(areas...)
	for i := range all {
		all[i].Operations = []string{kit.LogEvent}
		all[i].Needs = append([]conformance.Capability{conformance.Writes}, all[i].Needs...)
		if all[i].Phase == conformance.Reading {
			all[i].Phase = conformance.Writing
		}
	}
	return all
}

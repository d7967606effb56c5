package inkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/auth"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/concurrency"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/events"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/ids"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/input"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/limits"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/observed"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/problems"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/schema"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/stories"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/times"
	"github.com/understudy-mock/understudy/spec"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Suite returns the checks of the API. The target needs Bearer, the key of a Web or an API integration; OtherBearer is a
// second key of the other kind, and without it one check is skipped.
func Suite() conformance.Suite {
	contract := sync.OnceValues(api.Contract) // the engine and prepare both ask for it
	return conformance.Suite{
		API:        "inkeep",
		Contract:   contract,
		Checks:     checks(),
		Flags:      flags(),
		Untestable: untestable(),
		Unjudged:   []string{"QueryEvents"},
		Weaker:     weaker(),
		Quick:      strings.Fields(quick),
		Costs:      costs,
		Authorize:  authorize,
		Symptoms:   kit.Symptoms,
		Diagnose:   kit.Diagnose,
		Prepare: func(ctx context.Context, env *conformance.Env) (any, error) {
			return kit.Prepare(ctx, env, contract)
		},
	}
}

func flags() []conformance.Flag {
	return []conformance.Flag{
		{Name: "bearer", Value: "KEY", Help: "the key", Required: true},
		{Name: "other-bearer", Value: "KEY", Help: "a second key, such as one of a web integration"},
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
	return append(own, protocolChecks()...)
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

func authorize(target conformance.Target) (header string, secrets []string, err error) {
	key, errKey := target.Bearer, usable("--bearer", target.Bearer)
	switch key {
	case "":
		errKey = errors.New("inkeep: no key is named; give --bearer KEY")
	case target.OtherBearer:
		errKey = errors.New("inkeep: --bearer and --other-bearer are the same; the second is another key, such as that of a web " +
			"integration")
	}
	if err := errors.Join(errKey, usable("--other-bearer", target.OtherBearer)); err != nil {
		return "", nil, err
	}
	return "Bearer " + key, []string{key, target.OtherBearer}, nil
}

// usable refuses a key that no header can carry. It does not repeat it.
func usable(flag, key string) error {
	if stray := spec.Stray(key); stray != "" {
		return fmt.Errorf("inkeep: bad %s: the key %s; take that out", flag, stray)
	}
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return fmt.Errorf("inkeep: the key holds characters that no header can carry; give %s KEY, without the word Bearer", flag)
	}
	return nil
}

package inkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// logEvent is the operation that everything here is about.
const logEvent = "LogEvent"

// Suite returns the checks of the API. The target needs Bearer, the key of a Web or an API integration; OtherBearer is a
// second key of the other kind, and without it one check is skipped.
func Suite() conformance.Suite {
	contract := sync.OnceValues(api.Contract) // the engine and prepare both ask for it
	return conformance.Suite{
		API:        "inkeep",
		Contract:   contract,
		Checks:     checks(),
		Untestable: untestable(),
		Weaker:     weaker(),
		Quick:      strings.Fields(quick),
		Costs:      costs,
		Authorize:  authorize,
		Symptoms:   shows,
		Diagnose:   diagnose,
		Prepare: func(ctx context.Context, env *conformance.Env) (any, error) {
			return prepare(ctx, env, contract)
		},
	}
}

func checks() []conformance.Check {
	own := logging(
		acceptance(), userProperties(), mistyped(), required(), discriminator(), optional(), malformedTimes(), times(), defaultTime(), movingTime(),
		echoes(), propertyEchoes(), nulls(), leaks(), otherProject(), oddEchoes(), oddTimes(), numbers(), whole(),
		ids(), reusedIDs(), answers(), problems(), limits(), leniences(), largeRecorded(), sameJSON(), extraMembers(), references(), keys(),
		concurrency(), stories(), observations(),
	)
	return append(own, protocolChecks()...)
}

// logging fills in what all checks of the package's own have in common: they log events.
func logging(areas ...[]conformance.Check) []conformance.Check {
	all := slices.Concat(areas...)
	for i := range all {
		all[i].Operations = []string{logEvent}
		all[i].Needs = append([]conformance.Capability{conformance.Writes}, all[i].Needs...)
		if all[i].Phase == conformance.Reading {
			all[i].Phase = conformance.Writing
		}
	}
	return all
}

func authorize(target conformance.Target) (header string, secrets []string, err error) {
	key, errKey := target.Bearer, usable("--bearer", target.Bearer)
	if key == "" {
		errKey = errors.New("inkeep: no key is named; give --bearer KEY")
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

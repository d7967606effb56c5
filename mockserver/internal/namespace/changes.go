package namespace

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/spec"
)

// Changes are the options that a namespace has in place of the server's. Those that are nil it has from the server.
type Changes struct {
	Seed           *uint64
	Scenario       *string
	EventsPerBot   *int
	Clock          clock.Clock
	Auth           *AuthMode
	RefuseAdvisory *bool
	Misbehave      *string
	Variants       *[]string
	Plan           *map[string]any
}

// with are the options with the changes in them.
func (o Options) with(c Changes) Options {
	change(&o.Seed, c.Seed)
	change(&o.Scenario, c.Scenario)
	change(&o.EventsPerBot, c.EventsPerBot)
	change(&o.Auth, c.Auth)
	change(&o.RefuseAdvisory, c.RefuseAdvisory)
	change(&o.Misbehave, c.Misbehave)
	change(&o.Variants, c.Variants)
	if change(&o.Plan, c.Plan); c.Plan != nil {
		o.PlanLines = nil
	}
	if c.Clock != nil {
		o.Clock = c.Clock
	}
	return o
}

func change[T any](option, to *T) {
	if to != nil {
		*option = *to
	}
}

// ReadChanges reads options in the members of a body, and what is wrong with them besides what the contract says.
func ReadChanges(m spec.Members) (c Changes, mistakes []spec.Violation) {
	if number, there := m.Number("seed"); there {
		seed, err := strconv.ParseUint(number.String(), 10, 64)
		if c.Seed = &seed; err != nil { // where a schema compares in floating point
			mistakes = append(mistakes, spec.Violation{
				Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: "/seed", Got: number.String(),
				Expected: "a whole number of at most 64 bits", Fix: "write it in digits, 1 to 18446744073709551615",
			})
		}
	}
	if events := m.Int32("events"); events != nil {
		c.EventsPerBot = counted(int(*events))
	}
	if mode, there := m.TextGiven("auth"); there {
		c.Auth = (*AuthMode)(&mode)
	}
	if strict, there := m.Bool("strict"); there {
		c.RefuseAdvisory = &strict
	}
	if name, there := m.TextGiven("scenario"); there {
		c.Scenario = &name
		mistakes = append(mistakes, unknown("/scenario", name, scenarioNames())...)
	}
	if name, there := m.TextGiven("misbehave"); there {
		if c.Misbehave = &name; name != "" {
			mistakes = append(mistakes, unknown("/misbehave", name, misbehave.Names())...)
		}
	}
	if _, there := m.Lookup("variants"); there {
		names := m.Texts("variants")
		c.Variants = &names
		for i, name := range names {
			mistakes = append(mistakes, unknown(fmt.Sprintf("/variants/%d", i), name, variantNames())...)
		}
	}
	if given := m.Object("plan"); given.Given() {
		written := given.Map()
		c.Plan = &written
		_, wrong := plan.Read(written, "/plan")
		mistakes = append(mistakes, wrong...)
	}
	if text, there := m.TextGiven("now"); there {
		var wrong []spec.Violation
		c.Clock, wrong = readNow(text)
		mistakes = append(mistakes, wrong...)
	}
	return c, mistakes
}

// counted is a number of events as options have it, where zero is the default.
func counted(events int) *int {
	if events == 0 {
		events = -1
	}
	return &events
}

func readNow(text string) (clock.Clock, []spec.Violation) {
	if text == realTime {
		return clock.System(), nil
	}
	at, err := spec.ParseDateTime(text)
	if err != nil || !clock.CanShow(at) {
		return nil, []spec.Violation{{
			Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: "/now", Got: strconv.Quote(pipeline.Shorten(text)),
			Expected: `an RFC 3339 instant of the years 1 to 9999, such as 2026-01-15T10:00:00Z, or "real"`, Fix: "write it so",
		}}
	}
	return clock.Frozen(at), nil
}

// realTime is the option now of a clock that nobody freezes.
const realTime = "real"

// unknown is what is wrong with a name that is none of those that there are; nothing if it is one.
func unknown(pointer, name string, known []string) []spec.Violation {
	v := spec.Violation{
		Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: pointer, Got: strconv.Quote(pipeline.Shorten(name)),
		Expected: "one of those that there are, which understudy serve lists (--list-misbehaviours, --list-variants)",
		Fix:      "use one of them",
	}
	for _, one := range known {
		if one == name {
			return nil
		}
	}
	if len(known) < pipeline.ToldViolations {
		v.Expected = "one of " + strings.Join(known, ", ")
	}
	if near := nearest(name, known); near != "" {
		v.Fix = "did you mean " + strconv.Quote(near) + "?"
	}
	return []spec.Violation{v}
}

func scenarioNames() []string {
	var names []string
	for _, s := range fixtures.Scenarios() {
		names = append(names, s.Name)
	}
	return names
}

// now is how the option is written that a clock comes from.
func (o *Options) now() string {
	if at, frozen := clock.FrozenAt(o.Clock); frozen {
		return at.Format(time.RFC3339Nano)
	}
	return realTime
}

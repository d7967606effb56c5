package conformance

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Level says who may insist on a check.
type Level string

// The levels, from the strongest to the weakest.
const (
	Must   Level = "must"   // a document of the publisher says it, or it follows from what they say
	Should Level = "should" // implied only
	Info   Level = "info"   // nobody says; what the target does is recorded and never judged
)

// Capability is something that a check needs and a target may not offer: Writes, or what Access.Offers of its suite names.
type Capability string

// Writes is that the run may write; Target.ReadOnly forbids it.
const Writes Capability = "writes"

// Phase says when a check runs.
type Phase int

// The phases, in their order. Checks of the first two run beside each other.
const (
	Reading Phase = iota // looks at the data that the suite brought
	Writing              // brings data of its own and waits for it
	Alone                // disturbs others, or must not be disturbed
	Closing              // looks back at the whole run
)

// Check is one thing that a target is asked to do right.
type Check struct {
	ID          string   // permanent, such as "chatlayer.list.end-exclusive": api, area, subject
	Title       string   // what holds on a conformant target, in one sentence
	Level       Level    // Must, Should or Info
	Requirement string   // id of the requirement it is for; its words are cited with a failure
	Also        []string // further requirements that it exercises
	Operations  []string // operationIds that it calls, for the map of the report
	Needs       []Capability
	Phase       Phase
	// Floor is what the check must have seen before it may pass, by kind of evidence, such as {"boundaries": 2, "pages": 2}.
	// Below it the outcome is inconclusive.
	Floor map[string]int
	// Unplanted checks need none of the events that the suite plants. A run of nothing else plants none.
	Unplanted bool
	// Confirm runs a failing check once more, and calls it inconclusive if it does not fail again. It is for checks whose
	// failure could come from the way to the target.
	Confirm bool
	// NoMutant says why no misbehaviour of the mock can make the check fail. Empty: one can, and a test knows which.
	NoMutant string
	// Watch makes what looks at every exchange of a run while the run goes on, for a check of the phase Closing. Nil: nothing does.
	Watch func() Watcher
	Run   func(context.Context, *T)
}

// Watcher looks at every exchange of a run as soon as it has ended, because bodies are not kept until the end. It is told one at
// a time, and keeps exchanges in brief only. What it saw is for the check's Run.
type Watcher interface{ See(*exchange.Exchange) }

// Area is the second word of the id: time, paging, filters.
func (c Check) Area() string {
	words := strings.Split(c.ID, ".")
	if len(words) < 2 {
		return ""
	}
	return words[1]
}

// Requirements returns the requirement the check is for and the others it exercises.
func (c Check) Requirements() []string { return append([]string{c.Requirement}, c.Also...) }

package conformance

import (
	"context"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

// Suite is everything that is known about judging one API. It is not changed after it was made, and may be shared.
type Suite struct {
	API      string                         // as in --api; the ids of the checks begin with it and a dot
	Contract func() (*spec.Contract, error) // of the API
	Checks   []Check
	// Flags are the parts of the settings: understudy check refuses others for its API.
	Flags []Flag
	// Settings makes Target.Settings of the values that understudy check was given for Flags. Nil: the suite takes none.
	Settings func(Given) (any, error)
	// Untestable says why a must or should requirement has no check, by the requirement's id. Those that are about operations outside
	// of the contract alone need no reason: they are out of scope.
	Untestable map[string]string
	// Unjudged are the operations of the contract that no check is about, by operationId. Requirements about these alone are out of
	// scope, as those about operations outside of the contract.
	Unjudged []string
	// Weaker says why no check is of the level of a must or should requirement, by the requirement's id.
	Weaker map[string]string
	// Quick are the ids of the checks of a quick run: those that tell the most for what they cost.
	Quick []string
	// Costs says how many requests each check sends to a server like the mock, and the preparation, which is called prepare: lines of
	// an id and a number. Estimates are made of it.
	Costs string
	// Authorize reads the target's settings. What it returns beside an error counts for the selection of checks, so that all mistakes are
	// told at once.
	Authorize func(Target) (Access, error)
	// Prepare looks whether the target can be judged, brings the run's data to it and waits until the data can be seen. What
	// it returns is what every T.Session gives. An error makes the whole run incomplete, but for an *Unfit.
	Prepare func(context.Context, *Env) (any, error)
	// Diagnose names the mistakes that explain failures, when the run is over, so that it may ask again while nothing else is under way;
	// session is what Prepare returned. Nil: it has no idea.
	Diagnose func(ctx context.Context, session any, failed []Case) []Cause
	// Symptoms says what the exchanges of a failure show beside what its check says of them, in words that are the same for every
	// check. Nil: it has no idea.
	Symptoms func(session any, f Failure) []Symptom
}

// Access is what the settings of a target are to the runner.
type Access struct {
	Header  string   // value of Authorization for the target's own credentials
	Secrets []string // what no report shows: the secret parts of all credentials, and what holds them
	// Credentials are the variables from which printed commands take credentials, each as the user gave it. Those without a value count
	// for nothing.
	Credentials []exchange.Credential
	Names       []string // what the user named, such as a bot: words that the run says by itself, and no secrets
	// Offers says for what checks can need, other than Writes, why the target does not offer it; empty if it does.
	Offers map[Capability]string
}

// Env is what Prepare has in hand.
type Env struct {
	Target Target
	Client *exchange.Client
	// Authorization is the header's value for the target's own credentials.
	Authorization string
	// Run is the nonce of the run, in lower-case letters and digits: no other run has it.
	Run string
	// Writes says whether the run may write.
	Writes bool
	// Unplanted says that no check of the run needs the events that the suite plants.
	Unplanted bool
	// Read, if Prepare sets it before its first request, reads every answer once, when it has come. Exchange.Read gives what it
	// made of it. It may be called from several goroutines.
	Read func(*exchange.Exchange) any
	// Progress tells the user what goes on; total is 0 if it is not known.
	Progress func(what string, done, total int)
}

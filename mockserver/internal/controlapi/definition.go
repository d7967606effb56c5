package controlapi

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/access"
	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
	"github.com/understudy-mock/understudy/spec/coverage"
)

// Prefix is where the server's own endpoints are.
const Prefix = "/__understudy/"

// Control are the server's own endpoints. What they show and change is all set before the first request.
type Control struct {
	Contract   func() *spec.Contract // of the endpoints themselves
	Served     func() []Served
	World      *world.World
	Clock      *clock.Movable
	Violations *journal.Violations
	Journal    *journal.Journal
	Looked     *journal.Journal // of requests of the console's own that only look; they are found by their ids
	Coverage   *coverage.Counts
	Secrets    func() journal.Secrets // that the journal shows to nobody
	Faults     *fault.Set
	Plans      Plans
	Snapshots  Snapshots
	Metrics    func(io.Writer) // writes them in the text format of Prometheus
	Name       string          // of the namespace that asks
	Namespaces Namespaces
	// Explain tells why a list of the journal held what it held. It reports false for what is no list.
	Explain func(context.Context, *journal.Exchange) (pipeline.Explanation, bool, error)

	// Histogram counts over time, in at most so many parts, what a list of the journal asks for. It reports false for what is no list by
	// time, or was refused.
	Histogram func(ctx context.Context, x *journal.Exchange, parts int) ([]world.Part, bool, error)
	Choices   func() control.OptionList // what the options of a namespace may be

	Runner   *Runner // of checks; nil if there are none
	PlanFile string  // that the server's tracking plan was read from; empty if from none

	Strict bool         // advisory violations are refused
	Off    bool         // only health and the index are there
	Token  string       // that all but health and the index want; empty if they want none
	Hosts  access.Hosts // under which they may be asked for
	Stamp  http.Header  // on every answer
	Log    *slog.Logger
	Refuse func(http.ResponseWriter, *http.Request, *pipeline.Problem)
}

// Served is one API of the server.
type Served struct {
	pipeline.Definition
	Contract *spec.Contract
	Base     string   // the path below which it is
	Demo     []string // the demo credentials that are accepted, as clients present them
	Open     bool     // it asks for no credentials
}

// Definition makes an API of the endpoints.
func (c *Control) Definition() pipeline.Definition {
	return pipeline.Definition{
		Name:          control.Name,
		Contract:      func() (*spec.Contract, error) { return c.Contract(), nil },
		Prefix:        Prefix,
		Whereabouts:   "the mock's own begin with " + Prefix,
		Invalid:       func([]spec.Violation) int { return http.StatusBadRequest },
		Judge:         c.judge,
		Refuse:        refuse,
		ProblemSchema: "Problem",
		Patient:       []string{"ExpectExchanges"},
		Streams:       []string{"RunChecks", "StreamExchanges", "ExportEvents", "DiffSnapshot"},
		LargeBodies:   []string{"ImportEvents"},
		Handlers:      c.handlers,
	}
}

// handlers serve the operations, by operationId.
func (c *Control) handlers(*pipeline.Pipeline) map[string]pipeline.Handler {
	all := map[string]pipeline.Handler{
		"GetIndex":            pipeline.Handle(decodeIndex, c.index, sameAnswer),
		"GetHealth":           pipeline.Handle(nothing, c.health, encode[control.Status]),
		"GetReadiness":        pipeline.Handle(nothing, c.health, encode[control.Status]),
		"GetControlDocument":  pipeline.Handle(decodeBase, c.controlDocument, encodeYAML),
		"GetControlJSON":      pipeline.Handle(decodeBase, c.controlJSON, encodeDocument),
		"GetContractDocument": pipeline.Handle(decodeDocument, c.contractDocument, encodeYAML),
		"GetContractJSON":     pipeline.Handle(decodeDocument, c.contractJSON, encodeDocument),
		"OpenConsole":         pipeline.Handle(nothing, openConsole, sameAnswer),
		"GetConsole":          pipeline.Handle(decodeConsole, consoleFile, sameAnswer),
		"GetConsoleFile":      pipeline.Handle(decodeConsole, consoleFile, sameAnswer),
		"ListViolations":      pipeline.Handle(decodeViolations, c.listViolations, sameAnswer),
		"ListRules":           pipeline.Handle(decodePage, c.listRules, sameAnswer),
		"GetRule":             pipeline.Handle(decodeRule, c.getRule, sameAnswer),
		"GetPlan":             pipeline.Handle(nothing, c.getPlan, sameAnswer),
		"SetPlan":             pipeline.Handle(decodePlan, c.setPlan, sameAnswer),
		"ListExchanges":       pipeline.Handle(c.decodeExchanges, c.listExchanges, sameAnswer),
		"GetExchange":         pipeline.Handle(decodeRequestID, c.getExchange, encode[control.Exchange]),
		"ExpectExchanges":     pipeline.Handle(c.decodeExpectation, c.expectExchanges, sameAnswer),
		"StreamExchanges":     pipeline.Handle(c.decodeStream, c.streamExchanges, sameAnswer),
		"ExplainExchange":     pipeline.Handle(decodeRequestID, c.explainExchange, encode[control.Explanation]),
		"GetHistogram":        pipeline.Handle(decodeHistogram, c.histogram, encode[control.Histogram]),
		"ClearJournal":        pipeline.Handle(nothing, c.clearJournal, noContent),
		"GetFidelity":         pipeline.Handle(decodeFidelity, c.fidelity, encode[control.Fidelity]),
		"GetCoverage":         pipeline.Handle(decodeFormat, c.coverage, sameAnswer),
		"GetMetrics":          pipeline.Handle(nothing, c.metrics, sameAnswer),
		"ExportEvents":        pipeline.Handle(decodeExport, c.exportEvents, sameAnswer),
		"ImportEvents":        pipeline.Handle(decodeImport, c.importEvents, encode[control.ImportResult]),
		"ListSnapshots":       pipeline.Handle(nothing, c.listSnapshots, encode[control.SnapshotList]),
		"TakeSnapshot":        pipeline.Handle(decodeSnapshotName, c.takeSnapshot, sameAnswer),
		"ForgetSnapshot":      pipeline.Handle(decodeSnapshotName, c.forgetSnapshot, sameAnswer),
		"RestoreSnapshot":     pipeline.Handle(decodeSnapshotName, c.restoreSnapshot, encode[control.Snapshot]),
		"DiffSnapshot":        pipeline.Handle(decodeDiff, c.diffSnapshot, sameAnswer),
		"ListChanges":         pipeline.Handle(decodeChanges, c.listChanges, encode[control.SnapshotChanges]),
		"GetClock":            pipeline.Handle(nothing, c.getClock, encode[control.Clock]),
		"SetClock":            pipeline.Handle(decodeClock, c.setClock, encode[control.Clock]),
		"AdvanceClock":        pipeline.Handle(decodeStep, c.advanceClock, encode[control.Clock]),
		"ListOptions":         pipeline.Handle(nothing, c.listOptions, encode[control.OptionList]),
		"ListNamespaces":      pipeline.Handle(nothing, c.listNamespaces, encode[control.NamespaceList]),
		"GetNamespace":        pipeline.Handle(decodeName, c.getNamespace, encode[control.Namespace]),
		"PutNamespace":        pipeline.Handle(decodePut, c.putNamespace, sameAnswer),
		"DeleteNamespace":     pipeline.Handle(decodeDelete, c.deleteNamespace, noContent),
		"ResetWorld":          pipeline.Handle(decodeOptions, c.reset, encode[control.ResetResult]),
	}
	maps.Copy(all, c.faultHandlers())
	return c.withChecks(all)
}

func sameAnswer(ans pipeline.Answer) (pipeline.Answer, error) { return ans, nil }

func nothing(*pipeline.Call) (struct{}, error) { return struct{}{}, nil }

// health serves GET healthz and readyz. A server that answers is both: it builds its world before it listens.
func (c *Control) health(context.Context, struct{}) (control.Status, error) {
	return control.Status{Status: control.StatusStatusOk}, nil
}

func decodeBase(c *pipeline.Call) (string, error) { return c.Base, nil }

// names are those of the APIs that are served.
func (c *Control) names() []string {
	var names []string
	for _, a := range c.Served() {
		names = append(names, a.Contract.Name())
	}
	return names
}

type fidelityInput struct{ api, level string }

func decodeFidelity(c *pipeline.Call) (fidelityInput, error) {
	p := c.Params
	return fidelityInput{api: p.Text("api"), level: p.Text("level")}, nil
}

// fidelity serves GET fidelity: every statement about the APIs with where it comes from and, where nobody says, what the
// mock chose.
func (c *Control) fidelity(_ context.Context, in fidelityInput) (control.Fidelity, error) {
	statements := []control.Statement{}
	for _, a := range c.Served() {
		for _, r := range a.Contract.Requirements() {
			if (in.api == "" || in.api == a.Contract.Name()) && (in.level == "" || in.level == string(r.Level)) {
				statements = append(statements, statement(a.Contract.Name(), r))
			}
		}
	}
	return control.Fidelity{Statements: statements}, nil
}

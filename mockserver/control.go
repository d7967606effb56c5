package mockserver

import (
	"context"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// controlPrefix is where the server's own endpoints are.
const controlPrefix = "/__understudy/"

func newControlAPI(contract *spec.Contract, s *Server) *api {
	return &api{
		name:          contract.Name(),
		contract:      contract,
		steps:         s.plain(),
		auth:          openDoor{},
		authorize:     everybodyMay,
		invalid:       func([]spec.Violation) int { return http.StatusBadRequest },
		problem:       controlProblem,
		problemSchema: "Problem",
		handlers: map[string]pipeline.Handler{
			"GetIndex":            pipeline.Handle(decodeIndex, s.index, sameAnswer),
			"GetHealth":           pipeline.Handle(nothing, s.health, encodeControl[control.Status]),
			"GetReadiness":        pipeline.Handle(nothing, s.health, encodeControl[control.Status]),
			"GetControlDocument":  pipeline.Handle(decodeBase, s.controlDocument, encodeYAML),
			"GetContractDocument": pipeline.Handle(decodeDocument, s.contractDocument, encodeYAML),
			"ListViolations":      pipeline.Handle(decodeLimit, s.listViolations, encodeControl[control.ViolationList]),
			"GetFidelity":         pipeline.Handle(decodeFidelity, s.fidelity, encodeControl[control.Fidelity]),
			"ResetWorld":          pipeline.Handle(nothing, s.reset, encodeControl[control.ResetResult]),
		},
	}
}

func sameAnswer(ans answer) (answer, error) { return ans, nil }

func nothing(*call) (struct{}, error) { return struct{}{}, nil }

// health serves GET healthz and readyz. A server that answers is both: it builds its world before it listens.
func (s *Server) health(context.Context, struct{}) (control.Status, error) {
	return control.Status{Status: control.StatusStatusOk}, nil
}

func decodeBase(c *call) (string, error) { return c.Base, nil }

func decodeLimit(c *call) (int, error) {
	if n := pipeline.Members(c.Params).Int32("limit"); n != nil {
		return int(*n), nil
	}
	return keptViolations, nil
}

// listViolations serves GET violations: the latest ones, newest last.
func (s *Server) listViolations(_ context.Context, limit int) (control.ViolationList, error) {
	total, strays, kept := s.violations.latest(limit)
	list := control.ViolationList{Total: total, Strays: strays, Violations: make([]control.RecordedViolation, len(kept))}
	for i, r := range kept {
		list.Violations[i] = recordedViolation(r)
	}
	return list, nil
}

// worthReturning is how many bytes of events a reset must have let go of to give memory back to the system at once.
const worthReturning = 16 << 20

type fidelityInput struct{ api, level string }

func decodeFidelity(c *call) (fidelityInput, error) {
	p := pipeline.Members(c.Params)
	return fidelityInput{api: p.Text("api"), level: p.Text("level")}, nil
}

// fidelity serves GET fidelity: every statement about the APIs with where it comes from and, where nobody says, what the
// mock chose.
func (s *Server) fidelity(_ context.Context, in fidelityInput) (control.Fidelity, error) {
	statements := []control.Statement{}
	for _, a := range s.apis {
		for _, r := range a.contract.Requirements() {
			if (in.api == "" || in.api == a.name) && (in.level == "" || in.level == string(r.Level)) {
				statements = append(statements, statement(a.name, r))
			}
		}
	}
	return control.Fidelity{Statements: statements}, nil
}

// reset serves POST reset: back to the seeded data, which end now.
func (s *Server) reset(context.Context, struct{}) (control.ResetResult, error) {
	s.resetting.Lock() // each makes a whole new world
	defer s.resetting.Unlock()
	_, written := s.world.Written()
	if _, err := world.Apply(s.world, world.Reset{Anchor: s.anchor()}); err != nil {
		return control.ResetResult{}, err
	}
	s.violations.clear()
	s.toldFull.Store(false)
	if written > worthReturning {
		debug.FreeOSMemory()
	}
	return control.ResetResult{
		Status: control.ResetResultStatusOk, Seed: s.opts.Seed, Scenario: s.world.Scenario(),
		//nolint:gosec // at most fixtures.MaxEvents
		EventsPerBot: int32(s.world.EventsPerBot()), Anchor: s.world.Anchor(),
	}, nil
}

// anchor is the instant at which seeded data made now end.
func (s *Server) anchor() time.Time { return clock.Receipt(s.opts.Clock) }

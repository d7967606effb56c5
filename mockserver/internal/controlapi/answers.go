package controlapi

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

func encode[Out any](v Out) (pipeline.Answer, error) {
	return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, v)
}

func encodeYAML(document []byte) (pipeline.Answer, error) {
	return pipeline.Answer{Status: http.StatusOK, ContentType: "application/yaml", Body: document}, nil
}

func encodeDocument(document []byte) (pipeline.Answer, error) {
	return pipeline.Answer{Status: http.StatusOK, ContentType: pipeline.TypeJSON, Body: document}, nil
}

func recordedViolation(r journal.Recorded) control.RecordedViolation {
	return control.RecordedViolation{
		//nolint:gosec // a status has three digits
		RequestID: r.RequestID, At: r.At.UTC(), Method: r.Method, Path: r.Path, Status: int32(r.Status),
		API: r.API, Rule: r.Rule, Side: control.RecordedViolationSide(r.Side),
		In: control.RecordedViolationIn(r.In), Name: r.Name, Pointer: r.Pointer, Got: r.Got, Expected: r.Expected, Fix: r.Fix,
		Operation: r.Operation, Place: place(r.Place), Advisory: r.Advisory, OnPurpose: r.OnPurpose, RuleURL: rulePath(r.Rule),
	}
}

func violation(v spec.Violation) control.Violation {
	return control.Violation{
		Rule: v.Rule, Side: control.ViolationSide(v.Side), In: control.ViolationIn(v.In), Name: v.Name, Pointer: v.Pointer,
		Got: v.Got, Expected: v.Expected, Fix: v.Fix, Operation: v.Operation, Place: place(v.Place), Advisory: v.Advisory,
		OnPurpose: v.OnPurpose, RuleURL: rulePath(v.Rule),
	}
}

func place(p spec.Place) control.Place {
	return control.Place{Document: p.Document, Pointer: p.Pointer, Line: int32(p.Line)} //nolint:gosec // a line of our own document
}

func statement(api string, r spec.Requirement) control.Statement {
	return control.Statement{
		ID: r.ID, API: api, Level: control.Level(r.Level), Source: control.Citation(r.Source), Page: r.Page,
		Operations: append([]string{}, r.Operations...), Outside: append([]string{}, r.Outside...),
		Statement: r.Statement, Choice: r.Choice,
	}
}

// refuse gives a refusal of the server's own endpoints the form of RFC 9457.
func refuse(c *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
	problem := control.Problem{
		//nolint:gosec // a status has three digits
		Type: "about:blank", Title: http.StatusText(p.Status), Status: int32(p.Status), Detail: p.Detail, Instance: c.Instance(),
	}
	for _, v := range p.Violations[:min(pipeline.ToldViolations, len(p.Violations))] {
		problem.Violations = append(problem.Violations, violation(v))
	}
	return pipeline.Refusal(p, pipeline.TypeProblem, problem)
}

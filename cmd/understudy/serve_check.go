package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	reporting "github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/spec/control"
)

// checks are those of the runner for the mock, which does not know it.
type checks []conformance.Suite

// Suites are what the mock can judge by.
func (c checks) Suites() []control.CheckSuite {
	all := make([]control.CheckSuite, len(c))
	for i, s := range c {
		all[i] = control.CheckSuite{API: s.API, Settings: []control.CheckSetting{}}
		all[i].Checks = int32(len(s.Checks)) //nolint:gosec // some hundreds
		for _, f := range s.Flags {
			all[i].Settings = append(all[i].Settings, control.CheckSetting{
				Name: f.Name, Value: f.Value, Help: f.Help, Required: f.Required, Secret: f.Secret, Repeatable: f.Repeatable,
			})
		}
	}
	return all
}

// progress is an event of a run that goes on.
type progress struct {
	What      string `json:"what"`
	Done      int    `json:"done"`
	Total     int    `json:"total"`
	ElapsedMS int64  `json:"elapsed_ms"`
	LeftMS    int64  `json:"left_ms"`
}

// result is an event of a check that is done. The report has all of it.
type result struct {
	ID      string              `json:"id"`
	Level   conformance.Level   `json:"level"`
	Outcome conformance.Outcome `json:"outcome"`
	Title   string              `json:"title"`
	Message string              `json:"message"`
}

// Run judges a target on this machine.
func (c checks) Run(ctx context.Context, order control.CheckOrder, tell func(event string, data any)) error {
	target, err := c.target(order)
	if err != nil {
		return err
	}
	target.Progress = func(p conformance.Progress) {
		tell("progress", progress{p.What, p.Done, p.Total, p.Elapsed.Milliseconds(), p.Left.Milliseconds()})
	}
	target.Done = func(r conformance.Result) {
		tell("result", result{r.ID, r.Level, r.Outcome, r.Title, r.Message})
	}
	report, err := conformance.Run(ctx, target)
	if err != nil {
		return err
	}
	var text strings.Builder
	if err := reporting.Write(&text, "json", report, reporting.Options{FailOn: conformance.Must}); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	tell("report", json.RawMessage(text.String()))
	return nil
}

// target reads an order. Every mistake is reported at once.
func (c checks) target(order control.CheckOrder) (conformance.Target, error) {
	i := slices.IndexFunc(c, func(s conformance.Suite) bool { return s.API == order.API })
	if i < 0 {
		return conformance.Target{}, fmt.Errorf("there are no checks of %s", order.API)
	}
	suite := c[i]
	var wrong []error
	if base, err := url.Parse(order.Target); err == nil && base.Host != "" && !loopback(base.Hostname()) {
		wrong = append(wrong, fmt.Errorf("%s is not on loopback; judge it with understudy check", base.Host))
	}
	for _, name := range slices.Sorted(maps.Keys(order.Settings)) {
		if _, takes := suite.Flag(name); !takes {
			wrong = append(wrong, fmt.Errorf("%s takes no setting %q", suite.API, name))
		}
	}
	given := conformance.Given(order.Settings)
	for _, f := range suite.Flags {
		if f.Required && given.First(f.Name) == "" {
			wrong = append(wrong, fmt.Errorf("the setting %s is missing: %s", f.Name, f.Help))
		}
	}
	if len(wrong) > 0 {
		return conformance.Target{}, errors.Join(wrong...)
	}
	settings, err := suite.Settings(given)
	return conformance.Target{
		Suite: suite, URL: order.Target, Settings: settings, Quick: order.Quick, ReadOnly: order.ReadOnly, Only: order.Only,
		Seed: uint64(order.Seed), Version: version, //nolint:gosec // the document wants 1 at least; 0 means it
	}, err
}

package controlapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
	"github.com/understudy-mock/understudy/spec/control"
)

// Checks are those of a conformance runner, which the server does not know.
type Checks interface {
	// Suites are what there is to judge by.
	Suites() []control.CheckSuite
	// Run carries an order out until it is done or ctx ends, and tells events by their names, whose data become JSON. It returns an error
	// for an order that it cannot carry out.
	Run(ctx context.Context, order control.CheckOrder, tell func(event string, data any)) error
}

// Runner has a server run checks, one run at a time in all its namespaces.
type Runner struct {
	Checks Checks
	busy   sync.Mutex
}

func (c *Control) withChecks(all map[string]pipeline.Handler) map[string]pipeline.Handler {
	all["GetChecks"] = pipeline.Handle(nothing, c.getChecks, encode[control.CheckSuiteList])
	all["RunChecks"] = pipeline.Handle(c.decodeCheck, c.runChecks, sameAnswer)
	return all
}

// noChecks is the answer of a server that has none.
func noChecks() *pipeline.Problem {
	return &pipeline.Problem{
		Status: http.StatusNotFound, Detail: "this mock has no checks; understudy serve has those of understudy check",
	}
}

// getChecks serves GET check.
func (c *Control) getChecks(context.Context, struct{}) (control.CheckSuiteList, error) {
	if c.Runner == nil {
		return control.CheckSuiteList{}, noChecks()
	}
	return control.CheckSuiteList{Suites: c.Runner.Checks.Suites()}, nil
}

type checkInput struct {
	order control.CheckOrder
	asked context.Context //nolint:containedctx // of the connection: a run goes on when the answer has begun
}

// decodeCheck reads an order. A run sends requests from this machine, where they reach what others cannot.
func (c *Control) decodeCheck(call *pipeline.Call) (checkInput, error) {
	in := checkInput{asked: call.Came.Context()}
	if err := json.Unmarshal(call.Sent, &in.order); err != nil {
		return in, fmt.Errorf("read an order that the contract lets pass: %w", err)
	}
	from, err := netip.ParseAddrPort(call.Remote)
	if c.Token == "" && (err != nil || !from.Addr().Unmap().IsLoopback()) {
		return in, &pipeline.Problem{
			Status: http.StatusForbidden,
			Detail: "a run sends requests from the mock's machine; ask from there, or start the mock with --control-token",
		}
	}
	if in.order.Target == "" {
		in.order.Target = strings.TrimSuffix(call.Base, "/~"+c.Name) + "/~" + c.Name
	}
	return in, nil
}

// runChecks serves POST check. What makes a run impossible is told before the answer begins.
func (c *Control) runChecks(ctx context.Context, in checkInput) (pipeline.Answer, error) {
	if c.Runner == nil {
		return pipeline.Answer{}, noChecks()
	}
	if !c.Runner.busy.TryLock() {
		return pipeline.Answer{}, &pipeline.Problem{
			Status: http.StatusConflict, Detail: "a run goes on already; wait for its end, or stop it",
		}
	}
	running, stop := context.WithCancel(in.asked)
	news := make(chan []byte)
	ended := make(chan error, 1)
	go func() {
		err := c.Runner.Checks.Run(running, in.order, func(event string, data any) {
			select {
			case news <- eventOf(event, data):
			case <-running.Done():
			}
		})
		c.Runner.busy.Unlock() // before anybody learns that it has ended, and begins the next one
		ended <- err
		close(news)
	}()
	var first []byte
	select {
	case first = <-news:
	case <-ctx.Done():
		stop()
		return pipeline.Answer{}, ctx.Err()
	}
	if first == nil {
		defer stop()
		return pipeline.Answer{}, &pipeline.Problem{Status: http.StatusBadRequest, Detail: told(<-ended)}
	}
	return pipeline.Answer{
		Status: http.StatusOK, ContentType: eventStreamType, Stream: func(ctx context.Context, to io.Writer) error {
			defer stop()
			return follow(ctx, to, first, news, ended)
		},
	}, nil
}

// follow writes what a run tells until it ends, the client goes or the server stops.
func follow(ctx context.Context, to io.Writer, event []byte, news <-chan []byte, ended <-chan error) error {
	ctx, release := wire.UntilStop(ctx)
	defer release()
	for {
		if _, err := to.Write(event); err != nil {
			return err
		}
		var more bool
		select {
		case event, more = <-news:
		case <-ctx.Done():
			return nil
		}
		if more {
			continue
		}
		if err := <-ended; err != nil {
			_, err = to.Write(eventOf("failed", map[string]string{"detail": told(err)}))
			return err
		}
		return nil
	}
}

// told is why there is no run.
func told(err error) string {
	if err == nil {
		err = errors.New("the run ended at once")
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}

// eventOf is an event as it is sent.
func eventOf(name string, data any) []byte {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line) // which ends the line
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(data); err != nil {
		line.WriteString("{}\n") // not reached: it is text, numbers and JSON
	}
	return fmt.Appendf(nil, "event: %s\ndata: %s\n", name, line.Bytes())
}

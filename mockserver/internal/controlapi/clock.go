package controlapi

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

// getClock serves GET clock.
func (c *Control) getClock(context.Context, struct{}) (control.Clock, error) {
	now, mode, speed := c.Clock.Showing()
	return control.Clock{Now: now, Mode: control.ClockMode(mode), Speed: speed}, nil
}

// motion is how a clock is to go on.
type motion struct {
	now   *time.Time // from where; nil is from where it is
	speed float64    // zero is to stand still
	real  bool       // as real time does, whatever the others say
}

// decodeClock reads one of {"now"}, {"now", "speed"}, {"speed"} and {"mode": "real"}.
func decodeClock(c *pipeline.Call) (motion, error) {
	m := motion{real: c.Body.Text("mode") != ""}
	number, speed := c.Body.Number("speed")
	if speed {
		m.speed, _ = number.Float64()
	}
	text := c.Body.Text("now")
	if m.real && (speed || text != "") {
		return m, refused(c, "/mode", `"real" beside another member`, "it alone", "leave the others out, or leave mode out")
	}
	if !m.real && !speed && text == "" {
		return m, refused(c, "", "nothing to change", "now, speed or mode", `send {"now":"…"}, {"speed":60} or {"mode":"real"}`)
	}
	if text != "" {
		at, err := instant(c, "/now", text)
		if err != nil {
			return m, err
		}
		m.now = &at
	}
	return m, nil
}

// setClock serves PUT clock.
func (c *Control) setClock(ctx context.Context, m motion) (control.Clock, error) {
	var err error // of the state alone: decodeClock and the contract have seen what it takes
	switch {
	case m.real:
		err = c.Clock.Release()
	case m.now == nil:
		err = c.Clock.Pace(m.speed)
	case m.speed == 0:
		err = c.Clock.Freeze(*m.now)
	default:
		err = c.Clock.Run(*m.now, m.speed)
	}
	if err != nil {
		return control.Clock{}, err
	}
	return c.getClock(ctx, struct{}{})
}

// step is how far a clock is to advance.
type step struct {
	call *pipeline.Call
	by   time.Duration
}

// hugeDuration is what a duration looks like that was not read as one: it is too large, then.
var hugeDuration = regexp.MustCompile(`^[-+]?(([0-9]+\.?[0-9]*|\.[0-9]+)(h|m|s|ms|us|µs|μs|ns))+$`)

func decodeStep(c *pipeline.Call) (step, error) {
	text := c.Body.Text("by")
	by, err := time.ParseDuration(text)
	if err != nil {
		if hugeDuration.MatchString(text) {
			return step{}, refused(c, "/by", strconv.Quote(pipeline.Shorten(text)), "a duration of at most "+
				time.Duration(math.MaxInt64).Truncate(time.Hour).String()+", some 292 years: this is too large", "advance by less")
		}
		return step{}, refused(c, "/by", strconv.Quote(pipeline.Shorten(text)), "a duration such as 90s, 24h or 1h30m",
			"write a number and its unit: h, m, s, ms, us or ns; a day has 24h")
	}
	return step{c, by}, nil
}

// advanceClock serves POST clock/advance.
func (c *Control) advanceClock(ctx context.Context, s step) (control.Clock, error) {
	err := c.Clock.Advance(s.by)
	switch {
	case errors.Is(err, clock.ErrBackwards):
		return control.Clock{}, refused(s.call, "/by", s.by.String(), "a duration that is not negative: "+err.Error(),
			"freeze it at an earlier instant with PUT "+Prefix+"clock")
	case errors.Is(err, clock.ErrReal):
		return control.Clock{}, &pipeline.Problem{
			Status: http.StatusBadRequest,
			Detail: fmt.Sprintf("the clock is real, and %v; freeze it first, or let it run, with PUT %sclock", err, Prefix),
		}
	case errors.Is(err, clock.ErrTooFar):
		return control.Clock{}, refused(s.call, "/by", s.by.String(), "an instant before the end of the year 9999", "advance by less")
	case err != nil:
		return control.Clock{}, err
	}
	return c.getClock(ctx, struct{}{})
}

// instant reads an instant that a world can have as its own.
func instant(c *pipeline.Call, pointer, text string) (time.Time, error) {
	at, err := spec.ParseDateTime(text)
	if err != nil || !clock.CanShow(at) {
		return at, refused(c, pointer, strconv.Quote(pipeline.Shorten(text)), "an RFC 3339 instant of the years 1 to 9999, such as "+
			"2026-01-15T10:00:00Z", "write it so")
	}
	return at, nil
}

// refused refuses a member of a body for what the contract does not say.
func refused(c *pipeline.Call, pointer, got, expected, fix string) *pipeline.Problem {
	return pipeline.Broken(http.StatusBadRequest, c.Op.Violate(spec.Violation{
		Rule: spec.RuleBodyValue, Side: spec.SideRequest, In: spec.InBody, Pointer: pointer, Got: got, Expected: expected, Fix: fix,
	}))
}

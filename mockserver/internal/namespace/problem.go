package namespace

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"syscall"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// problemOf returns the refusal that an error is; nil if it is an error of the mock's own.
func (n *Namespace) problemOf(err error) *pipeline.Problem {
	var p *pipeline.Problem
	var full *world.FullError
	var unkept *statelog.RefusedError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &unkept):
		return notKept(unkept)
	case errors.As(err, &full):
		return n.noRoom(full)
	case errors.Is(err, context.DeadlineExceeded):
		return tooSlow(fmt.Sprintf("the answer was not found within %v", n.opts.Limits.AnswerTimeout))
	case errors.Is(err, context.Canceled):
		return tooSlow("the client has gone")
	default:
		return nil
	}
}

// notKept refuses a write that could not be kept where Options.StateDir wants it. It has no effect.
func notKept(err *statelog.RefusedError) *pipeline.Problem {
	status := http.StatusServiceUnavailable
	for _, noRoom := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, noRoom) {
			status = http.StatusInsufficientStorage
		}
	}
	return &pipeline.Problem{Status: status, Err: err, Detail: "nothing was stored: the disk does not take it (" + rootOf(err).Error() +
		"); make room in the directory that --state names, or start the mock again with another one"}
}

// rootOf is the cause behind all others, which names no paths.
func rootOf(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	for cause := errors.Unwrap(err); cause != nil; cause = errors.Unwrap(cause) {
		err = cause
	}
	return err
}

// tooSlow ends a search that takes too long, or that nobody waits for any more.
func tooSlow(why string) *pipeline.Problem {
	p := &pipeline.Problem{
		Status: http.StatusServiceUnavailable,
		Detail: why + ": the same again takes as long; ask for a shorter time range, or with fewer filters and values",
	}
	return p.With("Retry-After", "1")
}

// noRoom refuses a write that would make the data larger than they may be. The log is told of the first one only.
func (n *Namespace) noRoom(full *world.FullError) *pipeline.Problem {
	detail := fmt.Sprintf("the mock is full: it takes at most %d events, conversations, feedback and definitions from clients; empty it "+
		"with POST %sreset, or start it with a larger --max-events",
		full.Limit, controlapi.Prefix)
	switch {
	case full.Needed > full.Limit:
		detail = fmt.Sprintf("what was sent is too large: it needs about %d bytes, and the mock takes %d in all; send less, or "+
			"start it with a larger --max-bytes",
			full.Needed, full.Limit)
	case full.What == world.FullOfBytes:
		detail = fmt.Sprintf("the mock is full: what was sent needs about %d bytes, and %d of %d are left; empty it with POST "+
			"%sreset, or start it with a larger --max-bytes",
			full.Needed, full.Left, full.Limit, controlapi.Prefix)
	}
	if n.shared.toldFull.CompareAndSwap(false, true) {
		n.log.Warn("the first write is refused for want of room", "reason", detail)
	}
	return &pipeline.Problem{Status: http.StatusInsufficientStorage, Detail: detail}
}

package controlapi

import (
	"context"
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/control"
)

type violationsInput struct {
	limit  int
	format string
	base   string // where the client has found the mock
	strict bool   // what is advisory is refused
	more   int64  // since the latest reset, which are not listed: they are not kept any more, or beyond the limit
	plan   string // the file of the server's tracking plan; empty if there is none
	served []Served
}

func decodeViolations(c *pipeline.Call) (violationsInput, error) {
	in := violationsInput{limit: journal.Kept, format: c.Params.Text("format"), base: c.Base}
	if n := c.Params.Int32("limit"); n != nil {
		in.limit = int(*n)
	}
	return in, nil
}

// ruleURL is where a rule is explained, for who has left the mock's own pages.
func (l violationsInput) ruleURL(rule string) string { return l.base + rulePath(rule) }

// listViolations serves GET violations: the latest ones, newest last.
func (c *Control) listViolations(_ context.Context, in violationsInput) (pipeline.Answer, error) {
	total, strays, kept := c.Violations.Latest(in.limit)
	onPurpose, _ := c.Violations.OnPurpose()
	in.strict, in.more = c.Strict, max(0, total+onPurpose-int64(len(kept)))
	switch in.format {
	case "junit":
		return in.junit(kept)
	case "github":
		return in.github(kept)
	case "sarif":
		in.plan, in.served = c.PlanFile, c.Served()
		return in.sarif(kept)
	}
	list := control.ViolationList{
		Total: total, OnPurpose: onPurpose, Strays: strays, Violations: make([]control.RecordedViolation, len(kept)),
	}
	for i, r := range kept {
		list.Violations[i] = recordedViolation(r)
	}
	return encode(list)
}

// unlisted says how many violations are not listed; empty if all are.
func (l violationsInput) unlisted() string {
	if l.more == 0 {
		return ""
	}
	return fmt.Sprintf("%d more came since the latest reset: at most %d are listed, the newest, and those that are only noted or on "+
		"purpose are forgotten first", l.more, l.limit)
}

// level is how much a violation weighs, in SARIF's words.
type level string

const (
	levelError   level = "error"
	levelWarning level = "warning" // it is advisory
	levelNote    level = "note"    // it is on purpose
)

func (l violationsInput) levelOf(r *journal.Recorded) level {
	switch {
	case r.OnPurpose:
		return levelNote
	case r.Advisory && !l.strict:
		return levelWarning
	}
	return levelError
}

package namespace

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// A test of how a client copes with a refusal sends a request that is wrong on purpose, and says so (Prefer: expect-violation=RULE). Its
// violation is recorded and counts for nothing; a request that is not wrong in the way it says is a mistake of the test, which counts.

// announces reports whether a request says that it is wrong on purpose.
func announces(c *pipeline.Call) bool {
	return c.Preferences != nil && len(c.Preferences.Violations) > 0
}

// announced takes rules that there are none of out of what a request announces, and notes them as violations, and so what it cannot read.
func announced(c *pipeline.Call) {
	for _, one := range c.Preferences.Unread {
		c.Unmet = append(c.Unmet, unmet(strconv.Quote(pipeline.Shorten(one.What)), "expect-violation=RULE with the id of a rule",
			one.Why+": write it so; GET /__understudy/rules lists them"))
	}
	for _, rule := range slices.Clone(c.Preferences.Violations) {
		if slices.Contains(spec.RuleIDs(), rule) {
			continue
		}
		fix := "GET /__understudy/rules lists them"
		if near := nearest(rule, spec.RuleIDs()); near != "" {
			fix = "did you mean " + strconv.Quote(near) + "?"
		}
		c.Preferences.DropViolation(rule, "there is no such rule: "+fix)
		c.Unmet = append(c.Unmet, unmet("expect-violation="+strconv.Quote(pipeline.Shorten(rule)), "the id of a rule", fix))
	}
}

func unmet(got, expected, fix string) spec.Violation {
	return spec.Violation{
		Rule: spec.RulePreferViolation, Side: spec.SideRequest, In: spec.InHeader, Name: "Prefer", Got: got, Expected: expected, Fix: fix,
	}
}

// settlePurpose marks the violations that a request has announced, and adds those that it has announced and that did not happen. Where a
// fault answered in place of the API nobody knows whether they would have.
func (n *Namespace) settlePurpose(c *pipeline.Call, status int, h http.Header) {
	if c.Preferences == nil || n.asksOwn(c) {
		return
	}
	broken := ruleIDs(c.Violations)
	for i := range c.Violations {
		c.Violations[i].OnPurpose = slices.Contains(c.Preferences.Violations, c.Violations[i].Rule)
	}
	for _, rule := range slices.Clone(c.Preferences.Violations) {
		switch {
		case slices.Contains(broken, rule):
		case c.Instead || status >= http.StatusInternalServerError:
			c.Preferences.DropViolation(rule, "the request was answered before it was held to the contract")
		default:
			got := "a request that breaks nothing"
			if len(broken) > 0 {
				got = "violations of " + strings.Join(broken, ", ")
			}
			c.Unmet = append(c.Unmet, unmet(got, "a violation of "+rule, "send what breaks the rule, or do not announce it"))
		}
	}
	for _, v := range c.Unmet {
		c.Violations = append(c.Violations, n.placed(c, v))
	}
	c.Unmet = nil
	c.Preferences.ApplyViolations(h)
}

// placed gives a violation its place in the document of the API.
func (n *Namespace) placed(c *pipeline.Call, v spec.Violation) spec.Violation {
	if c.Op != nil {
		return c.Op.Violate(v)
	}
	return n.named(c.API).contract().Violate(v)
}

// ruleIDs are the rules that violations break, each once.
func ruleIDs(violations []spec.Violation) (ids []string) {
	for i := range violations {
		if !slices.Contains(ids, violations[i].Rule) {
			ids = append(ids, violations[i].Rule)
		}
	}
	return ids
}

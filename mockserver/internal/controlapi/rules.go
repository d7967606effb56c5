package controlapi

import (
	"context"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

//go:embed rules.yaml
var ruleTexts []byte

//go:embed rules.html
var rulesPage string

// rulePath is where a rule is explained.
func rulePath(rule string) string { return Prefix + "rules/" + rule }

// ruleText is what is said of a rule besides its title.
type ruleText struct {
	Rule, Why, Fix, Wrong, Right string
	None                         string // why no example is possible
}

// examplePlan is the request that comes first in the examples of tracking plans.
const examplePlan = `PUT /__understudy/plan
Content-Type: application/json

{"events":{"signup":{"required":["plan"],"attributes":{"plan":{"enum":["free","pro"]}},"other_attributes":"violation"}},
 "forbid":["\\S+@\\S+"],"other_events":"violation"}`

// explained are the rules of package spec with what is said of them.
var explained = sync.OnceValues(func() ([]control.Rule, error) { return explain(ruleTexts, spec.Rules()) })

// explain joins the rules with their texts. Each has one, and there is none for what is no rule.
func explain(texts []byte, rules []spec.Rule) ([]control.Rule, error) {
	var said []ruleText
	if err := yaml.Unmarshal(texts, &said); err != nil {
		return nil, fmt.Errorf("read the texts of the rules: %w", err)
	}
	demo := strings.NewReplacer("{demo}", base64.StdEncoding.EncodeToString([]byte("demo-token-id:demo-token-secret")),
		"{plan}", examplePlan)
	var all []control.Rule
	var wrong []error
	for _, r := range rules {
		i := slices.IndexFunc(said, func(t ruleText) bool { return t.Rule == r.ID })
		if i < 0 {
			wrong = append(wrong, fmt.Errorf("nothing is said of the rule %s", r.ID))
			continue
		}
		t := said[i]
		said = slices.Delete(said, i, i+1)
		shown := control.Rule{ID: r.ID, Title: r.Summary, Why: t.Why, Fix: t.Fix, NoExample: t.None, URL: rulePath(r.ID)}
		if t.Wrong != "" {
			shown.Example = &control.RuleExample{Wrong: demo.Replace(t.Wrong), Right: demo.Replace(t.Right)}
		}
		all = append(all, shown)
	}
	for _, t := range said {
		wrong = append(wrong, fmt.Errorf("something is said of %s, which is no rule, or twice", t.Rule))
	}
	return all, errors.Join(wrong...)
}

func decodePage(c *pipeline.Call) (page bool, err error) {
	return prefersHTML(c.Header.Values("Accept")), nil
}

// listRules serves GET rules.
func (c *Control) listRules(_ context.Context, page bool) (pipeline.Answer, error) {
	rules, err := explained()
	if err != nil {
		return pipeline.Answer{}, err
	}
	return showRules(control.RuleList{Rules: rules}, rules, page)
}

type ruleInput struct {
	id   string
	page bool // HTML is wanted
}

func decodeRule(c *pipeline.Call) (ruleInput, error) {
	return ruleInput{c.Path.Get("id"), prefersHTML(c.Header.Values("Accept"))}, nil
}

// getRule serves GET rules/{id}.
func (c *Control) getRule(_ context.Context, in ruleInput) (pipeline.Answer, error) {
	rules, err := explained()
	if err != nil {
		return pipeline.Answer{}, err
	}
	i := slices.IndexFunc(rules, func(r control.Rule) bool { return r.ID == in.id })
	if i < 0 {
		return pipeline.Answer{}, &pipeline.Problem{Status: http.StatusNotFound, Detail: fmt.Sprintf("there is no rule %q; %s, or see GET "+
			"%srules", pipeline.Shorten(in.id), spec.FixName(in.id, spec.RuleIDs(), "use one of them"), Prefix)}
	}
	return showRules(rules[i], rules[i:i+1], in.page)
}

// showRules answers with JSON, or with a page of the rules.
func showRules(data any, rules []control.Rule, page bool) (pipeline.Answer, error) {
	ans, err := encode(data)
	if page {
		ans, err = encodePage(rulesPage, rules)
	}
	ans.Header = pageHeader()
	return ans, err
}

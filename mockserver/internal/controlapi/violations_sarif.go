package controlapi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

const sarifType = "application/sarif+json"

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	Invocations []sarifInvocation `json:"invocations,omitempty"`
	Results     []sarifResult     `json:"results"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	Notifications []sarifNotification `json:"toolExecutionNotifications"`
}

type sarifNotification struct {
	Level   level     `json:"level"`
	Message sarifText `json:"message"`
}

type sarifDriver struct {
	Name  string      `json:"name"`
	Rules []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string    `json:"id"`
	Short   sarifText `json:"shortDescription"`
	Full    sarifText `json:"fullDescription"`
	Help    sarifText `json:"help"`
	HelpURI string    `json:"helpUri"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        level              `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Justification string `json:"justification"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI  string `json:"uri"`
	Base string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine int `json:"startLine"`
}

type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
}

// sarif has a result for each violation, and the rules that these break. A violation lies in a request and in no file; code scanning wants
// one, and GitHub's takes no log with a result that has none. So the place is where the contract says what was broken, or the line of the
// file that the tracking plan was read from, and the part of the message stands beside it as a logical location. A plan that came over HTTP
// has no file: the place is where the contract describes the body. Source: SARIF 2.1.0.
func (l violationsInput) sarif(kept []journal.Recorded) (pipeline.Answer, error) {
	catalogue, err := explained()
	if err != nil {
		return pipeline.Answer{}, err
	}
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "understudy", Rules: []sarifRule{}}
	if more := l.unlisted(); more != "" {
		run.Invocations = []sarifInvocation{{true, []sarifNotification{{levelNote, sarifText{more}}}}}
	}
	rules := &run.Tool.Driver.Rules
	for i := range kept {
		at := slices.IndexFunc(*rules, func(r sarifRule) bool { return r.ID == kept[i].Rule })
		if at < 0 {
			at = len(*rules)
			of := slices.IndexFunc(catalogue, func(r control.Rule) bool { return r.ID == kept[i].Rule })
			*rules = append(*rules, l.sarifRule(catalogue[of]))
		}
		run.Results = append(run.Results, l.sarifResult(&kept[i], at))
	}
	all := sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}}
	return pipeline.JSON(http.StatusOK, sarifType, all)
}

func (l violationsInput) sarifRule(r control.Rule) sarifRule {
	return sarifRule{
		ID: r.ID, Short: sarifText{r.Title}, Full: sarifText{r.Why}, Help: sarifText{r.Fix}, HelpURI: l.ruleURL(r.ID),
	}
}

func (l violationsInput) sarifResult(r *journal.Recorded, rule int) sarifResult {
	at := l.sarifPlace(r)
	sum := sha256.Sum256(fmt.Append(nil, r.Rule, at.Logical))
	result := sarifResult{
		RuleID: r.Rule, RuleIndex: rule, Level: l.levelOf(r), Locations: []sarifLocation{at},
		Message:      sarifText{fmt.Sprintf("%s %s (request %s): %s", r.Method, r.Path, r.RequestID, r.String())},
		Fingerprints: map[string]string{"understudy/v1": hex.EncodeToString(sum[:16])},
	}
	if r.OnPurpose {
		result.Suppressions = []sarifSuppression{{"inSource", "the request has announced it (Prefer: expect-violation)"}}
	}
	return result
}

func (l violationsInput) sarifPlace(r *journal.Recorded) sarifLocation {
	what := strings.Join([]string{r.API, r.Operation, string(r.Side), string(r.In), r.Name, r.Pointer}, " ")
	part := sarifLogical{strings.Join(strings.Fields(what), " ")}
	if r.Place.Document != plan.Document {
		return sarifLocation{physical(sarifArtifact{URI: r.Place.Document}, r.Place.Line), []sarifLogical{part}}
	}
	logical := []sarifLogical{{r.Place.Document + r.Place.Pointer}, part}
	if l.plan == "" || r.Place.Line == 0 { // or the plan is another by now
		body := l.bodyOf(r)
		return sarifLocation{physical(sarifArtifact{URI: body.Document}, body.Line), logical}
	}
	return sarifLocation{physical(sarifFile(l.plan), r.Place.Line), logical}
}

func physical(file sarifArtifact, line int) sarifPhysical {
	return sarifPhysical{file, sarifRegion{line}}
}

// sarifFile is a file of the user's.
func sarifFile(name string) sarifArtifact {
	path := filepath.ToSlash(name)
	if filepath.IsAbs(name) {
		return sarifArtifact{URI: (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(path, "/")}).String()}
	}
	return sarifArtifact{URI: (&url.URL{Path: path}).String(), Base: "%SRCROOT%"}
}

// bodyOf is where the contract describes the body of a request.
func (l violationsInput) bodyOf(r *journal.Recorded) spec.Place {
	for _, api := range l.served {
		if op, there := api.Contract.Operation(r.Operation); there && api.Name == r.API {
			return op.Violate(spec.Violation{In: spec.InBody}).Place
		}
	}
	return spec.Place{}
}

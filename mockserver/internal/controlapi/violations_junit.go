package controlapi

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const xmlType = "application/xml"

type junitSuites struct {
	XMLName  xml.Name   `xml:"testsuites"`
	Name     string     `xml:"name,attr"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Skipped  int        `xml:"skipped,attr"`
	Suite    junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string           `xml:"name,attr"`
	Tests    int              `xml:"tests,attr"`
	Failures int              `xml:"failures,attr"`
	Errors   int              `xml:"errors,attr"`
	Skipped  int              `xml:"skipped,attr"`
	More     *junitProperties `xml:"properties"`
	Cases    []junitCase      `xml:"testcase"`
	Out      string           `xml:"system-out,omitempty"`
}

type junitProperties struct {
	All []junitProperty `xml:"property"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value int64  `xml:"value,attr"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitTrouble `xml:"failure"`
	Skipped *junitTrouble `xml:"skipped"`
}

type junitTrouble struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// junit has a test case for each violation. One that counts is a failure, what is advisory or on purpose is skipped, and where there is
// none one case passes: CI systems take an empty file for a mistake.
func (l violationsInput) junit(kept []journal.Recorded) (pipeline.Answer, error) {
	suite := junitSuite{Name: "contract", Out: l.unlisted()}
	if l.more > 0 {
		suite.More = &junitProperties{[]junitProperty{{"violations-not-listed", l.more}}}
	}
	for i := range kept {
		r := &kept[i]
		c := junitCase{
			Name:  fmt.Sprintf("%s %s keeps to %s (%s)", r.Method, r.Path, r.Rule, r.RequestID),
			Class: cmp.Or(r.API, "understudy") + "." + cmp.Or(r.Operation, "no-operation"),
		}
		trouble := junitTrouble{Message: r.String(), Type: r.Rule, Text: l.ruleURL(r.Rule)}
		if l.levelOf(r) == levelError {
			c.Failure = &trouble
			suite.Failures++
		} else {
			c.Skipped = &junitTrouble{Message: whyNot(r) + r.String()}
			suite.Skipped++
		}
		suite.Cases = append(suite.Cases, c)
	}
	if len(suite.Cases) == 0 {
		suite.Cases = []junitCase{{Name: "no request broke the contract", Class: "understudy.contract"}}
	}
	suite.Tests = len(suite.Cases)
	all := junitSuites{Name: "understudy", Tests: suite.Tests, Failures: suite.Failures, Skipped: suite.Skipped, Suite: suite}
	body := bytes.NewBufferString(xml.Header)
	encoder := xml.NewEncoder(body)
	encoder.Indent("", "  ")
	err := encoder.Encode(all)
	body.WriteByte('\n')
	return pipeline.Answer{Status: http.StatusOK, ContentType: xmlType, Body: body.Bytes()}, err
}

// whyNot is why a violation is no failure.
func whyNot(r *journal.Recorded) string {
	if r.OnPurpose {
		return "on purpose: "
	}
	return "only noted: "
}

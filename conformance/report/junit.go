package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// longestJUnit is how much of a body JUnit shows, in bytes: CI systems keep these files for long.
const longestJUnit = 4 << 10

// baselineSuite is the test suite of stale baseline entries, verdictName that of a verdict that no check shows.
const (
	baselineSuite = "baseline"
	verdictName   = "verdict"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr,omitempty"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
}

type junitCase struct {
	Name       string          `xml:"name,attr"`
	Class      string          `xml:"classname,attr"`
	Time       string          `xml:"time,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Failure    *junitTrouble   `xml:"failure"`
	Error      *junitTrouble   `xml:"error"`
	Skipped    *junitTrouble   `xml:"skipped"`
	Out        string          `xml:"system-out,omitempty"`
}

type junitTrouble struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// writeJUnit writes a test suite for every area, one for stale baseline entries, and one for a verdict that the checks do not
// show. What fails the run has a failure, and what could not be told an error: a CI system looks at nothing else.
func writeJUnit(w io.Writer, r conformance.Report, o Options) error {
	all := junitSuites{Name: oneLine("understudy check " + r.API), Time: seconds(r.DurationMS), Suites: []junitSuite{}}
	causes := causesOf(r)
	for _, a := range areasOf(selected(r)) {
		all.add(areaSuite(r, a, o, causes))
	}
	if len(r.Baseline) > 0 {
		all.add(staleSuite(r))
	}
	if trouble := all.unshown(r, o); trouble != nil {
		all.add(verdictSuite(r, *trouble))
	}
	return encodeJUnit(w, all)
}

func encodeJUnit(w io.Writer, all junitSuites) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (all *junitSuites) add(s junitSuite) {
	for _, c := range s.Cases {
		s.Tests++
		switch {
		case c.Failure != nil:
			s.Failures++
		case c.Error != nil:
			s.Errors++
		case c.Skipped != nil:
			s.Skipped++
		}
	}
	all.Tests += s.Tests
	all.Failures += s.Failures
	all.Errors += s.Errors
	all.Skipped += s.Skipped
	all.Suites = append(all.Suites, s)
}

func areaSuite(r conformance.Report, a area, o Options, causes map[string]string) junitSuite {
	suite := junitSuite{Name: a.name, Timestamp: junitTime(r.StartedAt), Properties: runProperties(r)}
	ms := int64(0)
	for _, c := range a.checks {
		ms += c.DurationMS
		suite.Cases = append(suite.Cases, testcase(r, c, o, causes[c.ID]))
	}
	suite.Time = seconds(ms)
	return suite
}

func runProperties(r conformance.Report) []junitProperty {
	return []junitProperty{
		{"api", oneLine(r.API)},
		{"target", oneLine(r.Target)},
		{"version", oneLine(r.Version)},
		{"seed", fmt.Sprint(r.Seed)},
		{"run", oneLine(r.Run)},
		{"verdict", oneLine(string(r.Verdict))},
	}
}

func testcase(r conformance.Report, c conformance.Result, o Options, cause string) junitCase {
	t := junitCase{
		Name:  oneLine(c.ID + " " + c.Title),
		Class: oneLine(r.API + "." + areaName(c)),
		Time:  seconds(c.DurationMS),
		Properties: []junitProperty{
			{"requirement", oneLine(c.Requirement)},
			{"level", oneLine(string(c.Level))},
			{"source", oneLine(c.Source)},
		},
	}
	t.judge(c, o, cause)
	return t
}

// causesOf gives the headline of the finding that a failed check belongs to, where it says more than the check's own message.
func causesOf(r conformance.Report) map[string]string {
	causes := map[string]string{}
	for _, f := range findingsOf(r) {
		for _, c := range f.results {
			if f.headline() != brief(c.Message, longestHeadline) {
				causes[c.ID] = f.headline()
			}
		}
	}
	return causes
}

// judge puts the outcome where CI systems look for it. They know no failure that does not fail a build, so that one of level
// should is a remark, unless the run was told to fail on it, and one that the baseline knows is skipped.
func (t *junitCase) judge(c conformance.Result, o Options, cause string) {
	message := brief(c.Message, 300)
	if cause != "" {
		message = brief(brief(cause, 150)+": "+message, 300)
	}
	if stateOf(c) == baselined {
		message = brief("known failure: "+c.Baselined, 300)
	}
	switch stateOf(c) {
	case baselined:
		t.Skipped = &junitTrouble{Message: message}
		t.Out = plainAccount(c)
	case failed:
		t.Failure = &junitTrouble{message, "must", plainAccount(c)}
	case fellShort:
		if o.FailOn == conformance.Should {
			t.Failure = &junitTrouble{message, "should", plainAccount(c)}
			return
		}
		t.Out = "failed at level should, which does not change the verdict\n" + plainAccount(c)
	case broken:
		t.Error = &junitTrouble{message, "runner", plainAccount(c)}
	case skipped, unasked:
		t.Skipped = &junitTrouble{Message: message}
	case untold:
		if c.Level == conformance.Must {
			t.Error = &junitTrouble{"inconclusive: " + message, "inconclusive", plainAccount(c)}
			return
		}
		t.Skipped = &junitTrouble{Message: "inconclusive: " + message}
	default:
		t.Out = body(c.Message, longestJUnit)
	}
}

// unshown is what the verdict says and no check shows, such as that the run ended early; nil if the suites show it.
func (all *junitSuites) unshown(r conformance.Report, o Options) *junitTrouble {
	_, words := headline(r, o)
	message := brief(words+": "+because(r), 300)
	switch {
	case r.Fails(o.FailOn) && all.Failures == 0:
		return &junitTrouble{message, "must", ""}
	case !r.Passed(o.FailOn) && !r.Fails(o.FailOn) && all.Errors == 0:
		return &junitTrouble{message, "incomplete", ""}
	default:
		return nil
	}
}

func verdictSuite(r conformance.Report, trouble junitTrouble) junitSuite {
	c := junitCase{
		Name: "the run comes to a verdict", Class: oneLine(r.API + "." + verdictName), Time: seconds(0),
		Properties: []junitProperty{{"verdict", oneLine(string(r.Verdict))}},
	}
	if trouble.Type == "incomplete" {
		c.Error = &trouble
	} else {
		c.Failure = &trouble
	}
	return junitSuite{
		Name: verdictName, Timestamp: junitTime(r.StartedAt), Time: seconds(0), Properties: runProperties(r),
		Cases: []junitCase{c},
	}
}

func staleSuite(r conformance.Report) junitSuite {
	suite := junitSuite{Name: baselineSuite, Timestamp: junitTime(r.StartedAt), Time: seconds(0), Properties: runProperties(r)}
	for _, s := range r.Baseline {
		suite.Cases = append(suite.Cases, junitCase{
			Name: oneLine(s.Check + " stale baseline entry"), Class: oneLine(r.API + "." + baselineSuite), Time: seconds(0),
			Properties: []junitProperty{{"check", oneLine(s.Check)}},
			Failure:    &junitTrouble{Message: brief(s.Reason, 300), Type: "stale-baseline"},
		})
	}
	return suite
}

// plainAccount is the account of a failure as text.
func plainAccount(c conformance.Result) string {
	var b strings.Builder
	for _, f := range account(c, longestJUnit) {
		fmt.Fprintf(&b, "%s: %s\n", f.label, f.text)
	}
	return b.String()
}

func seconds(ms int64) string { return fmt.Sprintf("%.3f", float64(ms)/1000) }

// junitTime has no zone, as the format wants it; it is UTC.
func junitTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05")
}

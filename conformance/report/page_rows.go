package report

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

const (
	// longestBlock is how much of a body the HTML shows, in bytes; mostExchanges is how many exchanges of a failure.
	longestBlock  = 8 << 10
	mostExchanges = 6
)

type requirementRow struct {
	Requirement, Level, Statement, Untestable string
	Source, SourceURL, Page                   string // the two URLs are empty or fit for a link
	Look                                      look
	Areas, Operations                         string
	Checks                                    []string
}

type checkRow struct {
	ID, Level, Requirement, Title, Message, Evidence, Took string
	Page                                                   string // of the requirement; empty or fit for a link
	Look                                                   look
	Area, Operations                                       string
	HasBlock                                               bool // there is a block about it
}

type failureView struct {
	checkRow
	Source, SourceURL        string
	Statement, Story         string
	Expected, Got, LooksLike string
	DependsOn                string // id of a check that has a block
	Baselined                string
	Exchanges                []exchangeView
	LeftOut                  int
	Pictures                 []pictureView
}

type pictureView struct {
	Title string
	SVG   template.HTML
}

type exchangeView struct {
	Line, Answer             string
	RequestHead, RequestBody string
	AnswerHead, AnswerBody   string
	Curl                     string
}

func checkRows(checks []conformance.Result) []checkRow {
	rows := make([]checkRow, 0, len(checks))
	for _, c := range checks {
		rows = append(rows, rowOf(c))
	}
	return rows
}

func rowOf(c conformance.Result) checkRow {
	s := stateOf(c)
	return checkRow{
		ID: oneLine(c.ID), Level: oneLine(string(c.Level)), Requirement: oneLine(c.Requirement), Page: link(c.Page),
		Title:   oneLine(c.Title),
		Message: brief(c.Message, 400), Evidence: evidence(c.Evidence), Took: duration(c.DurationMS),
		Look: s.look(), Area: areaName(c), Operations: strings.Join(words(c.Operations), " "),
		HasBlock: s == failed || s == fellShort || s == broken || s == baselined,
	}
}

// evidence is "2 boundaries, 6 walks", in the order of the kinds.
func evidence(seen map[string]int) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(seen)) {
		parts = append(parts, fmt.Sprintf("%d %s", seen[kind], oneLine(kind)))
	}
	return strings.Join(parts, ", ")
}

func requirementRows(r conformance.Report) []requirementRow {
	checks := map[string]conformance.Result{}
	for _, c := range r.Checks {
		checks[c.ID] = c
	}
	rows := make([]requirementRow, 0, len(r.Requirements))
	for _, q := range r.Requirements {
		if q.OutOfScope != "" {
			continue
		}
		row := requirementRow{
			Requirement: oneLine(q.ID), Level: oneLine(string(q.Level)), Statement: oneLine(q.Statement), Source: oneLine(q.Source),
			SourceURL: link(q.SourceURL), Page: link(q.Page), Untestable: oneLine(q.Untestable), Look: stateAt(q.Level, q.Outcome).look(),
		}
		var areas, operations []string
		for _, id := range q.Checks {
			row.Checks = append(row.Checks, oneLine(id))
			if c, ok := checks[id]; ok {
				areas = append(areas, areaName(c))
				operations = append(operations, words(c.Operations)...)
			}
		}
		row.Areas, row.Operations = distinct(areas), distinct(operations)
		rows = append(rows, row)
	}
	return rows
}

// outside counts the requirements that do not fill the table.
func outside(r conformance.Report) string {
	n := 0
	for _, q := range r.Requirements {
		if q.OutOfScope != "" {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return english.Count(n, "requirement") + " out of scope: about operations of the API that are not judged. The JSON report lists them."
}

func distinct(names []string) string {
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " ")
}

func failureViews(checks []conformance.Result) []failureView {
	views := make([]failureView, 0, len(checks))
	for _, c := range checks {
		views = append(views, failureOf(c))
	}
	return views
}

func failureOf(c conformance.Result) failureView {
	v := failureView{
		checkRow: rowOf(c), Source: oneLine(c.Source), SourceURL: link(c.SourceURL), Statement: oneLine(c.Statement),
		Story:    body(c.Message, longestBlock),
		Expected: body(c.Expected, longestBlock), Got: body(c.Got, longestBlock), LooksLike: body(c.LooksLike, longestBlock),
		DependsOn: oneLine(c.DependsOn), Baselined: oneLine(c.Baselined), LeftOut: max(len(c.Exchanges)-mostExchanges, 0),
	}
	for _, x := range inOrder(c.Exchanges, mostExchanges) {
		v.Exchanges = append(v.Exchanges, exchangeOf(x))
	}
	for _, p := range c.Pictures {
		if svg := draw(p); svg != "" {
			v.Pictures = append(v.Pictures, pictureView{oneLine(p.Title), svg})
		}
	}
	return v
}

func exchangeOf(x conformance.Exchange) exchangeView {
	return exchangeView{
		Line: requestLine(x.Request), Answer: answer(x.Response),
		RequestHead: head(x.Request.Headers), RequestBody: body(x.Request.Body, longestBlock),
		AnswerHead: head(x.Response.Headers), AnswerBody: body(x.Response.Body, longestBlock),
		Curl: replay(x),
	}
}

func head(headers map[string]string) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		lines = append(lines, oneLine(name)+": "+brief(headers[name], 1000))
	}
	return strings.Join(lines, "\n")
}

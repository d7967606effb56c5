package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/conformance/internal/harmless"
)

const (
	longestRequestLine = 2000     // in characters
	longestCommand     = 16 << 10 // in bytes
)

// field is one thing to say about a check that did not hold.
type field struct {
	label string
	text  string
	exact bool // to be shown as it stands, line by line
}

// account tells a failure in the order in which people ask: who says so, what was wanted, what came, why, and how to see it
// again. The source comes first. Bodies and messages are cut to so many bytes.
func account(c conformance.Result, most int) []field {
	fields := []field{{label: "source", text: strings.Trim(oneLine(c.Requirement+", "+c.Source), ", ")}}
	add := func(label, text string, exact bool) {
		if text != "" {
			fields = append(fields, field{label, text, exact})
		}
	}
	add("says", quoted(c.Statement), false)
	add("message", body(c.Message, most), false)
	add("expected", body(c.Expected, most), false)
	add("got", body(c.Got, most), false)
	add("looks like", body(c.LooksLike, most), false)
	add("depends on", oneLine(c.DependsOn), false)
	add("baseline", body(c.Baselined, most), false)
	if len(c.Exchanges) > 0 {
		add("exchange", outline(c.Exchanges[0], most), true)
		add("again", replayAll(c.Exchanges), true)
	}
	if n := len(c.Exchanges); n > 1 {
		add("also", english.Count(n-1, "more exchange")+" in the JSON and HTML reports", false)
	}
	return fields
}

func quoted(sentence string) string {
	if sentence == "" {
		return ""
	}
	return `"` + oneLine(sentence) + `"`
}

// outline is an exchange in short: the request line, the status, what was sent and what came.
func outline(x conformance.Exchange, most int) string {
	lines := []string{requestLine(x.Request)}
	if x.Request.Body != "" {
		lines = append(lines, body(x.Request.Body, most))
	}
	lines = append(lines, "→ "+answer(x.Response))
	if x.Response.Body != "" {
		lines = append(lines, body(x.Response.Body, most))
	}
	return strings.Join(lines, "\n")
}

func requestLine(r conformance.ExchangeRequest) string {
	return brief(r.Method+" "+r.URL, longestRequestLine)
}

// inOrder are the first few exchanges in the order in which they were begun: what has to be sent before what is wrong shows comes first.
func inOrder(exchanges []conformance.Exchange, most int) []conformance.Exchange {
	return slices.SortedStableFunc(slices.Values(exchanges[:min(most, len(exchanges))]),
		func(a, b conformance.Exchange) int { return a.Number - b.Number })
}

// replayAll are the commands of a failure: one on a later page, or after a login, shows itself in the second. Three prove it, and one may
// have to be sent before them.
func replayAll(exchanges []conformance.Exchange) string {
	const most = 4
	var commands []string
	said := map[string]bool{}
	for _, x := range inOrder(exchanges, most) {
		remark, command, remarked := strings.Cut(replay(x), "\n")
		if remarked && strings.HasPrefix(remark, "# ") && said[remark] { // one that holds for all of them is said once
			commands = append(commands, command)
			continue
		}
		said[remark] = true
		commands = append(commands, replay(x))
	}
	return strings.Join(slices.Compact(commands), "\n")
}

// replay is the command that sends the request again. Half a command would do something else, so a long one is not cut.
func replay(x conformance.Exchange) string {
	if len(x.Curl) > longestCommand {
		return fmt.Sprintf("# a command of %d bytes; the JSON report has it", len(x.Curl))
	}
	return harmless.Shell(x.Curl)
}

// answer is the status of an answer in words, and what was wrong with it.
func answer(r conformance.ExchangeResponse) string {
	words := "no answer"
	if r.Status != 0 {
		words = fmt.Sprintf("status %d", r.Status)
	}
	if r.Error != "" {
		words += ": " + oneLine(r.Error)
	}
	return words
}

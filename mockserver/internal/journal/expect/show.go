package expect

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/spec"
)

// longestShown is how long a value is shown whole, in bytes.
const longestShown = 1 << 10

// Show returns the differences without secrets: values are JSON, or the beginning of it as a text.
func (n Near) Show(secrets journal.Secrets) []Difference {
	secrets = secrets.For(n.Exchange)
	shown := make([]Difference, len(n.Differences))
	for i, d := range n.Differences {
		shown[i] = Difference{Pointer: secrets.Text(d.Pointer), Expected: shortened(secrets.Value(d.Expected)), Absent: d.Absent}
		if !d.Absent {
			shown[i].Got = shortened(secrets.Value(d.Got))
		}
	}
	return shown
}

func shortened(value json.RawMessage) any {
	if len(value) > longestShown {
		return spec.Cut(string(value), longestShown) + "… (" + strconv.Itoa(len(value)) + " bytes)"
	}
	return value
}

// Report says in lines for people what came of an expectation that was not met.
func (r Result) Report(secrets journal.Secrets) string {
	var b strings.Builder
	b.WriteString(r.Detail)
	for _, near := range r.Nearest {
		x := secrets.Show(near.Exchange)
		fmt.Fprintf(&b, "\nnearest: %s %s %s, answered with %d", x.ID, x.Method, x.Target, x.Status)
		for _, d := range near.Show(secrets) {
			got := "nothing"
			if !d.Absent {
				got = fmt.Sprintf("%s", d.Got)
			}
			fmt.Fprintf(&b, "\n  %s: expected %s, got %s", d.Pointer, d.Expected, got)
		}
	}
	if len(r.Nearest) == 0 {
		for _, x := range r.Matched {
			shown := secrets.Show(x)
			fmt.Fprintf(&b, "\nmatched: %s %s %s, answered with %d", x.ID, x.Method, shown.Target, x.Status)
		}
	}
	return b.String()
}

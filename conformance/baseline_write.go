package conformance

import (
	"io"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

const (
	// untilReview is how long an entry holds that a run wrote itself, in days.
	untilReview = 30
	// longestReason is how much of a failure's message goes into its entry, in characters.
	longestReason = 200
)

const baselineHead = `# Failures that were there when this file was written. Say in each reason why it may stay and who works on it, and
# set the day on which somebody looks again. understudy check --baseline reads the file; an entry that is not
# needed any more makes the run fail.
`

// KnownFailures is a baseline of the checks that failed, for people to edit. Those that the baseline of the run knew already keep its
// reason; the others have what was wrong. Each expires thirty days after the run. Entries of that baseline, which may be nil, whose
// checks this run did not judge stay as they are.
func (r Report) KnownFailures(before *Baseline) Baseline {
	var b Baseline
	judged := map[string]bool{}
	for _, c := range r.Checks {
		judged[c.ID] = c.Outcome == Fail || c.Outcome == Pass
		if c.Outcome != Fail || c.Level == Info {
			continue
		}
		reason := c.Baselined
		if reason == "" {
			reason = "TODO: say why. " + beginning(strings.Join(strings.Fields(c.Message), " "), longestReason)
		}
		b.Entries = append(b.Entries, BaselineEntry{
			Check: c.ID, Reason: reason,
			Expires: r.StartedAt.AddDate(0, 0, untilReview).Format(time.DateOnly),
		})
	}
	if before != nil {
		for _, e := range before.Entries {
			if !judged[e.Check] {
				b.Entries = append(b.Entries, e)
			}
		}
	}
	return b
}

func beginning(text string, most int) string {
	if all := []rune(text); len(all) > most {
		return string(all[:most]) + "…"
	}
	return text
}

// Write writes a baseline in the form that ReadBaseline reads, with a remark what to do with it.
func (b Baseline) Write(w io.Writer) error {
	b.Entries = append([]BaselineEntry{}, b.Entries...) // which people see as an empty list if there are none
	b.trim()
	text, err := yaml.Marshal(b)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, baselineHead+string(text))
	return err
}

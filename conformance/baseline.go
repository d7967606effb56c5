package conformance

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Baseline is a list of failures that are known. A known failure does not make a run fail, though the verdict stays what it is; the
// list says why it is there and keeps people from looking at it again. An entry that is not needed any more makes the run fail, so that
// the list never grows stale.
type Baseline struct {
	Entries []BaselineEntry `yaml:"known_failures"`
}

// BaselineEntry is one known failure.
type BaselineEntry struct {
	Check   string `yaml:"check"`   // id of the check
	Reason  string `yaml:"reason"`  // why it fails and who works on it; required
	Expires string `yaml:"expires"` // the last day on which the entry holds, such as 2026-12-31; required
}

// longestBaseline is how long a baseline file may be, in bytes.
const longestBaseline = 1 << 20

// ReadBaseline reads a baseline file, which is YAML:
//
//	known_failures:
//	  - check: chatlayer.list.end-exclusive
//	    reason: "ticket 4711: the index rounds to seconds"
//	    expires: 2026-12-31
//
// An unknown member, a missing reason, a date that is none, two entries for one check and a second document are errors, as many as
// can be told at once. So is a file of more than a MiB.
func ReadBaseline(r io.Reader) (*Baseline, error) {
	text, err := io.ReadAll(io.LimitReader(r, longestBaseline+1))
	if err != nil {
		return nil, fmt.Errorf("read the baseline: %w", err)
	}
	if len(text) > longestBaseline {
		return nil, fmt.Errorf("read the baseline: it has more than %d bytes; is it the right file?", longestBaseline)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var b Baseline
	if err := decoder.Decode(&b); err != nil && !errors.Is(err, io.EOF) {
		if bytes.IndexByte(text, 0) >= 0 {
			return nil, errors.New("read the baseline: it has zero bytes, as UTF-16 has; save it as UTF-8")
		}
		return nil, fmt.Errorf("read the baseline: %w; expected known_failures with check, reason and expires", err)
	}
	if err := decoder.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, errors.New("read the baseline: a second YAML document follows the first; expected one known_failures with every entry")
	}
	b.trim()
	var wrong []error
	seen := map[string]bool{}
	for i, e := range b.Entries {
		if mistake := e.mistake(); mistake != "" {
			wrong = append(wrong, fmt.Errorf("baseline entry %d (%s): %s", i+1, e.Check, mistake))
		}
		if seen[e.Check] {
			wrong = append(wrong, fmt.Errorf("baseline entry %d: %s has two entries; leave one", i+1, e.Check))
		}
		seen[e.Check] = true
	}
	return &b, errors.Join(wrong...)
}

// trim removes space around what entries say. The library writes a text that begins with an empty line so that it cannot read it.
func (b *Baseline) trim() {
	for i, e := range b.Entries {
		b.Entries[i].Check, b.Entries[i].Reason = strings.TrimSpace(e.Check), strings.TrimSpace(e.Reason)
	}
}

func (e BaselineEntry) mistake() string {
	_, err := time.Parse(time.DateOnly, e.Expires)
	switch {
	case e.Check == "":
		return "no check; name its id, as --list shows it"
	case e.Reason == "":
		return "no reason; say why the check fails"
	case err != nil:
		return fmt.Sprintf("expires is %q; expected a day such as 2026-12-31", e.Expires)
	default:
		return ""
	}
}

// check reports entries that name no check of the suite.
func (b *Baseline) check(s Suite) error {
	if b == nil {
		return nil
	}
	var wrong []error
	for _, e := range b.Entries {
		if ids := s.ids(); !slices.Contains(ids, e.Check) {
			wrong = append(wrong, fmt.Errorf("%w: the baseline (--baseline) names %q, which is no check of %s%s", ErrSelection, e.Check,
				s.API,
				didYouMean(e.Check, ids)))
		}
	}
	return errors.Join(wrong...)
}

// mark notes the reason on a failure that is known.
func (b *Baseline) mark(r Result) Result {
	if b == nil || r.Outcome != Fail {
		return r
	}
	for _, e := range b.Entries {
		if e.Check == r.ID {
			r.Baselined = e.Reason
		}
	}
	return r
}

// stale returns the entries that must go: those whose check passes now and those that have expired.
func (b *Baseline) stale(results []Result, now time.Time) []Stale {
	if b == nil {
		return nil
	}
	outcome := map[string]Outcome{}
	for _, r := range results {
		outcome[r.ID] = r.Outcome
	}
	var stale []Stale
	for _, e := range b.Entries {
		last, _ := time.Parse(time.DateOnly, e.Expires) // read once already
		switch {
		case outcome[e.Check] == Pass:
			stale = append(stale, Stale{e.Check, "it passes now; take the entry out"})
		case !now.Before(last.AddDate(0, 0, 1)):
			stale = append(stale, Stale{e.Check, "it expired on " + e.Expires +
				"; mend the failure, or look at it again and set a new day"})
		}
	}
	return stale
}

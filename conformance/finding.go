package conformance

import "github.com/understudy-mock/understudy/conformance/exchange"

// Finding is one likely cause with the checks that show it.
type Finding struct {
	// Headline is the cause in one sentence: the known mistake that explains the failures, or what they have in common.
	Headline  string `json:"headline"`
	LooksLike string `json:"looks_like"` // the known mistake; empty if none explains it
	Level     Level  `json:"level"`      // of its strongest failure
	// Requirement is the one that the cause breaks, or that of Check where the cause breaks one of a weaker level. A check that fails
	// for the same cause may be for another.
	Requirement string `json:"requirement"`
	Source      string `json:"source"`
	SourceURL   string `json:"source_url,omitempty"`
	Page        string `json:"page,omitempty"`
	Statement   string `json:"statement"`
	// Check is the one with the simplest case, and the first of Checks.
	Check  string   `json:"check"`
	Checks []string `json:"checks"`

	breaks string // the requirement that the cause breaks; empty: that of the simplest case
}

// FindingOf is the finding of one failure that has its cause for itself.
func FindingOf(c Result) Finding {
	f := Finding{
		Headline: c.Message, LooksLike: c.LooksLike, Level: c.Level, Check: c.ID, Checks: []string{c.ID},
		Requirement: c.Requirement, Source: c.Source, SourceURL: c.SourceURL, Page: c.Page, Statement: c.Statement,
	}
	if f.LooksLike != "" {
		f.Headline = "looks like: " + f.LooksLike
	}
	return f
}

// Case is a check that failed, as Diagnose sees it.
type Case struct {
	Check   Check
	Failure Failure
}

// Cause is a mistake that explains failures.
type Cause struct {
	Name string // what the target seems to do, such as "end_time compared with <="; empty if nobody can tell
	// Shows is what the failures have in common, where Name is empty.
	Shows string
	// Requirement is the one that it breaks; empty: that of the simplest case.
	Requirement string
	// Explains holds the ids of the checks whose failures it explains.
	Explains []string
	// Before holds, by the id of a check, what has to be sent first for its failure to show again. It is printed before what proves that.
	Before map[string]*exchange.Exchange
}

// Symptom is what went wrong, in words that are the same for every check that meets it.
type Symptom struct {
	Text string
	// Requirement is the one that it breaks; empty: that of the check.
	Requirement string
}

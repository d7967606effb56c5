package report

import "github.com/understudy-mock/understudy/conformance"

// state is an outcome as readers see it: a failure of level must is not a failure of level should. The order is that of
// importance, the least important first.
type state int

const (
	recorded state = iota
	unasked
	passed
	skipped
	untold
	baselined
	fellShort
	broken
	failed
)

// look is how a state is shown. Symbol and word say the same, so that nobody needs colours.
type look struct {
	Symbol string
	Word   string
	Class  string // of the style sheet
}

func (s state) look() look {
	switch s {
	case recorded:
		return look{"i", "info", "info"}
	case unasked:
		return look{"·", "not selected", "unasked"}
	case passed:
		return look{"✔", "pass", "pass"}
	case skipped:
		return look{"-", "skipped", "skip"}
	case baselined:
		return look{"x", "baselined", "known"}
	case fellShort:
		return look{"!", "should fails", "should"}
	case broken:
		return look{"E", "error", "error"}
	case failed:
		return look{"✘", "FAIL", "fail"}
	default:
		return look{"?", "inconclusive", "untold"}
	}
}

// states returns all of them, the most important first.
func states() []state {
	return []state{failed, broken, fellShort, baselined, untold, skipped, passed, recorded, unasked}
}

func stateOf(r conformance.Result) state {
	if r.Outcome == conformance.Fail && r.Baselined != "" {
		return baselined
	}
	if flag, left := unselected(r); left && flag != "--skip" {
		return unasked
	}
	return stateAt(r.Level, r.Outcome)
}

// stateAt never makes a failure of what nobody promised, and never a pass of an outcome that it does not know.
func stateAt(level conformance.Level, outcome conformance.Outcome) state {
	switch outcome {
	case conformance.Error:
		return broken
	case conformance.Skip:
		return skipped
	case conformance.Pass, conformance.Fail:
		return judged(level, outcome == conformance.Fail)
	default:
		return untold
	}
}

func judged(level conformance.Level, fails bool) state {
	switch {
	case level == conformance.Info:
		return recorded
	case !fails:
		return passed
	case level == conformance.Should:
		return fellShort
	default:
		return failed
	}
}

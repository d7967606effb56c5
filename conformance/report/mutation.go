package report

import (
	"cmp"
	"slices"
	"time"
)

// Mutation is what somebody's tests have noticed of the mistakes that a mock made on purpose, one in each run.
type Mutation struct {
	Tool        string          `json:"tool"`
	Version     string          `json:"version"`
	Command     string          `json:"command"` // as a shell takes it
	Seed        uint64          `json:"seed"`
	StartedAt   time.Time       `json:"started_at"`
	DurationMS  int64           `json:"duration_ms"`
	CleanMS     int64           `json:"clean_ms"`      // the slowest run on the clean mock
	TimeLimitMS int64           `json:"time_limit_ms"` // of each other run
	Jobs        int             `json:"jobs"`          // runs at once
	Sample      int             `json:"sample"`        // how many were to be tried at most; 0 is all
	Broken      int64           `json:"broken"`        // requests of the first clean run that broke the contract
	Unfinished  string          `json:"unfinished"`    // why not all were tried that were to be; empty if they were
	Score       float64         `json:"score"`         // percent of those met that were noticed, with one decimal, rounded down
	Min         float64         `json:"min"`           // what it was to be
	Passed      bool            `json:"passed"`        // it is, something was met, and nothing is unfinished
	Summary     MutationSummary `json:"summary"`
	Mutants     []Mutant        `json:"mutants"` // by area, the easiest first
}

// MutationSummary counts mutants by outcome.
type MutationSummary struct {
	Killed   int `json:"killed"`
	Timeout  int `json:"timeout"`
	Survived int `json:"survived"`
	NotMet   int `json:"not_met"`
	NotTried int `json:"not_tried"`
	Error    int `json:"error"`
}

// Mutant is a mock with one mistake, and what came of it.
type Mutant struct {
	Name        string        `json:"name"`
	Area        string        `json:"area"`
	Difficulty  int           `json:"difficulty"`  // from 1, which any test notices, to 4, which takes a test made for it
	Summary     string        `json:"summary"`     // what the server does wrong
	Advice      string        `json:"advice"`      // what a test can do about its area
	Requirement string        `json:"requirement"` // the statement that it breaks; empty if none says it
	Statement   string        `json:"statement"`
	Page        string        `json:"page"`    // URL of the statement
	Answers     int           `json:"answers"` // to what the command asks on the clean mock, when a mock with the mistake is asked it
	Wrong       int           `json:"wrong"`   // of these, that differ from those of the clean mock
	First       string        `json:"first"`   // the first request with such an answer, and how that differs; empty if there is none
	Outcome     MutantOutcome `json:"outcome"`
	Status      int           `json:"status"` // what the command ended with; 0 if it passed, or did not end by itself
	DurationMS  int64         `json:"duration_ms"`
	Known       bool          `json:"known"`  // not tried again, but known from an earlier run
	Reason      string        `json:"reason"` // why it could not be tried, or was not
}

// MutantOutcome is what came of one mutant, in the words of mutation testing.
type MutantOutcome string

// The outcomes. Who is killed or ran into the time limit was noticed. Those and survivors were met, and count in the score.
const (
	MutantKilled   MutantOutcome = "killed"
	MutantTimeout  MutantOutcome = "timeout"
	MutantSurvived MutantOutcome = "survived"
	MutantNotMet   MutantOutcome = "not_met"
	MutantNotTried MutantOutcome = "not_tried"
	MutantError    MutantOutcome = "error"
)

// Noticed is how many were.
func (s MutationSummary) Noticed() int { return s.Killed + s.Timeout }

// Met is how many the command has met.
func (s MutationSummary) Met() int { return s.Noticed() + s.Survived }

// Count fills in what follows from the mutants, and brings them into their order.
func (m Mutation) Count() Mutation {
	m.Mutants = slices.Clone(m.Mutants)
	slices.SortFunc(m.Mutants, func(a, b Mutant) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Difficulty, b.Difficulty), cmp.Compare(a.Name, b.Name))
	})
	m.Summary = summaryOf(m.Mutants)
	noticed, met := m.Summary.Noticed(), m.Summary.Met()
	m.Score = percentOf(noticed, met)
	m.Passed = m.Told() && float64(noticed)*100 >= m.Min*float64(met)
	return m
}

func summaryOf(mutants []Mutant) MutationSummary {
	var s MutationSummary
	for _, m := range mutants {
		switch m.Outcome {
		case MutantKilled:
			s.Killed++
		case MutantTimeout:
			s.Timeout++
		case MutantSurvived:
			s.Survived++
		case MutantNotMet:
			s.NotMet++
		case MutantError:
			s.Error++
		default:
			s.NotTried++
		}
	}
	return s
}

// percentOf has one decimal and is rounded down, so that 100 is all.
func percentOf(part, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(part*1000/all) / 10
}

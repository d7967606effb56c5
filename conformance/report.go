package conformance

import "time"

// Outcome is what became of a check.
type Outcome string

// The outcomes.
const (
	Pass         Outcome = "pass"         // it saw enough, and it held
	Fail         Outcome = "fail"         // it did not hold
	Inconclusive Outcome = "inconclusive" // it saw too little to judge
	Skip         Outcome = "skip"         // deselected or not applicable
	Error        Outcome = "error"        // the runner's own error
)

// Verdict is what a run says about its target.
type Verdict string

// The verdicts.
const (
	Conformant    Verdict = "conformant"    // every selected must that applies was exercised and held, and something was judged
	Nonconformant Verdict = "nonconformant" // a must did not hold
	Incomplete    Verdict = "incomplete"    // nothing failed, but something could not be told
)

// Report is everything that a run found. Its JSON form is part of the public surface.
type Report struct {
	Tool       string    `json:"tool"`
	Version    string    `json:"version"`
	API        string    `json:"api"`
	Target     string    `json:"target"`
	Seed       uint64    `json:"seed"`
	Run        string    `json:"run"` // the nonce in everything the run wrote
	StartedAt  time.Time `json:"started_at"`
	DurationMS int64     `json:"duration_ms"`
	Verdict    Verdict   `json:"verdict"`
	// Reason says in one sentence why the verdict is not conformant. If it is, Reason is empty, or says that no check of level must held.
	Reason string `json:"reason"`
	// Quick says that the run was a quick one, which exercises the checks that tell the most and no others.
	Quick        bool          `json:"quick,omitempty"`
	Summary      Summary       `json:"summary"`
	Cost         Cost          `json:"traffic"`
	Baseline     []Stale       `json:"stale_baseline,omitempty"` // entries of the baseline that must go
	Findings     []Finding     `json:"findings"`                 // the failures by likely cause, the weightiest first
	Checks       []Result      `json:"checks"`
	Requirements []Requirement `json:"requirements"`
}

// Summary counts checks by outcome.
type Summary struct {
	Pass         int `json:"pass"`
	Fail         int `json:"fail"`
	Inconclusive int `json:"inconclusive"`
	Skip         int `json:"skip"`
	Error        int `json:"error"`
}

// Cost is what a run cost its target.
type Cost struct {
	Requests  int     `json:"requests"`
	Written   int     `json:"events_written"` // writes that were acknowledged
	PerSecond float64 `json:"limit_per_second"`
	SettleMS  int64   `json:"settled_after_ms"` // from the last planted event until all of them were visible
}

// Result is what became of one check.
type Result struct {
	ID          string   `json:"id"`
	Level       Level    `json:"level"`
	Requirement string   `json:"requirement"`
	Source      string   `json:"source"`               // name of the requirement's source and the place in it
	SourceURL   string   `json:"source_url,omitempty"` // where people can open the source
	Page        string   `json:"page,omitempty"`       // URL of the requirement on the project's own page
	Statement   string   `json:"statement"`            // the requirement's words
	Title       string   `json:"title"`
	Area        string   `json:"area"`
	Operations  []string `json:"operations"`
	Outcome     Outcome  `json:"outcome"`
	Message     string   `json:"message"`              // why it is not a pass; for an Info check what was seen
	Expected    string   `json:"expected,omitempty"`   // of a failure
	Got         string   `json:"got,omitempty"`        // of a failure
	LooksLike   string   `json:"looks_like,omitempty"` // the one known mistake that explains the failure
	DependsOn   string   `json:"depends_on,omitempty"` // the check with the cause of the failure, which another requirement forbids
	Baselined   string   `json:"baselined,omitempty"`  // reason of the baseline entry that expects the failure
	Note        string   `json:"note,omitempty"`       // what every reader has to know of the target, for once
	// Evidence counts what the check saw, by kind.
	Evidence   map[string]int `json:"evidence,omitempty"`
	Requests   int            `json:"requests"` // that the check sent
	DurationMS int64          `json:"duration_ms"`
	Exchanges  []Exchange     `json:"exchanges"`
	Pictures   []Picture      `json:"pictures,omitempty"`
}

// Exchange is a request and its answer as a report shows them: secrets replaced, bodies shortened.
type Exchange struct {
	Number   int              `json:"number"` // from 1, in the order in which the requests of the run were begun
	Request  ExchangeRequest  `json:"request"`
	Response ExchangeResponse `json:"response"`
	Curl     string           `json:"curl"`
}

// ExchangeRequest is the request of an Exchange.
type ExchangeRequest struct {
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

// ExchangeResponse is the response of an Exchange.
type ExchangeResponse struct {
	Status  int               `json:"status"` // 0: no answer
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Error   string            `json:"error,omitempty"` // why there is no whole answer
}

// Requirement is a row of the contract's catalogue and what the run says about it.
type Requirement struct {
	ID         string   `json:"id"`
	Level      Level    `json:"level"`
	Source     string   `json:"source"`
	SourceURL  string   `json:"source_url,omitempty"`
	Page       string   `json:"page,omitempty"`
	Statement  string   `json:"statement"`
	Checks     []string `json:"checks"`                 // ids of the checks that exercise it
	Untestable string   `json:"untestable,omitempty"`   // why no check can
	OutOfScope string   `json:"out_of_scope,omitempty"` // why it is not judged here: which operations of the API it is about
	Outcome    Outcome  `json:"outcome"`                // the worst of its checks; skip if none ran
}

// Stale is an entry of the baseline that makes the run fail.
type Stale struct {
	Check  string `json:"check"`
	Reason string `json:"reason"` // why the entry is stale: it passes now, it has expired, no such check
}

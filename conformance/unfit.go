package conformance

import "errors"

// Unfit is an error of Prepare that is a failure of the target: nothing can be judged, because a check has failed already.
type Unfit struct {
	Check   string // id of the check that the failure belongs to
	Failure Failure
}

// Error says what the target does.
func (u *Unfit) Error() string { return u.Failure.Message }

// unfit keeps the failure that ended the preparation as the result of its check, if that is one of those selected.
func (r *runner) unfit() {
	var u *Unfit
	if !errors.As(r.prepared, &u) {
		return
	}
	for _, s := range r.planned {
		if s.check.ID == u.Check && s.reason == "" {
			t := &T{check: s.check, target: r.target, client: r.client, auth: r.auth, run: r.run, outcome: Fail, failure: u.Failure}
			r.keep(r.result(t, 0))
		}
	}
}

package kit

import (
	"context"
	"fmt"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// Stored is what a kind of things that are stored, shown and deleted is called: one of them, such as "a conversation", and all.
type Stored struct{ One, All string }

// StillThere is what checks have in common that find what was deleted.
func (s Stored) StillThere() conformance.Symptom {
	return conformance.Symptom{Text: s.One + " that was deleted is still there"}
}

// NotKept is what checks have in common that find a member otherwise than it was sent.
func (s Stored) NotKept(member string) conformance.Symptom {
	return conformance.Symptom{Text: member + " of " + s.One + " does not come back as it was sent"}
}

// OtherStatus fails the check if success has another status than 200.
func (a *Asker) OtherStatus(got *Answer, s Stored) {
	if got.Good() && got.Status != http.StatusOK {
		a.FailWith(got, fmt.Sprintf("what is asked about %s is answered with %d where 200 is success", s.All, got.Status), "200",
			got.Shown())
	}
}

// IsThere reports whether an answer shows something that is stored.
func IsThere(got *Answer) bool { return got.Good() && got.Member("id") != "" }

// Shown is what is at a path, once there is something.
func (a *Asker) Shown(ctx context.Context, path string) (got *Answer) {
	a.Await(ctx, func() bool {
		got = a.Look(ctx, path, "")
		return IsThere(got)
	})
	return got
}

// Delete deletes what is at a path, and wants to be told so. Where the server fails, which may be an accident, it is asked again.
func (a *Asker) Delete(ctx context.Context, s Stored, path string) *Answer {
	var failed *Answer
	got := a.Insist(ctx, func() *Answer {
		got := a.Send(ctx, Deletion(path, ""))
		if failed == nil && got.Failed() {
			failed = got
		}
		return got
	})
	if failed != nil && got.Status == http.StatusNotFound {
		a.Inconclusive("%s was deleted or is gone, but the answer was %s: perhaps an accident", s.One, failed.StatusText())
	}
	if got.Repeated && got.Status == http.StatusNotFound { // the one whose answer was lost has deleted it
		a.Saw("deletions", 1)
		return got
	}
	if why := Undeletable(got); why != "" {
		a.NotApplicable("%s", why)
	}
	if !got.Good() {
		a.FailWith(got, s.One+" that is there is not deleted", "200", got.Shown())
	}
	if got.Event["success"] != true {
		a.FailWith(got, "the answer to a deletion does not say that it was one", "success true", got.Shown())
	}
	a.Saw("deletions", 1)
	return got
}

// Gone wants nothing at a path any more, after a deletion.
func (a *Asker) Gone(ctx context.Context, s Stored, path string, deletion *Answer, symptoms ...conformance.Symptom) {
	var got *Answer
	if a.Await(ctx, func() bool {
		got = a.Look(ctx, path, "")
		return !IsThere(got)
	}) {
		return
	}
	got.Before = deletion
	a.FailWith(got, s.One+" that was deleted is still shown", "404", got.Shown(), symptoms...)
}

// Strangers wants requests refused that have no key, or one that nobody has. What is posted nevertheless is for keep.
func (a *Asker) Strangers(ctx context.Context, s Stored, keep func(*Answer), requests ...exchange.Request) {
	for _, key := range []string{"", "Bearer no-such-key-" + a.Mark()} {
		for _, r := range requests {
			r.Authorization, r.Hostile, r.Meta = key, true, Refusal{Stranger: true}
			got := a.Send(ctx, r)
			if r.Method == http.MethodPost {
				keep(got)
			}
			if got.Good() {
				a.Fail(conformance.Failure{
					Message: r.Method + " of " + s.All + " is served without a good key", Expected: "401", Got: got.Shown(),
					Symptoms: protocol.Strangers(), Exchanges: []*exchange.Exchange{got.Exchange},
				})
			}
			a.Saw("refusals", 1)
		}
	}
}

// Writer wants a path not read with the key that may only write.
func (a *Asker) Writer(ctx context.Context, s Stored, path string) {
	got := a.Send(ctx, exchange.Request{
		Method: http.MethodGet, Path: path, Authorization: "Bearer " + a.WebBearer, Hostile: true, Safe: true,
		Meta: Refusal{Stranger: true},
	})
	if got.Good() {
		a.FailWith(got, "a key that may only write reads "+s.All, "a refusal, 401 or 403", got.Shown(),
			conformance.Symptom{Text: "a key that may only write reads"})
	}
	a.Saw("refusals", 1)
}

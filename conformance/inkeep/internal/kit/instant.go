package kit

import (
	"net/http"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// Instant reads a createdAt in the forms that can be told for sure: RFC 3339, and milliseconds since 1970 in 13 digits. The
// form is free, so any other is as good; it only cannot be compared.
func Instant(text string) (at time.Time, ok bool) {
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) == 13 {
		return time.UnixMilli(ms), true
	}
	at, err := spec.ParseDateTime(text)
	return at, err == nil
}

// OtherInstant says how the instant of an answer differs from the one that was sent, and what that looks like. A millisecond is as
// exact as the SDK sends it, so whatever is finer may be lost. Compared tells whether they could be compared at all.
func OtherInstant(got *Answer) (wrong, like string, compared bool) {
	sent, gave := Instant(got.Draft.Text("createdAt"))
	back, ok := Instant(got.Member("createdAt"))
	if !gave || !ok {
		return "", "", false
	}
	if apart := back.Sub(sent).Abs(); apart >= time.Millisecond {
		now, _ := got.Now()
		return "createdAt is another instant than the one that was sent: " + apart.String() + " apart",
			looksLikeInstant(got.Draft.Text("createdAt"), sent, back, now), true
	}
	return "", "", true
}

// Farthest is how far two clocks may be apart.
const Farthest = 10 * time.Minute

// Now is the time of the target when it answered, by its own clock if it tells.
func (a *Answer) Now() (at time.Time, whose string) {
	if date, err := http.ParseTime(a.Header.Get("Date")); err == nil {
		return date, "the answer's Date"
	}
	return a.Began.Add(a.Took), "the clock of this machine"
}

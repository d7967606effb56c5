package namespace

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
)

// mostWaiting is how many requests may wait for something at once, and mostStreaming how many answers may be streams.
const mostWaiting, mostStreaming = 1000, 1000

// answerPatience is how long a client may take to read what it has waited for.
const answerPatience = time.Minute

// patience lets a request take as long as it likes, until the client goes or the server stops, if its operation is one of those that
// may. It keeps no place from requests that are answered at once. release ends it.
func (n *Namespace) patience(a *api, w http.ResponseWriter, r *http.Request, c *pipeline.Call) (release func(), busy *pipeline.Problem) {
	s, places := n.shared, (*room)(nil)
	switch {
	case slices.Contains(a.Patient, c.Op.ID):
		if places = &s.waiting; !places.take(1) {
			return nil, n.tooMany(fmt.Sprintf("%d requests wait for something", places.most), "wait for less")
		}
	case slices.Contains(a.Streams, c.Op.ID):
		if places = &s.streaming; !places.take(1) {
			return nil, n.tooMany(fmt.Sprintf("%d answers are streams that are being read", places.most), "end some")
		}
	default:
		return func() {}, nil
	}
	ctx, forget := wire.UntilStop(r.Context())
	c.Context = ctx
	s.ownInProgress.give(1)
	deadlines := http.NewResponseController(w)
	_ = deadlines.SetWriteDeadline(time.Time{}) // writers that have none, as in tests, need none
	return func() {
		forget()
		s.ownInProgress.taken.Add(1) // which the end of the request gives back
		places.give(1)
		_ = deadlines.SetWriteDeadline(clock.System().Now().Add(answerPatience))
	}, nil
}

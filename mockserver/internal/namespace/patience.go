package namespace

import (
	"fmt"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
)

// mostWaiting is how many requests may wait for something at once.
const mostWaiting = 1000

// answerPatience is how long a client may take to read what it has waited for.
const answerPatience = time.Minute

// patience lets a request wait for as long as it likes, until the client goes or the server stops. It keeps no place from requests that
// are answered at once. release ends it.
func (n *Namespace) patience(w http.ResponseWriter, r *http.Request, c *pipeline.Call) (release func(), err error) {
	s := n.shared
	if !s.waiting.take(1) {
		return nil, n.tooMany(fmt.Sprintf("%d requests wait for something", s.waiting.most), "wait for less")
	}
	ctx, forget := wire.UntilStop(r.Context())
	c.Context = ctx
	s.ownInProgress.give(1)
	deadlines := http.NewResponseController(w)
	_ = deadlines.SetWriteDeadline(time.Time{}) // writers that have none, as in tests, need none
	return func() {
		forget()
		s.ownInProgress.taken.Add(1) // which the end of the request gives back
		s.waiting.give(1)
		_ = deadlines.SetWriteDeadline(clock.System().Now().Add(answerPatience))
	}, nil
}

package namespace

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// streamTimeout is how long a client may take to read what was written to it last.
const streamTimeout = 30 * time.Second

// stream writes a body that is made meanwhile. If it fails, the connection is dropped: a body without an end is seen to be none.
func (n *Namespace) stream(w http.ResponseWriter, c *pipeline.Call, write pipeline.Stream) {
	if err := write(c.Came.Context(), &patient{w, http.NewResponseController(w)}); err != nil {
		n.log.Debug("the client did not take the answer, or it could not be made", "request", c.RequestID, "error", err)
		panic(http.ErrAbortHandler) //nolint:forbidigo // the way of net/http to drop a connection
	}
}

// patient passes on what is written at once, and gives each write the time that a whole answer has.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func (p *patient) Write(b []byte) (int, error) {
	_ = p.control.SetWriteDeadline(clock.System().Now().Add(streamTimeout)) // writers without a connection need none
	n, err := p.ResponseWriter.Write(b)
	if err == nil {
		_ = p.control.Flush()
	}
	return n, err
}

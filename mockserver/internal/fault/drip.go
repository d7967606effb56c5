package fault

import (
	"net/http"
	"strconv"
	"time"
)

const (
	pieceTime  = 50 * time.Millisecond // between the pieces of a body, about
	mostPieces = 1000
)

// Dripping returns a writer for the answer to a request that sends the body, whose length the header tells, in pieces of about one size.
func (g *Given) Dripping(w http.ResponseWriter, r *http.Request) http.ResponseWriter {
	return &dripping{ResponseWriter: w, request: r, over: g.Drip, gone: g.Gone}
}

type dripping struct {
	http.ResponseWriter
	request *http.Request
	over    time.Duration
	gone    <-chan struct{}

	size, sent, pieces int
}

// Unwrap lets the server reach the connection.
func (d *dripping) Unwrap() http.ResponseWriter { return d.ResponseWriter }

func (d *dripping) WriteHeader(status int) {
	d.size, _ = strconv.Atoi(d.Header().Get("Content-Length"))
	d.pieces = max(1, min(d.size, mostPieces, int(d.over/pieceTime)))
	d.ResponseWriter.WriteHeader(status)
	d.flush()
}

// Write sends the next pieces, each behind a pause. The last one ends when the time is over.
func (d *dripping) Write(b []byte) (int, error) {
	written := 0
	for written < len(b) {
		piece := d.sent * d.pieces / max(1, d.size) // that the next byte belongs to
		if d.sent == d.start(piece) {
			if err := pause(d.request.Context(), d.over/time.Duration(d.pieces), d.gone); err != nil {
				return written, err
			}
		}
		end := min(len(b), written+max(1, d.start(piece+1)-d.sent))
		extend(d.ResponseWriter)
		n, err := d.ResponseWriter.Write(b[written:end])
		written, d.sent = written+n, d.sent+n
		if err != nil {
			return written, err
		}
		d.flush()
	}
	return written, nil
}

// start is the first byte of a piece.
func (d *dripping) start(piece int) int { return (piece*d.size + d.pieces - 1) / d.pieces }

func (d *dripping) flush() { _ = http.NewResponseController(d.ResponseWriter).Flush() } // a writer in memory has nothing to flush

package kit

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// farApart is how far a clock must be away for the run to put its events where the target's time is.
const farApart = 10 * time.Minute

// readClock compares the target's clock with this machine's.
func (s *Session) readClock(x *exchange.Exchange) {
	if date, err := http.ParseTime(x.Header.Get("Date")); err == nil {
		s.skew = date.Sub(x.Began.Add(x.Took)).Truncate(time.Second)
		s.Began = s.Began.Add(s.skew)
		if s.skew.Abs() > farApart {
			s.Base = s.Base.Add(s.skew)
		}
	}
}

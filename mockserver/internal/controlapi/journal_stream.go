package controlapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/wire"
)

// eventStreamType is the media type of server-sent events.
const eventStreamType = "text/event-stream"

const (
	heartBeat  = 15 * time.Second // how often a stream that has nothing to say says that
	mostAtOnce = 32               // exchanges that are held for a reader
)

type streamInput struct {
	journal.Filter
	after string // id of the exchange that the reader has; empty for one that wants what comes from now on
	show  shower
}

func (c *Control) decodeStream(call *pipeline.Call) (streamInput, error) {
	f, err := c.decodeFilter(call)
	return streamInput{f, cmp.Or(call.Params.Text("Last-Event-ID"), call.Params.Text("since")), decodeShower(call)}, err
}

// streamExchanges serves GET journal/stream.
func (c *Control) streamExchanges(_ context.Context, in streamInput) (pipeline.Answer, error) {
	if !c.Journal.On() {
		return pipeline.Answer{}, noJournal()
	}
	number, found := c.Journal.Last(), true // before the answer begins: what comes behind that is in it
	if in.after != "" {
		number, found = 0, false
		if x := c.Journal.Find(in.after); x != nil {
			number, found = x.Number(), true
		}
	}
	return pipeline.Answer{
		Status: http.StatusOK, ContentType: eventStreamType, Stream: func(ctx context.Context, to io.Writer) error {
			ctx, release := wire.UntilStop(ctx)
			defer release()
			s := &stream{c: c, to: to, filter: in.Filter, number: number, show: in.show}
			s.events.WriteString("retry: 1000\n\n")
			if !found {
				s.tell("missed", missed{Detail: unknownExchange(in.after).Detail + "; what follows is all that is there"})
			}
			return s.run(ctx)
		},
	}, nil
}

// missed tells a reader what it has missed.
type missed struct {
	Missed int64  `json:"missed"` // 0 if it is not known
	Detail string `json:"detail"`
}

// stream is one reader of the journal.
type stream struct {
	c      *Control
	to     io.Writer
	filter journal.Filter
	number uint64 // of the latest exchange that was looked at
	show   shower
	events bytes.Buffer
}

// run sends what comes until the reader or the journal goes, or the server stops. A reader that is slow misses what has to make room in the
// meantime, and is told so.
func (s *stream) run(ctx context.Context) error {
	timer := time.NewTimer(heartBeat)
	defer timer.Stop()
	for {
		changed := s.c.Journal.Changed()
		more := s.gather()
		if err := s.send(); err != nil {
			return err
		}
		if more {
			continue
		}
		timer.Reset(heartBeat)
		select {
		case <-changed:
		case <-timer.C:
			s.events.WriteString(": nothing new\n\n")
		case <-ctx.Done():
			return nil
		case <-s.c.Journal.Ended():
			return nil
		}
	}
}

// gather puts some of the events that are due together, and reports whether there may be more.
func (s *stream) gather() (more bool) {
	news := s.c.Journal.After(s.number, mostAtOnce)
	s.number = news.Number
	if news.Cleared {
		s.tell("cleared", struct{}{})
	}
	if news.Gone > 0 {
		//nolint:gosec // nobody lives to see so many
		s.tell("missed", missed{Missed: int64(news.Gone), Detail: fmt.Sprintf("%d exchanges had to make room before they could be "+
			"sent; read faster, or start the mock with a larger --journal-bytes", news.Gone)})
	}
	for _, x := range news.Exchanges {
		if s.filter.Takes(x) {
			fmt.Fprintf(&s.events, "id: %s\n", x.ID)
			s.tell("", exchange(s.show(s.c.Secrets(), x)))
		}
	}
	return len(news.Exchanges) > 0
}

// tell puts an event down; one without a name is an exchange.
func (s *stream) tell(name string, data any) {
	if name != "" {
		fmt.Fprintf(&s.events, "event: %s\n", name)
	}
	s.events.WriteString("data: ")
	line := json.NewEncoder(&s.events) // which ends the line
	line.SetEscapeHTML(false)
	if err := line.Encode(data); err != nil {
		s.events.WriteString("{}\n") // not reached: it is text, numbers and JSON
	}
	s.events.WriteString("\n")
}

func (s *stream) send() error {
	if s.events.Len() == 0 {
		return nil
	}
	_, err := s.events.WriteTo(s.to)
	return err
}

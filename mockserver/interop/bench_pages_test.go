//go:build bench

package interop

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// asks is how often a page is asked for to find the median of its time.
const asks = 200

// The pages of a walk that are measured.
var pageNames = [...]string{"first", "middle", "last"}

// filtered is a list with a filter. The clients of all but the last have something to find.
type filtered struct {
	name string
	body fields // what is asked for besides the window
}

// pageTimes are medians in milliseconds, by the name of the filter, of the first, the middle and the last page.
type pageTimes map[string][len(pageNames)]float64

// lister asks one server for pages, one after another.
type lister struct {
	*peer
	path string
	body []byte // memory for answers
}

func newLister(t *testing.T, url, bot string) *lister {
	t.Helper()
	p, err := dialServer(strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = p.Close() })
	return &lister{peer: p, path: "/v1/bots/" + bot + "/events/stream", body: []byte{}}
}

func (l *lister) request(t *testing.T, arguments ...fields) []byte {
	t.Helper()
	all := fields{"version": "LIVE", "start_time": "2020-01-01", "end_time": "2100-01-01"}
	for _, some := range arguments {
		for name, value := range some {
			all[name] = value
		}
	}
	body, err := json.Marshal(all)
	require.NoError(t, err)
	return request(http.MethodPost, l.path, string(body))
}

// page is one page and the token of the next. The bytes are good until the next call.
func (l *lister) page(t *testing.T, arguments ...fields) (body []byte, next string) {
	t.Helper()
	body, err := l.exchange(l.request(t, arguments...), l.body)
	require.NoError(t, err)
	l.body = body
	_, rest, found := bytes.Cut(body[bytes.LastIndex(body, []byte(`"next_page_token":`)):], []byte(`:"`))
	require.True(t, found)
	token, _, _ := bytes.Cut(rest, []byte(`"`))
	return body, string(token)
}

// walk goes through a list to its end and returns the token of each page, the first one's being empty.
func (l *lister) walk(t *testing.T, f filtered) []string {
	t.Helper()
	tokens := []string{""}
	for {
		_, next := l.page(t, f.body, fields{"page_size": 100, "page_token": tokens[len(tokens)-1]})
		if next == "" {
			return tokens
		}
		tokens = append(tokens, next)
	}
}

// median is the time that a page of 20 takes, in milliseconds.
func (l *lister) median(t *testing.T, arguments ...fields) float64 {
	t.Helper()
	request := l.request(t, append(arguments, fields{"page_size": 20})...)
	took := make([]time.Duration, asks)
	for i := range took {
		begin := time.Now()
		_, err := l.exchange(request, nil)
		took[i] = time.Since(begin)
		require.NoError(t, err)
	}
	slices.Sort(took)
	return ms(took[len(took)/2])
}

// byToken measures the pages of each filter by their tokens.
func (l *lister) byToken(t *testing.T, filters []filtered) pageTimes {
	t.Helper()
	times := pageTimes{}
	for _, f := range filters {
		tokens := l.walk(t, f)
		var row [len(pageNames)]float64
		for i, token := range []string{"", tokens[len(tokens)/2], tokens[len(tokens)-1]} {
			row[i] = l.median(t, f.body, fields{"page_token": token})
		}
		times[f.name] = row
	}
	return times
}

// byTime measures them by windows that begin at the oldest event, in the middle and near the newest: nobody walks through a billion.
func (l *lister) byTime(t *testing.T, filters []filtered, oldest, newest time.Time) pageTimes {
	t.Helper()
	times := pageTimes{}
	for _, f := range filters {
		var row [len(pageNames)]float64
		for i, part := range []float64{0, 0.5, 0.999} {
			begin := oldest.Add(time.Duration(part * float64(newest.Sub(oldest))))
			row[i] = l.median(t, f.body, fields{"start_time": begin.UTC().Format(time.RFC3339Nano)})
		}
		times[f.name] = row
	}
	return times
}

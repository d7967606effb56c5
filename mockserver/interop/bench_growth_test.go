//go:build bench

package interop

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// grown is the mock with so many events of one bot.
type grown struct {
	events    int
	resident  float64 // MiB
	perSecond float64 // how quickly the latest of them were tracked; of tracked ones
	first     float64 // milliseconds from exec to the first answer; of seeded ones
	pages     pageTimes
	reset     float64 // milliseconds that a reset takes; of the largest only
	resetNone float64 // that one takes right after it, the median of many
	pauses    pauses
}

// growthBegin is when the first event happened. They are a quarter of a second apart.
var growthBegin = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// The events come from a thousand users, in conversations of six, with 20 flows, and from a user that has three of them.
var growthFilters = []filtered{
	{"no filter", nil},
	{"event (1 in 6)", fields{"event": "event-3"}},
	{"user (1 in 1,000)", fields{"user_id": "user-007"}},
	{"user of three events", fields{"user_id": "rare"}},
	{"conversation (6 events)", fields{"conversation_id": "conversation-1234"}},
	{"attribute (1 in 20)", attribute("flow-03")},
	{"event and attribute (1 in 120)", fields{"event": "event-3", "filters": attribute("flow-03")["filters"]}},
	{"attribute value that nothing has", attribute("flow-99")},
}

func attribute(value string) fields {
	return fields{"filters": []fields{{"key": "flow", "operator": "eq", "value": []string{value}}}}
}

// growthEvent is the track of one event.
func growthEvent(i int) []byte {
	random := uint64(i) * 0x9e3779b97f4a7c15 // any number that looks like chance
	user := fmt.Sprintf("user-%03d", random>>20%1000)
	if i == 100 || i == 5000 || i == 9000 {
		user = "rare"
	}
	at := growthBegin.Add(time.Duration(i) * 250 * time.Millisecond).Format(time.RFC3339Nano)
	return request(http.MethodPost, "/v1/bots/growth/events/track", fmt.Sprintf(`{"version":"LIVE","event":"event-%d","user_id":"%s",`+
		`"context":{"conversation_id":"conversation-%d"},"timestamp":"%s",`+
		`"attributes":{"flow":"flow-%02d","step_name":"ask_order_number","step_number":"%d"}}`,
		random>>10%6, user, i/6, at, random>>40%20, i%9))
}

// grow tracks events over several connections and measures at each size.
func grow(t *testing.T, sizes []int) []grown {
	t.Helper()
	t.Setenv("GODEBUG", "gctrace=1") // the mock says on stderr what its collector does
	m := startMock(t, "--events", "0")
	var all []grown
	tracked := 0
	for _, n := range sizes {
		fmt.Fprintf(os.Stderr, "tracking %s events\n", inWords(n))
		took, err := m.trackUpTo(tracked, n)
		require.NoError(t, err)
		time.Sleep(5 * time.Second) // what goes on in the background
		all = append(all, grown{
			events: n, perSecond: took.perSecond, resident: residentMiB(t, m.cmd.Process.Pid),
			pages: newLister(t, m.URL, "growth").byToken(t, growthFilters), pauses: readPauses(m.stderr.String()),
		})
		tracked = n
	}
	largest := &all[len(all)-1]
	largest.reset = resetTime(t, m.URL)
	var none []float64
	for range asks {
		none = append(none, resetTime(t, m.URL))
	}
	largest.resetNone = spreadOf(none).median
	m.stop()
	return all
}

func (m *mock) trackUpTo(from, to int) (figures, error) {
	var next atomic.Int64
	next.Store(int64(from))
	return driveEach(strings.TrimPrefix(m.URL, "http://"), connections, func(int) func() []byte {
		return func() []byte {
			i := int(next.Add(1)) - 1
			if i >= to {
				return nil
			}
			return growthEvent(i)
		}
	})
}

func resetTime(t *testing.T, url string) float64 {
	t.Helper()
	p, err := dialServer(strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	defer p.Close()
	begin := time.Now()
	_, err = p.exchange(request(http.MethodPost, "/__understudy/reset", ""), nil)
	require.NoError(t, err)
	return ms(time.Since(begin))
}

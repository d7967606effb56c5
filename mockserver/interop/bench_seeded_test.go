//go:build bench

package interop

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// growSeeded starts the mock with so many seeded events a bot and measures.
func growSeeded(t *testing.T, sizes []int) []grown {
	t.Helper()
	var all []grown
	for _, n := range sizes {
		fmt.Fprintf(os.Stderr, "seeding %s events\n", inWords(n))
		begin := time.Now()
		m := startMock(t, "--events", strconv.Itoa(n))
		l := newLister(t, m.URL, "demobot1")
		body, _ := l.page(t, fields{"page_size": 20})
		g := grown{events: n, first: ms(time.Since(begin))}
		var page struct{ Events []seededEvent }
		require.NoError(t, json.Unmarshal(body, &page))
		require.NotEmpty(t, page.Events)
		g.pages = l.byTime(t, seededFilters(page.Events), page.Events[0].Timestamp, begin)
		g.resident = residentMiB(t, m.cmd.Process.Pid)
		all = append(all, g)
		m.stop()
	}
	return all
}

type seededEvent struct {
	Event          string
	UserID         string `json:"user_id"`
	ConversationID string `json:"conversation_id"`
	Attributes     map[string]string
	Timestamp      time.Time
}

// seededFilters ask for what the oldest events have. Their names are the same without any.
func seededFilters(events []seededEvent) []filtered {
	flow, e := "", seededEvent{}
	for _, e = range events {
		if e.Attributes["flow"] != "" {
			flow = e.Attributes["flow"]
		}
	}
	return []filtered{
		{"no filter", nil},
		{"event", fields{"event": e.Event}},
		{"user", fields{"user_id": e.UserID}},
		{"conversation", fields{"conversation_id": e.ConversationID}},
		{"attribute", attribute(flow)},
		{"event and attribute", fields{"event": e.Event, "filters": attribute(flow)["filters"]}},
		{"user that nothing has", fields{"user_id": "nobody"}},
	}
}

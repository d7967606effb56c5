package mockserver_test

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// longEvents tracks events whose texts make a search over them long.
func (c client) longEvents(t testing.TB, bot string, count, size int) {
	t.Helper()
	text := strings.Repeat("a", size)
	for i := range count {
		c.track(t, bot, args{"id": fmt.Sprintf("%05d", i), "event": "long", "attributes": args{"text": text}})
	}
}

// hard are arguments of a list that takes minutes to find nothing in events of long texts.
func hard() args {
	values := make([]string, 1000)
	for i := range values {
		values[i] = strings.Repeat("a", 500) + fmt.Sprint(i)
	}
	return everything().with(args{"filters": []args{{"key": "text", "operator": "contains", "value": values}}})
}

// TestFilterLimits wants every filter and value up to the documented number, and one more refused.
func TestFilterLimits(t *testing.T) {
	c, bot := demo(fresh(t)), ownBot(t)
	c.track(t, bot, args{"id": "x", "attributes": args{"k": "v"}})
	list := func(filters int, values ...int) reply {
		all := slices.Repeat([]args{filter("k", "exists")}, filters)
		for _, n := range values {
			all = append(all, filter("k", "in", append(slices.Repeat([]string{"w"}, n-1), "v")...))
		}
		return c.ask(t, http.MethodPost, bot, everything().with(args{"filters": all}))
	}
	for name, ok := range map[string]reply{"filters": list(100), "values": list(0, 1000), "values_in_all": list(0, 600, 400)} {
		var p page
		ok.into(t, &p)
		require.Equal(t, []string{"x"}, ids(p.Events), name)
	}
	list(101).refusedByChatlayer(t, http.StatusBadRequest, "/filters", "at most 100 items")
	list(0, 1001).refusedByChatlayer(t, http.StatusBadRequest, "/filters/0/value", "at most 1000 items")
	list(0, 600, 401).refusedByChatlayer(t, http.StatusBadRequest, "/filters", "1001 values", "at most 1000 in all filters together")
}

// TestNobodyWaitsForASearch lets two clients ask for what takes minutes. Nobody else notices. The searches end with their
// clients: the end of the test waits for requests in flight, 15 seconds at most, and fails if there are any left then.
func TestNobodyWaitsForASearch(t *testing.T) {
	opts := quiet()
	opts.Limits.AnswerTimeout = time.Hour
	s := mockserver.Start(t, opts)
	c, bot := demo(s), ownBot(t)
	c.longEvents(t, bot, 300, 200_000)
	body := hard().json(t)
	answered := make(chan error, 2)
	for range cap(answered) {
		w := c.dial(t)
		w.write(t, c.head(streamOf(bot), fmt.Sprintf("Content-Length: %d", len(body))), "\r\n", body)
		go func() {
			_, err := w.answers.Peek(1)
			answered <- err
		}()
	}
	for i := range 20 {
		c.track(t, bot, args{"id": fmt.Sprint("while-", i), "event": "quick", "user_id": fmt.Sprint(i)})
		require.Len(t, c.list(t, bot, args{"user_id": fmt.Sprint(i)}).Events, 1)
		require.NotEmpty(t, c.team(t, "demo-team", args{"user_id": fmt.Sprint(i)}).Events)
	}
	require.Empty(t, answered, "all that went on beside the searches")
}

// TestSearchThatTakesTooLong is told to the client in time, and breaks no contract.
func TestSearchThatTakesTooLong(t *testing.T) {
	opts := quiet()
	opts.Limits.AnswerTimeout = 100 * time.Millisecond
	s := mockserver.Start(t, opts)
	c, bot := demo(s), ownBot(t)
	c.longEvents(t, bot, 300, 200_000)
	r := c.ask(t, http.MethodPost, bot, hard())
	require.Equal(t, http.StatusServiceUnavailable, r.status, r.body)
	require.Equal(t, "1", r.header.Get("Retry-After"))
	require.Contains(t, r.body, `"code":14`)
	require.Contains(t, r.body, "not found within 100ms")
	require.Empty(t, r.header.Get("Understudy-Violations"))
	require.Zero(t, s.BrokenRequests())
	require.Len(t, c.list(t, bot, args{"page_size": 3}).Events, 3)
}

// TestRoom wants one event too many refused in each API's shape, all that was stored kept, and room again after a reset.
func TestRoom(t *testing.T) {
	for name, limits := range map[string]mockserver.Limits{"--max-events": {Events: 3}, "--max-bytes": {EventBytes: 5500}} {
		t.Run(name, func(t *testing.T) {
			opts := quiet()
			opts.Limits = limits
			var log strings.Builder
			opts.Logger = slog.New(slog.NewTextHandler(&log, nil))
			s := mockserver.Start(t, opts)
			c, bot := demo(s), ownBot(t)
			for i := range 2 {
				c.track(t, bot, args{"id": fmt.Sprint(i)})
			}
			require.Equal(t, http.StatusOK, apiKey(s).post(t, "/events", anEvent).status)
			if limits.EventBytes > 0 {
				c.track(t, bot, args{"id": "2", "attributes": args{"a": strings.Repeat("x", 500)}})
			}
			stored := c.listed(t, bot, nil)
			for range 2 {
				r := c.post(t, trackOf(bot), `{"id":"more","attributes":{"a":"`+strings.Repeat("x", 2000)+`"}}`)
				require.Equal(t, http.StatusInsufficientStorage, r.status, r.body)
				require.Contains(t, r.body, `"code":8`)
				require.Contains(t, r.body, name)
				require.Contains(t, r.body, "/__understudy/reset")
				require.Empty(t, r.header.Get("Understudy-Violations"))
				r = apiKey(s).post(t, "/events", strings.Replace(anEvent, "{", `{"properties":{"a":"`+strings.Repeat("x", 4000)+`"},`, 1))
				require.Equal(t, http.StatusInsufficientStorage, r.status, r.body)
				require.Equal(t, "application/problem+json", r.header.Get("Content-Type"))
				require.Contains(t, r.body, `"code":"insufficient_storage"`)
				r = apiKey(s).post(t, "/conversations", `{"type":"support_ticket","messages":[],"id":"`+strings.Repeat("x", 4000)+`"}`)
				require.Equal(t, http.StatusInsufficientStorage, r.status, r.body)
				require.NotContains(t, r.body, "the event")
			}
			require.Equal(t, 1, strings.Count(log.String(), "refused for want of room"), "the log is told once")
			require.Equal(t, stored, c.listed(t, bot, nil))
			require.Equal(t, "0", c.track(t, bot, args{"id": "0"}), "an event that is there already needs no room")
			c.post(t, trackOf("unheard-of"), `{"id":"more"}`)
			require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
			c.track(t, bot, args{"id": "again"})
		})
	}
}

// TestLargePages wants pages of many megabytes to be sent as they are made, valid and complete, and reset to give the memory back.
func TestLargePages(t *testing.T) {
	const count, size = 60, 1 << 20
	s := mockserver.Start(t, quiet())
	c, bot := demo(s), ownBot(t)
	before := liveHeap()
	c.longEvents(t, bot, count, size)
	require.Greater(t, liveHeap()-before, int64(count*size))

	w := c.dial(t)
	body := everything().with(args{"page_size": 100}).json(t)
	w.write(t, c.head(streamOf(bot), fmt.Sprintf("Content-Length: %d", len(body))), "\r\n", body)
	_, err := w.answers.Peek(1000)
	require.NoError(t, err)
	// The server waits for the client to take more.
	require.Less(t, liveHeap()-before, int64(count*size+20<<20), "the page is not in memory as a whole")
	require.NoError(t, w.Close())

	p := c.list(t, bot, args{"page_size": 100})
	require.Len(t, p.Events, count)
	for _, e := range p.Events {
		require.Len(t, e.Attributes["text"], size)
	}
	require.Equal(t, http.StatusOK, c.send(t, http.MethodHead, streamOf(bot)+"?"+everything().query(), "").status)
	p = page{}
	require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
	require.Eventually(t, func() bool { return liveHeap()-before < 20<<20 }, 20*time.Second, 50*time.Millisecond)
}

// TestTeamOfManyBots lists a team of more bots than stay in memory, each with seeded events, page by page and by user.
func TestTeamOfManyBots(t *testing.T) {
	const bots = 120
	s := mockserver.Start(t, seeded(40))
	c := demo(s)
	want := map[string]bool{}
	var user string
	for i := range bots {
		bot := fmt.Sprintf("many-%03d", i)
		c.track(t, bot, args{"id": "mine"})
		for _, version := range []string{"LIVE", "DRAFT"} {
			for _, e := range c.walk(t, bot, args{"version": version, "page_size": 100}) {
				want[e.BotID+" "+e.ID], user = true, cmp.Or(e.UserID, user)
			}
		}
	}
	got := slices.DeleteFunc(c.walkTeam(t, "demo-team", args{"page_size": 100}),
		func(e event) bool { return !strings.HasPrefix(e.BotID, "many-") })
	require.Len(t, got, len(want))
	requireOrder(t, got)
	users := 0
	for _, e := range got {
		require.True(t, want[e.BotID+" "+e.ID])
		if e.UserID == user {
			users++
		}
	}
	byUser := slices.DeleteFunc(c.walkTeam(t, "demo-team", args{"user_id": user}),
		func(e event) bool { return !strings.HasPrefix(e.BotID, "many-") })
	require.Len(t, byUser, users)
}

// TestStalledUploads announces large bodies, sends a part of each and then nothing: what is kept is a small multiple of what came.
func TestStalledUploads(t *testing.T) {
	const clients, sent = 100, 100 << 10
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.alive(t)
	before := liveHeap()
	for range clients {
		w := c.dial(t)
		w.write(t, c.head(trackOf("demobot1"), "Content-Length: 2000000"), "\r\n", strings.Repeat(" ", sent))
		t.Cleanup(func() { _ = w.Close() })
	}
	require.Eventually(t, func() bool { return liveHeap()-before > clients*sent/2 }, 20*time.Second, 20*time.Millisecond, "they have come")
	require.Less(t, liveHeap()-before, int64(5*clients*sent))
}

// TestLargeBodiesAtOnce sends bodies that make values of many times their size, more of them than are decoded beside each other.
func TestLargeBodiesAtOnce(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c, bot := demo(s), ownBot(t)
	var body strings.Builder
	body.WriteString(`{"event":"wide"`)
	for i := range 50_000 {
		fmt.Fprintf(&body, `,"m%d":1`, i)
	}
	body.WriteString("}")
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			r := c.post(t, trackOf(bot), body.String())
			require.Equal(t, http.StatusOK, r.status, r.body)
			require.Contains(t, r.header.Get("Understudy-Violations"), "100; ")
		})
	}
	all.Wait()
	require.Len(t, c.listed(t, bot, nil), 12)
}

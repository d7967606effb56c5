package mockserver_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// shownClock is what GET clock answers.
type shownClock struct {
	Now   time.Time
	Mode  string
	Speed float64
}

func (r reply) clock(t testing.TB) shownClock {
	t.Helper()
	var c shownClock
	r.into(t, &c)
	return c
}

const (
	clockPath   = "/__understudy/clock"
	advancePath = "/__understudy/clock/advance"
)

func TestClockOfANamespace(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	own, c := nobody(mock).in("a"), demo(mock).in("a")
	then := time.Date(2020, 2, 28, 23, 0, 0, 0, time.UTC)
	t.Run("real", func(t *testing.T) {
		got := own.get(t, clockPath).clock(t)
		require.WithinDuration(t, time.Now(), got.Now, time.Minute)
		require.Equal(t, "real", got.Mode)
		require.InDelta(t, 1, got.Speed, 0)
		own.post(t, advancePath, `{"by":"24h"}`).refusedByControl(t, http.StatusBadRequest, "real")
	})
	t.Run("frozen", func(t *testing.T) {
		require.Equal(t, shownClock{then, "frozen", 0}, own.put(t, clockPath, `{"now":"2020-02-29T00:00:00+01:00"}`).clock(t))
		require.Equal(t, shownClock{then, "frozen", 0}, own.get(t, clockPath).clock(t))
	})
	t.Run("everything_obeys_it", func(t *testing.T) {
		const date = "Fri, 28 Feb 2020 23:00:00 GMT"
		c.track(t, "x", args{"event": "e"})
		require.Equal(t, "2020-02-28T23:00:00.000Z", c.list(t, "x", nil).Events[0].Timestamp)
		logged := apiKey(mock).in("a").post(t, "/events", anEvent)
		require.Contains(t, logged.body, `"createdAt":"2020-02-28T23:00:00.000Z"`)
		for name, r := range map[string]reply{
			"list": c.get(t, streamOf("x")), "logged": logged, "unknown_path": c.get(t, "/v1/x"), "own": own.get(t, clockPath),
			"preflight": c.send(t, http.MethodOptions, "/events", "", "Origin: http://x", "Access-Control-Request-Method: POST"),
			"index":     own.get(t, "/"), "options": c.send(t, http.MethodOptions, "/v1/echo", ""),
		} {
			require.Equal(t, []string{date}, r.header["Date"], name)
		}
		w := demo(mock).dial(t)
		w.write(t, "POST /~a/v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
		require.Equal(t, date, w.read(t, http.MethodPost).header.Get("Date"))
		require.Contains(t, own.get(t, "/__understudy/violations").body, `"at":"2020-02-28T23:00:00Z"`)
	})
	t.Run("of_no_other_namespace", func(t *testing.T) {
		require.Equal(t, "real", nobody(mock).get(t, clockPath).clock(t).Mode)
		got, err := http.ParseTime(nobody(mock).get(t, "/").header.Get("Date"))
		require.NoError(t, err)
		require.WithinDuration(t, time.Now(), got, time.Minute)
	})
	t.Run("advances", func(t *testing.T) {
		require.Equal(t, shownClock{then.Add(90 * time.Minute), "frozen", 0}, own.post(t, advancePath, `{"by":"1h30m"}`).clock(t))
	})
	t.Run("runs", func(t *testing.T) {
		got := own.put(t, clockPath, `{"now":"2020-02-28T23:00:00Z","speed":3600}`).clock(t)
		require.Equal(t, "running", got.Mode)
		require.InDelta(t, 3600, got.Speed, 0)
		later := func() bool { return own.get(t, clockPath).clock(t).Now.After(then.Add(time.Minute)) }
		require.Eventually(t, later, time.Minute, time.Millisecond)
		require.Equal(t, "running", own.put(t, clockPath, `{"speed":0.5}`).clock(t).Mode)
	})
	t.Run("reset", func(t *testing.T) {
		own.post(t, "/__understudy/reset", "")
		require.Equal(t, "real", own.get(t, clockPath).clock(t).Mode)
	})
}

func TestClockThatIsRefused(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	own := nobody(mock)
	t.Run("set", func(t *testing.T) {
		for body, word := range map[string]string{
			`{}`: "now, speed or mode", `{"nwo":"2020-02-29T00:00:00Z"}`: `did you mean "now"`, `{"speed":0}`: "/speed",
			`{"speed":-1}`: "/speed", `{"speed":1e7}`: "/speed", `{"mode":"frozen"}`: "/mode", `{"mode":"real","speed":2}`: "/mode",
			`{"now":"2020-02-29"}`:           "/now",
			`{"now":"0000-05-05T00:00:00Z"}`: "/now", `{"now":""}`: "/now",
		} {
			own.put(t, clockPath, body).refusedByControl(t, http.StatusBadRequest, word)
		}
		require.Equal(t, "real", own.get(t, clockPath).clock(t).Mode, "nothing has changed")
	})
	t.Run("advanced", func(t *testing.T) {
		own.put(t, clockPath, `{"now":"2020-02-28T23:00:00Z"}`)
		own.post(t, advancePath, `{"by":"-1ns"}`).refusedByControl(t, http.StatusBadRequest, "never goes backwards")
		own.post(t, advancePath, `{"by":"1d"}`).refusedByControl(t, http.StatusBadRequest, "1d", "24h")
		own.post(t, advancePath, `{"by":"99999999h"}`).refusedByControl(t, http.StatusBadRequest, "this is too large", "2562047h")
		own.post(t, advancePath, `{"by":"24h","to":1}`).refusedByControl(t, http.StatusBadRequest, "/to")
	})
}

// TestTokensExpireByTheClock saves a test of an expired token the wait.
func TestTokensExpireByTheClock(t *testing.T) {
	mock := mockserver.Start(t, seeded(50))
	own, c := nobody(mock).in("a"), demo(mock).in("a")
	own.put(t, "/__understudy/namespaces/a", `{"variants":["token.expires-60s"]}`)
	var first page
	c.ask(t, http.MethodGet, "demobot1", everything().with(args{"page_size": 5})).into(t, &first)
	a := everything().with(args{"page_size": 5, "page_token": first.Next})
	own.post(t, advancePath, `{"by":"59s"}`)
	require.Equal(t, http.StatusOK, c.ask(t, http.MethodGet, "demobot1", a).status)
	own.post(t, advancePath, `{"by":"1s"}`)
	require.Equal(t, http.StatusBadRequest, c.ask(t, http.MethodGet, "demobot1", a).status)
}

func TestSnapshotsOutliveTheirOptions(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	own, c := nobody(mock).in("a"), demo(mock).in("a")
	own.put(t, clockPath, `{"now":"2020-02-28T23:00:00Z"}`)
	id := c.track(t, "x", args{"event": "e"})
	require.Equal(t, http.StatusCreated, own.put(t, "/__understudy/snapshots/s", "").status)
	own.post(t, "/__understudy/reset", `{"seed":7}`)
	require.Empty(t, c.eventsOf(t, "x"))
	require.Equal(t, http.StatusOK, own.post(t, "/__understudy/snapshots/s/restore", "").status)
	require.Equal(t, []string{id}, c.eventsOf(t, "x"))
	require.Equal(t, "2020-02-28T23:00:00Z", own.get(t, clockPath).clock(t).Now.Format(time.RFC3339), "the clock is remembered, too")
}

func TestClockOfTheOptions(t *testing.T) {
	mock := mockserver.Start(t, quiet())
	require.Equal(t, shownClock{noon(), "frozen", 0}, nobody(mock).in("a").get(t, clockPath).clock(t))
	require.WithinDuration(t, time.Now(), nobody(mock).put(t, clockPath, `{"mode":"real"}`).clock(t).Now, time.Minute)
	require.Equal(t, noon().Truncate(time.Second).Format(http.TimeFormat), nobody(mock).in("a").get(t, "/").header.Get("Date"))
	opts := quiet()
	opts.Clock = ownClock{noon()}
	mock = mockserver.Start(t, opts)
	require.Equal(t, shownClock{noon(), "real", 1}, nobody(mock).get(t, clockPath).clock(t), "real is as the clock that it was given")
	require.Equal(t, noon().Truncate(time.Second).Format(http.TimeFormat), nobody(mock).get(t, "/").header.Get("Date"))
}

type ownClock struct{ t time.Time }

func (c ownClock) Now() time.Time { return c.t }

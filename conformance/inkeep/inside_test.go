package inkeep

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

func value(t *testing.T, text string) any {
	t.Helper()
	v, err := decode([]byte(text))
	require.NoError(t, err)
	return v
}

func TestDifference(t *testing.T) {
	for name, c := range map[string]struct {
		sent, got, want string
		nulls           bool
	}{
		"the_same":                        {sent: `{"a":[1,"x",true,null]}`, got: `{"a":[1,"x",true,null]}`, want: ""},
		"another_order":                   {sent: `{"a":1,"b":2}`, got: `{"b":2,"a":1}`, want: ""},
		"another_way_to_write_a_number":   {sent: `[1.50,1e2]`, got: `[1.5,100]`, want: ""},
		"another_large_number":            {sent: `9007199254740993`, got: `9007199254740992`, want: ": sent 9007199254740993, got 9007199254740992"},
		"a_null_that_is_dropped":          {sent: `{"a":null}`, got: `{}`},
		"a_null_that_has_to_come_back":    {`{"a":{"b":null}}`, `{"a":{}}`, "/a/b: sent null, got nothing", true},
		"a_null_that_a_list_lost":         {sent: `[null,1]`, got: `[1]`, want: ": sent 2 values, got 1: [1]"},
		"a_null_that_became_a_text":       {sent: `{"a":null}`, got: `{"a":""}`, want: `/a: sent null, got ""`},
		"nothing_below_zero":              {sent: `[-0,0]`, got: `[0,-0]`},
		"an_exponent":                     {sent: `1e21`, got: `1000000000000000000000`},
		"a_member_that_is_dropped":        {sent: `{"a":{"b":1}}`, got: `{"a":{}}`, want: "/a/b: sent 1, got nothing"},
		"a_member_of_nobody":              {sent: `{"a":1}`, got: `{"a":1,"c":2}`, want: ""},
		"a_member_of_another_event":       {sent: `{"a":1}`, got: `{"a":1,"c":"foreign"}`, want: `/c: not sent, got "foreign"`},
		"a_text_for_a_number":             {sent: `{"a":5}`, got: `{"a":"5"}`, want: `/a: sent 5, got "5"`},
		"another_text":                    {sent: `["x"]`, got: `["X"]`, want: `/0: sent "x", got "X"`},
		"a_shorter_list":                  {sent: `[1,2]`, got: `[1]`, want: ": sent 2 values, got 1: [1]"},
		"an_empty_list_for_an_empty_text": {sent: `{"a":""}`, got: `{"a":[]}`, want: `/a: sent "", got []`},
	} {
		t.Run(name, func(t *testing.T) {
			foreign := func(text string) bool { return strings.Contains(text, "foreign") }
			require.Equal(t, c.want, comparison{foreign, c.nulls}.difference("", value(t, c.sent), value(t, c.got)))
		})
	}
}

func TestDecodeWantsOneValue(t *testing.T) {
	for _, text := range []string{``, `{}{}`, `{} x`, `{`, "\"\xff\""} {
		_, err := decode([]byte(text))
		require.Error(t, err, text)
	}
}

func TestInstant(t *testing.T) {
	at := time.Date(2026, 1, 14, 9, 26, 53, 589e6, time.UTC)
	for _, text := range []string{"2026-01-14T09:26:53.589Z", "2026-01-14T10:26:53.589000+01:00", "1768382813589"} {
		got, ok := instant(text)
		require.True(t, ok, text)
		require.True(t, at.Equal(got), text)
	}
	for _, text := range []string{"", "2026-01-14T09:26:53", "now", "1768382813", "Wed Jan 14 2026"} {
		_, ok := instant(text)
		require.False(t, ok, text)
	}
}

func TestULIDsAreWellFormed(t *testing.T) {
	s := &session{run: "abc", clock: exchange.SystemClock()}
	seen := map[string]bool{}
	for range 1000 {
		id := s.ulid()
		require.Regexp(t, regexp.MustCompile(`^[0-7][0-9A-HJKMNP-TV-Z]{25}$`), id)
		require.False(t, seen[id])
		seen[id] = true
	}
}

func testSession(t *testing.T) *session {
	t.Helper()
	contract, err := api.Contract()
	require.NoError(t, err)
	operation, found := contract.Operation(logEvent)
	require.True(t, found)
	return &session{run: "abc", clock: exchange.SystemClock(), operation: operation}
}

func draw(s *session, seed uint64) []string {
	g := newGenerator(s, seed, streamStory)
	var events []string
	for range 200 {
		events = append(events, string(g.event().body()))
	}
	return events
}

func TestDrawnEventsAreValidAndTheSameForOneSeed(t *testing.T) {
	for seed := range uint64(5) {
		s := testSession(t)
		events := draw(s, seed)
		for _, event := range events {
			var d draft
			for name, v := range value(t, event).(map[string]any) {
				d = d.with(name, v)
			}
			require.False(t, s.breaks(d), event)
		}
		require.Equal(t, events, draw(testSession(t), seed))
		require.NotEqual(t, events, draw(testSession(t), seed+1))
	}
}

func TestSpoiltEventsAreInvalid(t *testing.T) {
	s := testSession(t)
	g := newGenerator(s, 1, streamWrong)
	for range 200 {
		for _, spoil := range []func(*generator, draft) wrong{incomplete, misshapen} {
			w := spoil(g, g.event())
			require.True(t, s.breaks(w.event()), "%s: %s", w.what, w.event().body())
		}
	}
}

func TestShrinkFindsTheSmallestEvent(t *testing.T) {
	s := testSession(t)
	for seed := range uint64(10) {
		g := newGenerator(s, seed, streamStory)
		d := g.event().with("properties", map[string]any{"x": g.object(2), "y": []any{g.text(), map[string]any{"deep": "a needle b"}}})
		failing := func(d draft) bool { return strings.Contains(string(d.body()), "needle") }
		smallest := shrink(d, 5000, failing)
		require.True(t, failing(smallest))
		require.Less(t, len(smallest.without("type", "entityType").body()), 80, string(smallest.body()))
	}
	budget := 0
	shrink(s.message().with("properties", map[string]any{"a": json.Number("5")}), 3, func(draft) bool {
		budget++
		return false
	})
	require.LessOrEqual(t, budget, 3)
}

func TestLooksLike(t *testing.T) {
	for name, c := range map[string]struct{ sent, got, want string }{
		"lower_case":         {`"Ab c"`, `"ab c"`, "texts are put into lower case"},
		"trimmed":            {`" Ab c "`, `"Ab c"`, "spaces around texts are dropped"},
		"cut":                {`"abcdef"`, `"abc"`, "texts are cut off after 3 bytes"},
		"numbers_inside":     {`{"a":[1,{"b":2.5}]}`, `{"a":["1",{"b":"2.5"}]}`, "numbers become texts"},
		"no_fraction":        {`{"a":2.5}`, `{"a":2}`, "numbers lose their fraction"},
		"composed":           {`"cafe\u0301"`, `"café"`, "letters and their accents are composed"},
		"nulls_dropped":      {`{"a":null,"b":[1,null]}`, `{"b":[1,null]}`, "nulls are dropped"},
		"nulls_dropped_all":  {`{"a":null,"b":[1,null]}`, `{"b":[1]}`, "nulls are dropped"},
		"null_is_a_text":     {`{"a":null,"b":[1,null]}`, `{"a":"","b":[1,""]}`, "nulls become empty texts"},
		"empty_is_dropped":   {`{"a":"","b":{"c":[]},"d":1}`, `{"d":1}`, "empty values are dropped"},
		"empty_list_is_null": {`{"a":"","b":{"c":[]}}`, `{"a":"","b":{"c":null}}`, "empty lists become null"},
		"nothing_known":      {`"abc"`, `"xyz"`, ""},
		"more_than_one_fits": {`"a\n"`, `"a"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, looksLike(value(t, c.sent), value(t, c.got)))
		})
	}
}

func TestLooksLikeInstant(t *testing.T) {
	sent := time.Date(2026, 1, 14, 10, 27, 4, 5e8, time.FixedZone("", 3600))
	now := sent.AddDate(0, 1, 0)
	for want, back := range map[string]time.Time{
		zoneDropped: sent.Add(time.Hour),
		"the offset is added where it should be taken off":  sent.Add(2 * time.Hour),
		"the fraction of a second is lost":                  sent.Truncate(time.Second),
		"the time is replaced by the current one":           now.Add(-time.Second),
		"the digits of a fraction are read as milliseconds": sent.Truncate(time.Second).Add(5 * time.Millisecond),
		"": sent.AddDate(1, 0, 0),
	} {
		require.Equal(t, want, looksLikeInstant("2026-01-14T10:27:04.5+01:00", sent, back, now))
	}
}

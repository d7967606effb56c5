package kit

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestLooksLike(t *testing.T) {
	for name, c := range map[string]struct{ sent, got, want string }{
		"lower_case":         {`"Ab c"`, `"ab c"`, "texts are put into lower case"},
		"no_hyphens":         {`"3AFEC85B-334D"`, `"3AFEC85B334D"`, "hyphens are dropped"},
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
			require.Equal(t, c.want, LooksLike(value(t, c.sent), value(t, c.got)))
		})
	}
}

func TestLooksLikeInstant(t *testing.T) {
	sent := time.Date(2026, 1, 14, 10, 27, 4, 5e8, time.FixedZone("", 3600))
	now := sent.AddDate(0, 1, 0)
	for want, back := range map[string]time.Time{
		ZoneDropped: sent.Add(time.Hour),
		"the offset is added where it should be taken off":  sent.Add(2 * time.Hour),
		"the fraction of a second is lost":                  sent.Truncate(time.Second),
		"the time is replaced by the current one":           now.Add(-time.Second),
		"the digits of a fraction are read as milliseconds": sent.Truncate(time.Second).Add(5 * time.Millisecond),
		"": sent.AddDate(1, 0, 0),
	} {
		require.Equal(t, want, looksLikeInstant("2026-01-14T10:27:04.5+01:00", sent, back, now))
	}
}

// A slip that other texts were spared is none of all texts.
func TestSlipsAreNamedForWhatTheyChange(t *testing.T) {
	lower := slipOf("Ab c", "ab c")
	var w whole
	logged := func(body string) {
		sent, _ := value(t, body).(map[string]any)
		w.note(&exchange.Exchange{Request: exchange.Request{Body: []byte(body)}}, sent)
	}
	require.Empty(t, w.where("type", slip{}))
	require.Equal(t, lower.name, w.where("type", lower), "nothing is known of other texts")
	logged(`{"type": "small", "messageId": "small"}`)
	require.Equal(t, lower.name, w.where("type", lower), "others have no capitals")
	logged(`{"type": "small", "messageId": "Large"}`)
	require.Equal(t, lower.name+", in type", w.where("type", lower))
	logged(`{"type": "Large", "messageId": "small"}`)
	require.Empty(t, w.where("type", lower), "another type has its capitals")
	require.Empty(t, w.where("type", slipOf("abcdef", "abc")), "a longer one came back whole")
	const uuid = "3AFEC85B-334D-5DEC-AD91-C56116001E65"
	require.NotEmpty(t, w.where("type", slipOfUUID(uuid, strings.ToLower(uuid))), "no other is a UUID")
	require.Empty(t, slipOfUUID("Large", "large").name)
	require.Empty(t, slipOfUUID(uuid, uuid).name)
}

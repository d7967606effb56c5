package journal

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTextsOfExchanges puts texts of all sizes into one journal, whose memory they share.
func TestTextsOfExchanges(t *testing.T) {
	j := New(NewRoom(64 << 20))
	made := func(i int) Exchange {
		text := func(what string) string { return fmt.Sprint(what, i, strings.Repeat(".", i%7)) }
		return Exchange{
			ID: text("id"), Host: text("host"), Path: text("path"), EscapedPath: strings.Repeat("%41", i%2),
			Before: strings.Repeat("/~a", i%3), RawQuery: text("query") + strings.Repeat("&a=b", i*20), Method: "POST",
			Request:  Message{Body: Text([]byte(strings.Repeat("r", i*50)))},
			Response: Message{Body: Text([]byte(strings.Repeat("a", 2000-i*50)))},
		}
	}
	const n = 40
	for i := range n {
		x := made(i)
		kept := j.Add(x, http.Header{"A": {fmt.Sprint(i)}}, http.Header{"B": {fmt.Sprint(i), "b"}})
		require.Equal(t, x.ID, kept.ID)
		if sent := x.Request.Body.whole; len(sent) <= mostCopied {
			clear(sent) // it was copied
		}
	}
	kept, _, _ := j.All()
	require.Len(t, kept, n)
	for i, got := range kept {
		want := made(i)
		require.Equal(t, http.Header{"A": {fmt.Sprint(i)}}, got.Request.Header())
		require.Equal(t, http.Header{"B": {fmt.Sprint(i), "b"}}, got.Response.Header())
		require.Equal(t, string(want.Request.Body.Bytes()), string(got.Request.Body.Bytes()))
		require.Equal(t, string(want.Response.Body.Bytes()), string(got.Response.Body.Bytes()))
		require.Equal(t, want.Response.Body.Size, got.Response.Body.Size)
		for k, text := range want.texts() {
			require.Equal(t, *text, *got.texts()[k])
		}
	}
}

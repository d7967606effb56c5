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
	made := func(i int) (Exchange, Kind, Half, Half) {
		text := func(what string) string { return fmt.Sprint(what, i, strings.Repeat(".", i%7)) }
		x := Exchange{ID: text("id"), Host: text("host"), Path: text("path"), RawQuery: text("query") + strings.Repeat("&a=b", i*20)}
		request := Half{http.Header{"A": {fmt.Sprint(i)}}, Text([]byte(strings.Repeat("r", i*50)))}
		response := Half{http.Header{"B": {fmt.Sprint(i), "b"}}, Text([]byte(strings.Repeat("a", 2000-i*50)))}
		if i%5 == 0 {
			response.Body = items("[]", 1, []string{text("item"), "2"})
		}
		return x, Kind{Method: fmt.Sprint("M", i%12), Proto: "HTTP/1.1"}, request, response
	}
	const n = 40
	for i := range n {
		x, kind, request, response := made(i)
		kept := j.Add(x, kind, request, response)
		require.Equal(t, x.ID, kept.ID)
		if request.Body.short() {
			clear(request.Body.whole) // it was copied
		}
	}
	kept, _, _ := j.All()
	require.Len(t, kept, n)
	for i, got := range kept {
		want, kind, request, response := made(i)
		require.Equal(t, kind, *got.Kind)
		require.Empty(t, *got.Rare)
		for half, message := range map[*Half]*Message{&request: &got.Request, &response: &got.Response} {
			require.Equal(t, half.Header, message.Header())
			require.Equal(t, string(half.Body.Bytes()), string(message.Body().Bytes()))
			require.Equal(t, half.Body.Size, message.Body().Size)
		}
		for k, text := range want.texts() {
			require.Equal(t, *text, *got.texts()[k])
		}
	}
}

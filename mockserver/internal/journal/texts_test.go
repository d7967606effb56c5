package journal

import (
	"cmp"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatIsKeptOfAnExchangeHasNoPointers(t *testing.T) {
	kept := reflect.TypeFor[entry]()
	for i := range kept.NumField() {
		of := kept.Field(i).Type
		if of.Kind() == reflect.Array {
			of = of.Elem()
		}
		require.True(t, of.Kind() <= reflect.Float64, "%s is looked at by each collection of garbage", kept.Field(i).Name)
	}
}

// TestTextsOfExchanges puts texts of all sizes into one journal, whose memory they share.
func TestTextsOfExchanges(t *testing.T) {
	j := New(NewRoom(64 << 20))
	made := func(i int) (Exchange, Kind, Half, Half) {
		text := func(what string) string { return fmt.Sprint(what, i, strings.Repeat(".", i%7)) }
		x := Exchange{
			ID: text("id"), Host: text("host"), Path: text("path"), RawQuery: text("query") + strings.Repeat("&a=b", i*30),
			At: time.Date(2026, 1, i, 10, 0, 0, i, time.UTC), Done: time.Date(2026, 1, 2, 0, 0, i, i, time.UTC),
			Took: time.Duration(i), Status: 200 + i, TLS: i%3 == 0,
		}
		request := Half{http.Header{"A": {fmt.Sprint(i)}}, Text([]byte(strings.Repeat("r", i*20)))}
		response := Half{http.Header{"B": {fmt.Sprint(i), "b"}}, Text([]byte(strings.Repeat("a", 2500-i*20)))}
		if i%5 == 0 {
			response.Body = items("[]", 1, []string{text("item"), "2"})
		}
		if i%11 == 0 {
			x.Rare = &Rare{Fault: text("fault")}
		}
		return x, Kind{Method: fmt.Sprint("M", i), Proto: "HTTP/1.1"}, request, response
	}
	const n = mostKinds + 10
	for i := range n {
		x, kind, request, response := made(i)
		require.EqualValues(t, i+1, j.Add(x, kind, request, response))
		if request.Body.short() {
			clear(request.Body.whole) // it was copied
		}
	}
	kept := j.All()
	require.Len(t, kept, n)
	for i, got := range kept {
		want, kind, request, response := made(i)
		require.Equal(t, kind, *got.Kind)
		require.Equal(t, cmp.Or(want.Rare, nothing), got.Rare)
		for half, message := range map[*Half]*Message{&request: &got.Request, &response: &got.Response} {
			require.Equal(t, half.Header, message.Header())
			require.Equal(t, string(half.Body.Bytes()), string(message.Body().Bytes()))
			require.Equal(t, half.Body.Size, message.Body().Size)
		}
		require.Equal(t, []string{want.ID, want.Host, want.Path, want.RawQuery}, []string{got.ID, got.Host, got.Path, got.RawQuery})
		require.Equal(t, []any{want.At, want.Took, want.Status, want.TLS}, []any{got.At, got.Took, got.Status, got.TLS})
		require.Equal(t, want.Done, got.Done.Round(0))
	}
}

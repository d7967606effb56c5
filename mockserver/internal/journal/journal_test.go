package journal

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// add adds exchanges with a body of so many bytes each.
func add(j *Journal, n, size int) {
	for i := range n {
		j.Add(Exchange{ID: fmt.Sprint(i)}, Kind{}, Half{Header: http.Header{"A": {"b"}}, Body: Text(make([]byte, size))}, Half{})
	}
}

func TestRoom(t *testing.T) {
	t.Run("the_oldest_of_the_fullest_go_first", func(t *testing.T) {
		room := NewRoom(1 << 20)
		busy, still := New(room), New(room)
		add(still, 10, 1000)
		add(busy, 3000, 1000)
		require.LessOrEqual(t, room.Taken(), int64(1<<20))
		require.Greater(t, room.Taken(), int64(1<<20)*9/10)
		kept := still.All()
		total, dropped := still.Count()
		require.Len(t, kept, 10)
		require.EqualValues(t, 10, total)
		require.Zero(t, dropped)
		kept = busy.All()
		total, dropped = busy.Count()
		require.EqualValues(t, 3000, total)
		require.EqualValues(t, 3000, len(kept)+int(dropped))
		require.Greater(t, len(kept), 400)
		require.Equal(t, "2999", kept[len(kept)-1].ID)
	})
	t.Run("is_free_again_when_all_is_forgotten", func(t *testing.T) {
		room := NewRoom(1 << 20)
		for range 3 {
			j := New(room)
			add(j, 2000, 1000)
			j.Close()
			add(j, 1, 10)
			require.Empty(t, j.All())
			<-j.Ended()
		}
		require.Zero(t, room.Taken())
		require.Empty(t, room.journals)
	})
	t.Run("holds_nothing_that_is_larger_than_itself", func(t *testing.T) {
		j := New(NewRoom(100))
		add(j, 3, 1000)
		require.Empty(t, j.All())
		total, dropped := j.Count()
		require.EqualValues(t, 3, total)
		require.EqualValues(t, 3, dropped)
	})
}

func TestARoomBoundsWhatManyAddAtOnce(t *testing.T) {
	room := NewRoom(1 << 20)
	var all sync.WaitGroup
	for range 8 {
		j := New(room)
		all.Go(func() { add(j, 1000, 1000) })
		all.Go(func() {
			for range 100 {
				j.After(j.Last()/2, 10)
				j.All()
				j.Changed()
			}
			j.Clear()
		})
	}
	all.Wait()
	require.LessOrEqual(t, room.Taken(), int64(1<<20))
	var held int64
	for j := range room.journals {
		held += j.bytes.Load()
	}
	require.Equal(t, room.Taken(), held)
}

func TestAfter(t *testing.T) {
	room := NewRoom(1 << 20)
	j := New(room)
	ids := func(kept []*Exchange) (ids []string) {
		for _, x := range kept {
			ids = append(ids, x.ID)
		}
		return ids
	}
	add(j, 3, 0)
	n := j.After(1, 10)
	require.Equal(t, []string{"1", "2"}, ids(n.Exchanges))
	require.Equal(t, []any{uint64(0), false, uint64(3)}, []any{n.Gone, n.Cleared, n.Number})
	n = j.After(0, 2)
	require.Equal(t, []string{"0", "1"}, ids(n.Exchanges))
	require.EqualValues(t, 2, n.Number)
	require.Equal(t, News{Number: 3}, j.After(3, 10))
	j.drop(1)
	j.drop(1)
	n = j.After(1, 10)
	require.Equal(t, []string{"2"}, ids(n.Exchanges))
	require.EqualValues(t, 1, n.Gone)
	j.drop(1)
	require.Equal(t, News{Number: 3, Gone: 2}, j.After(1, 10))
	seen := j.Last()
	changed := j.Changed()
	j.Clear()
	<-changed
	n = j.After(seen, 10)
	require.True(t, n.Cleared, "also for who has seen all")
	require.Equal(t, News{Number: n.Number}, j.After(n.Number, 10), "and only once")
	add(j, 2, 0)
	n = j.After(1, 10)
	require.Equal(t, []string{"0", "1"}, ids(n.Exchanges))
	require.Zero(t, n.Gone, "what was forgotten on purpose is not missed")
	total, dropped := j.Count()
	require.EqualValues(t, 2, total)
	require.Zero(t, dropped)
}

func TestAmend(t *testing.T) {
	j := New(NewRoom(1 << 20))
	var numbers []uint64
	for _, id := range []string{"a", "b", "c", "d"} {
		answer := Half{http.Header{"Answered": {"1"}}, Text(bytes.Repeat([]byte(id), 2000))}
		numbers = append(numbers, j.Add(Exchange{ID: id, Status: 200}, Kind{}, Half{Header: http.Header{"Sent": {"1"}}}, answer))
	}
	before := j.view(0)
	j.drop(1)
	taken := j.room.Taken()
	j.Amend(numbers[0], 500, Half{})
	require.Equal(t, taken, j.room.Taken(), "it has gone")
	j.Amend(numbers[2], 500, Half{http.Header{"Answered": {"2"}}, Text([]byte("x"))})
	require.Less(t, j.room.Taken(), taken)
	for i, want := range []int{200, 500, 200} {
		require.Equal(t, want, j.All()[i].Status)
	}
	amended := j.Find("c")
	require.Equal(t, http.Header{"Sent": {"1"}}, amended.Request.Header())
	require.Equal(t, http.Header{"Answered": {"2"}}, amended.Response.Header())
	require.Equal(t, "x", string(amended.Response.Body().Bytes()))
	require.Equal(t, strings.Repeat("d", 2000), string(j.Find("d").Response.Body().Bytes()))
	for i, x := range before.some(4) {
		require.Equal(t, numbers[i], x.Number())
		require.Equal(t, []any{200, 2000}, []any{x.Status, x.Response.Body().Size}, "who looks already sees no change")
	}
	j.Clear()
	require.Zero(t, j.room.Taken())
}

// items is a body of all these items.
func items(around string, at int, each []string) Body {
	return Items(around, at, each, len(around)+len(strings.Join(each, ",")))
}

func TestBodies(t *testing.T) {
	long := strings.Repeat("x", 40<<10)
	for name, c := range map[string]struct {
		body Body
		want string
	}{
		"none":             {Text(nil), ""},
		"text":             {Text([]byte("abc")), "abc"},
		"as_long_as_kept":  {Text(make([]byte, MostBody)), string(make([]byte, MostBody))},
		"too_long":         {Text(make([]byte, MostBody+1)), string(make([]byte, MostBody+1))},
		"no_items":         {items("[]", 1, nil), "[]"},
		"items":            {items("[]", 1, []string{"1", "2"}), "[1,2]"},
		"long_items":       {items("[]", 1, []string{long, long, "1"}), "[" + long + "," + long + ",1]"},
		"one_very_long":    {items("[]", 1, []string{long + long}), "[" + long + long + "]"},
		"cut_in_the_after": {items("["+long, 1, []string{long}), "[" + long + long},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, len(c.want), c.body.Size)
			require.Equal(t, len(c.want) > MostBody, c.body.Truncated())
			require.Equal(t, c.want[:min(len(c.want), MostBody)], string(c.body.Bytes()))
			require.LessOrEqual(t, c.body.held(), 3*MostBody)
		})
	}
}

func TestOfManyItemsNoMoreAreHeldThanAreKept(t *testing.T) {
	each := make([]string, 10_000)
	for i := range each {
		each[i] = strings.Repeat("x", 100)
	}
	b := items("", 0, each)
	require.LessOrEqual(t, len(b.each), MostBody/100+2)
	require.Len(t, b.Bytes(), MostBody)
	require.Equal(t, 101*len(each)-1, b.Size)
}

func TestSecretsInBase64(t *testing.T) {
	s := NewSecrets("id:a secret", "another-one")
	for _, before := range []string{"", "x", "xy", "xyz"} {
		for _, after := range []string{"", "1", "12"} {
			for _, code := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
				for _, secret := range []string{"a secret", "another-one"} {
					require.Contains(t, s.Text(code.EncodeToString([]byte(before+secret+after))), hidden, "%q %q", before, after)
				}
			}
		}
	}
	require.Equal(t, "id is no secret", s.Text("id is no secret"))
	require.Equal(t, "a b", NewSecrets("a").Text("a b"), "too short to be looked for")
}

func TestTellsWhichCredentialCame(t *testing.T) {
	s := NewSecrets("own-id:own-secret", "own-key-0123456789")
	basic := func(credential string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(credential))
	}
	for header, want := range map[string]string{
		basic("own-id:own-secret"):  "own-id:[redacted] (10 characters)",
		basic("own-id:wrong"):       "own-id:[redacted] (5 characters)",
		basic("own-secret:own-id"):  "[redacted]:[redacted] (6 characters)",
		basic("nobody's:ä"):         "[redacted]:[redacted] (1 character)",
		"bearer  own-key-012345678": "[redacted] (17 characters)",
		"Basic no base64":           "[redacted] (9 characters)",
		"Basic":                     "",
	} {
		require.Equal(t, want, s.Credential(header), header)
	}
}

func TestReadsJSON(t *testing.T) {
	deep := strings.Repeat("[", mostDepth+1) + strings.Repeat("]", mostDepth+1)
	for text, want := range map[string]string{
		`{"b":1.50,"a":[null, true]}`: `{"b":1.50,"a":[null,true]}`,
		`"x"`:                         `"x"`,
		` 12 `:                        `12`,
		`1 2`:                         "",
		``:                            "",
		`{"a":1,"a":2}`:               "",
		`{"a"`:                        "",
		"\"\xff\"":                    "",
		`"\ud800"`:                    "",
		deep:                          "",
		deep[1 : len(deep)-1]:         deep[1 : len(deep)-1],
	} {
		require.Equal(t, want, string(Secrets{}.json([]byte(text))), text)
	}
	hides := NewSecrets("secret", "12345")
	require.JSONEq(t, `{"a":"[redacted]","[redacted]":["x [redacted]","[redacted]"]}`,
		string(hides.json([]byte(`{"a":123456,"secret":["x s\u0065cret","c2VjcmV0"]}`))))
	require.Nil(t, hides.json([]byte(`{"[redacted]":1,"secret":2}`)))
}

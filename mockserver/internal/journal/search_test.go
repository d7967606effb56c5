package journal

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSearchLooksAtWhatIsShown(t *testing.T) {
	secrets := NewSecrets("own-id:own-secret")
	for body, texts := range map[string]map[string]bool{
		`{ "plan" : "Pro", "who": "M\u00fcller" }`: {
			`"plan":"pro"`: true, "PRO": true, "müller": true, "MÜLLER": true, `plan" :`: false, "u00fc": false,
		},
		`{"said":"\"so\" \\ \u003cb>"}`: {`"so"`: true, `\`: true, "<b>": true, `said":"\"so`: true, "u003c": false},
		"plain own-secret text":         {"PLAIN": true, "own-secret": false},
		"{\"cut\\u0061":                 {`cut\u0061`: true, "cuta": false},
		"\xff\x00 binary":               {"binary": false},
		"":                              {"a": false},
	} {
		for text, want := range texts {
			x := &Exchange{Request: Message{text: body}}
			require.Equal(t, want, NewSearch(text, secrets).finds(x), "%s in %s", text, body)
			x = &Exchange{Response: Message{text: body}}
			require.Equal(t, want, NewSearch(text, secrets).finds(x), "%s in the answer %s", text, body)
		}
	}
	require.True(t, NewSearch("", secrets).finds(&Exchange{}))
}

func TestSearchIsBoundedAndGoesOn(t *testing.T) {
	j := New(NewRoom(DefaultBytes))
	for i := range 10 {
		body := fmt.Sprintf(`{"number":"%d"}`, i%2)
		j.Add(Exchange{ID: fmt.Sprint("x", i)}, Kind{}, Half{Body: Text([]byte(body))}, Half{})
	}
	search := func() Filter {
		s := NewSearch(`"0"`, Secrets{})
		s.left = 4*len(`{"number":"0"}`) - 1
		return Filter{Text: s}
	}
	ids := func(kept []*Exchange) (ids []string) {
		for _, x := range kept {
			ids = append(ids, x.ID)
		}
		return ids
	}
	kept, until, _ := j.Latest("", search(), 100)
	require.Equal(t, []string{"x6", "x8"}, ids(kept))
	require.Equal(t, "x6", until, "four bodies were looked at")
	kept, until, _ = j.Latest(until, search(), 100)
	require.Equal(t, []any{[]string{"x2", "x4"}, "x2"}, []any{ids(kept), until})
	kept, until, _ = j.Latest(until, search(), 100)
	require.Equal(t, []any{[]string{"x0"}, ""}, []any{ids(kept), until}, "it is through")
	kept, until, _ = j.Since("x0", "", search(), 100)
	require.Equal(t, []any{[]string{"x2", "x4"}, "x4"}, []any{ids(kept), until})
	kept, until, _ = j.Latest("", search(), 2)
	require.Equal(t, []any{[]string{"x6", "x8"}, ""}, []any{ids(kept), until}, "as many as were wanted")
}

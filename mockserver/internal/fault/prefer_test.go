package fault

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPreferencesThatAreUnderstood(t *testing.T) {
	for value, want := range map[string]Preferences{
		"code=503":                   {Code: 503},
		"code=503, delay=2s , reset": {Code: 503, Delay: 2 * time.Second, delay: "2s", Reset: true},
		"fail=500;first=3":           {Fail: 500, First: 3},
		"fail=500":                   {Fail: 500, First: 1},
		` Code = "503" , ,FAIL="5\00" ; First="2"`: {Code: 503, Fail: 500, First: 2},
		",,": {},
		"":   {},
	} {
		require.Equal(t, want, *ReadPreferences([]string{value}), value)
	}
	require.Equal(t, Preferences{Code: 503, Reset: true}, *ReadPreferences([]string{"code=503", "reset"}), "one header after the other")
}

func TestPreferencesThatAreIgnored(t *testing.T) {
	for value, want := range map[string]string{
		"return=minimal":   "it is not known",
		`foo; bar="a,b;c"`: `it has no parameter "bar"`,
		"code=abc":         `got "abc", expected a status from 200 to 599`,
		"fail=99":          `got "99", expected a status from 200 to 599`,
		"delay=2":          `got "2", expected a duration such as 250ms or 2s, at most 1h0m0s`,
		"fail=500;first=0": `first is "0", expected a number from 1 on`,
		"code=500;first=2": `it has no parameter "first"`,
		"reset=1":          `it has no value, and "1" was given`,
		`code="503`:        "a quote is not closed",
		"co de=503":        "it has no name",
		"delay=1 s":        "its value has characters that want quotes around it",
	} {
		got := ReadPreferences([]string{value})
		require.Len(t, got.Ignored, 1, value)
		name, _, _ := strings.Cut(value, ";")
		require.Equal(t, name+": ignored, "+want, got.Ignored[0])
		require.Empty(t, got.Applied)
		require.Zero(t, got.Code+got.Fail)
		require.Zero(t, got.Delay)
		require.False(t, got.Reset)
	}
	twice := ReadPreferences([]string{"code=503, code=500"})
	require.Equal(t, 503, twice.Code)
	require.Equal(t, []string{"code=500: ignored, it stands there twice, and the first counts"}, twice.Ignored)
	require.Nil(t, (*Preferences)(nil).Told())
}

func TestSoManyViolationsAreExpectedAtMost(t *testing.T) {
	var all []string
	for i := range 300 {
		all = append(all, "expect-violation=rule."+strconv.Itoa(i), "expect-violation=rule.0")
	}
	p := ReadPreferences([]string{strings.Join(all, ", ")})
	require.Len(t, p.Violations, 20)
	require.Len(t, p.Ignored, 280, "one that stands there again is no other")
	require.Len(t, p.Unread, 20, "of the others so many are told")
	require.Equal(t, "expect-violation=rule.20: ignored, a request announces 20 rules at most", p.Ignored[0])
}

func TestWhatARequestPrefers(t *testing.T) {
	s := newSet(t)
	given := func(op Operation, value string) (*Given, *Preferences) {
		p := ReadPreferences([]string{value})
		return s.Given(asking(op, ""), p), p
	}
	t.Run("comes_before_faults", func(t *testing.T) {
		defer func() { require.NoError(t, s.Clear()) }()
		_, err := s.Add(Fault{Delay: Delay{Fixed: 1}})
		require.NoError(t, err)
		g, p := given(list, "code=418, delay=5s")
		require.Equal(t, Preferred, g.Fault)
		require.Equal(t, 418, g.Status)
		require.Len(t, g.Waits, 1)
		require.Equal(t, []string{"delay=5s", "code=418"}, p.Applied)
		require.Equal(t, "delay=5s, code=418", g.Header.Get("Preference-Applied"))
		require.Zero(t, s.List()[0].Seen)
	})
	t.Run("is_counted_for_each_operation", func(t *testing.T) {
		for i, want := range []int{503, 503, 0, 0} {
			g, p := given(list, "fail=503;first=2")
			require.Equal(t, want, g.Status, i)
			require.Equal(t, []string{"fail=503"}, p.Applied, "also where it passes: it was understood")
		}
		g, _ := given(track, "fail=503;first=2")
		require.Equal(t, 503, g.Status)
		require.NoError(t, s.Clear())
		g, _ = given(list, "fail=503;first=2")
		require.Equal(t, 503, g.Status)
	})
	t.Run("has_one_effect", func(t *testing.T) {
		g, p := given(list, "code=500, reset, fail=503")
		require.Equal(t, Effect{Reset: true}, g.Effect)
		require.Equal(t, []string{"reset"}, p.Applied)
		require.Len(t, p.Ignored, 2)
	})
	t.Run("or_none_of_them", func(t *testing.T) {
		g, _ := given(list, "foo=bar")
		require.False(t, g.Acts())
		require.Nil(t, g.Header)
	})
}

func FuzzReadPreferences(f *testing.F) {
	f.Add("code=503, delay=2s; a=\"b\\\"\", fail=500;first=2")
	f.Add(`",\`)
	f.Fuzz(func(t *testing.T, value string) {
		p := ReadPreferences([]string{value})
		require.True(t, p.Code == 0 || 200 <= p.Code && p.Code < 600)
		require.True(t, p.Fail == 0 || p.First > 0)
	})
}

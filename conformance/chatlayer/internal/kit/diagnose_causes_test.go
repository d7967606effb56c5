package kit

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

func causesOf(t *testing.T, s *Session, failed ...conformance.Case) (names []string) {
	t.Helper()
	for _, cause := range Diagnose(unable(t), s, failed) {
		names = append(names, cause.Name)
	}
	return names
}

func TestIDsThatACursorTakesForOne(t *testing.T) {
	const cause = "ids are compared without the case of letters in the cursor: events of one instant whose ids differ in that alone are " +
		"lost where a page ends"
	withIDs := func(ids ...string) (*Session, []*RunEvent) {
		s, planted := world(len(ids))
		for i, k := range planted {
			k.Listed.ID, k.Listed.At = ids[i], planted[0].Listed.At
			k.Listed.Timestamp = k.Listed.At.Format(time.RFC3339Nano)
			k.open.Store(&showing{k.Listed, "LIVE"})
		}
		return s, planted
	}
	s, planted := withIDs("Ab", "ab", "b", "C", "c")
	one := func(i int) []*RunEvent { return planted[i : i+1] }
	none := func(why string, pages ...[]*RunEvent) {
		require.NotContains(t, strings.Join(causesOf(t, s, walking(s, planted, pages...)), "\n"), cause, why)
	}
	also := []string{cause + ", or no token leads further than page 3"} // which walks of more pages refute
	require.Equal(t, also, causesOf(t, s, walking(s, planted, one(0), one(2), one(3), nil)))
	require.Equal(t, also, causesOf(t, s, walking(s, planted, one(4), one(2), one(1), nil)), "the other way round")
	none("another is lost", one(0), one(1), one(3), one(4))
	none("other twins are both there", one(0), one(1), one(2), one(3))
	require.Nil(t, walking(s, planted, one(0), one(1), one(2), one(3), one(4)).Failure.Observed)
	none("a walk was right", one(0), one(2), one(3), nil)
}

func TestFiltersThatKnowTheFirstWordAlone(t *testing.T) {
	s, planted := world(12)
	for i, k := range planted {
		k.Event = []string{"tap", "tap twice", "tap ", "press"}[i%4]
		k.Listed.Event = k.Event
	}
	var failed []conformance.Case
	for i, event := range []string{"tap", "tap twice", "tap ", "press"} {
		q := Query{Start: Bound(planted[0].When()), End: Bound(planted[11].When().Add(time.Second)), Size: 100, Event: event}
		c, wrong := judged(s, fmt.Sprint(i), q, planted, func(_ Query, _, all []*RunEvent) [][]*RunEvent {
			return [][]*RunEvent{selected(all, func(k *RunEvent) bool { return firstWord(k.Event) == firstWord(event) })}
		})
		if wrong {
			failed = append(failed, c)
		}
	}
	require.Equal(t, []string{"event is matched by the first word alone: what stands behind a space is lost"}, causesOf(t, s, failed...))
}

// When an event of another check happened may not be known at the end of the run.
func TestEventsThatNoCheckWaitedForAreAnywhere(t *testing.T) {
	s, planted := world(12)
	q := Query{Start: Bound(planted[0].When()), End: Bound(planted[4].When()), Size: 2}
	open := func(_ Query, _, all []*RunEvent) [][]*RunEvent { return paged(2, all) }
	c, wrong := judged(s, "open", q, planted, open)
	require.True(t, wrong)
	at := planted[11]
	at.Seen, at.Listed.At = false, time.Time{}
	v, _ := c.Failure.Observed.(*Sighting)
	for _, h := range pageHypotheses() {
		if h.name == "a page token without the bounds: end_time is lost from page two on" {
			require.Equal(t, exactlyThat, h.of(v))
		}
	}
}

func TestTwoTokens(t *testing.T) {
	for body, want := range map[string]bool{
		`{"events":[],"next_page_token":"a","next_page_token":""}`:                            true,
		`{"next_page_token":"a" , "events":[],"next_page_token":"b"}`:                         true,
		`{"next_page_token":"a","next_page_token":"a"}`:                                       false,
		`{"next_page_token":"a"}`:                                                             false,
		`{"events":[{"attributes":{"next_page_token":"a"}}],"next_page_token":"b"}`:           false,
		`{"next_page_token":"b","events":[{"attributes":{"next_page_token":"a"}}]}`:           false,
		`{"next_page_token":"b","events":[],"next_page_token":null}`:                          true,
		`{"next_page_token":"a","events":[{"attributes":{"k":"\"next_page_token\":\"b\""}}]}`: false,
	} {
		sent := []byte(body + "  ")[:len(body)]
		members, err := ReadObject(sent)
		require.NoError(t, err)
		require.Equal(t, want, hasTwoTokens(sent, members["next_page_token"]), body)
		require.JSONEq(t, `" "`, `"`+string(sent[:cap(sent)][len(body)])+`"`, "what is behind it is as it was")
	}
}

func TestPagesWithTwoTokensAreOneCause(t *testing.T) {
	s, planted := world(8)
	body, err := json.Marshal(map[string]any{"events": []any{}, "next_page_token": "a"})
	require.NoError(t, err)
	x := &exchange.Exchange{
		Status: 200, Request: s.Request(Query{}), Body: append(body[:len(body)-1:len(body)-1], `,"next_page_token":""}`...),
	}
	lost := walking(s, planted, planted[:4])
	require.Equal(t, []string{"no token leads further than page 1"}, causesOf(t, s, lost))
	v, _ := lost.Failure.Observed.(*Sighting)
	v.twoTokens = true
	shows := conformance.Case{
		Check: conformance.Check{ID: "shows"}, Failure: conformance.Failure{Exchanges: []*exchange.Exchange{x}},
	}
	says := conformance.Case{Check: conformance.Check{ID: "says"}, Failure: conformance.Failure{Got: `two members "next_page_token"`}}
	causes := Diagnose(unable(t), s, []conformance.Case{lost, shows, says})
	require.Len(t, causes, 1)
	require.Len(t, causes[0].Explains, 3)
	require.Empty(t, s.tokensTwice([]conformance.Case{says}), "nothing went wrong for it")
}

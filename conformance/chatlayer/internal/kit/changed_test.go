package kit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestHowAMemberIsKeptIsNamedIfAllAreKeptSo(t *testing.T) {
	t.Parallel()
	listing := func(user, value func(string) string) *Session {
		s, planted := world(4)
		for i, k := range planted {
			k.User, k.Attributes["value"] = []string{"Ann", " ben ", "Cy", "dan"}[i], []string{"Yes", " no ", "1", ""}[i]
			e := k.Listed
			e.UserID, e.Attributes = user(k.User), map[string]string{TagKey: k.Tag, "value": value(k.Attributes["value"])}
			k.open.Store(&showing{e, "LIVE"})
		}
		return s
	}
	same := func(text string) string { return text }
	const attribute = `attribute "value"`
	require.Equal(t, "user_id is kept in lower case", listing(strings.ToLower, same).KeptOtherwise("user_id", "Ann", "ann"))
	require.Empty(t, listing(same, same).KeptOtherwise("user_id", "Ann", "ann"), "others are as they were sent")
	require.Empty(t, listing(func(string) string { return "ann" }, same).KeptOtherwise("user_id", "Ann", "ann"), "all have one user")
	require.Equal(t, attribute+" is kept without the spaces at its ends",
		listing(same, strings.TrimSpace).KeptOtherwise(attribute, " ", ""))
	require.Empty(t, listing(same, same).KeptOtherwise(attribute, " ", ""), "another keeps its spaces")
	require.Empty(t, listing(same, same).KeptOtherwise("event", "e", "f"))
}

func TestTextsUnderAnotherNameAreOfThatName(t *testing.T) {
	t.Parallel()
	s, planted := serving(t, false)
	planted[0].Owned, planted[0].Conversation = true, "talk"
	listed := func(member string) conformance.Case {
		body := fmt.Sprintf(`{"events":[{"event":"e","user_id":"u0",%s:"talk","attributes":{%q:%q}}],"next_page_token":""}`,
			member, TagKey, planted[0].Tag)
		x := &exchange.Exchange{Status: 200, Request: s.Request(Query{}), Body: []byte(body)}
		return conformance.Case{Check: conformance.Check{ID: "listed"}, Failure: conformance.Failure{Exchanges: []*exchange.Exchange{x}}}
	}
	named := conformance.Case{
		Check: conformance.Check{ID: "named"}, Failure: conformance.Failure{Symptoms: symptom(OtherName, "CHL-JSON-1")},
	}
	require.Equal(t, []string{"named", "listed"}, s.renamed([]conformance.Case{named, listed(`"conversationId"`)})[0].Explains)
	require.Equal(t, []string{"named"}, s.renamed([]conformance.Case{named, listed(`"conversation_id"`)})[0].Explains)
	require.Empty(t, s.renamed([]conformance.Case{listed(`"conversationId"`)}), "nothing says that it is a name")
}

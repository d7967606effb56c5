package kit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
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

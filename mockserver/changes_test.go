package mockserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/control"
)

// TestChangesSinceASnapshot writes, changes and deletes things of all kinds of both APIs, and goes back.
func TestChangesSinceASnapshot(t *testing.T) {
	s := mockserver.Start(t, quiet())
	own, inkeep, bot := nobody(s), apiKey(s), ownBot(t)
	talk := func(id, words string) {
		message := `{"id":"m-` + id + `","role":"user","content":"` + words + `"}`
		r := inkeep.post(t, "/conversations", `{"type":"openai","id":"`+id+`","externalId":"no. `+id+`","messages":[`+message+`]}`)
		require.Less(t, r.status, 300, r.body)
	}
	talk("kept", "one")
	talk("left", "one")
	own.send(t, http.MethodPut, snapshotsPath+"/early", "")
	told := func(query string) (lines []string) {
		r := own.get(t, snapshotsPath+"/early/changes"+query)
		require.Equal(t, http.StatusOK, r.status, r.body)
		var all control.SnapshotChanges
		decode(t, r.body, &all)
		require.False(t, all.Reseeded)
		for _, k := range all.Kinds {
			require.False(t, k.More)
			line := fmt.Sprint(k.API, " ", k.Kind, " ", k.Added, k.Changed, k.Removed)
			for _, c := range k.Changes {
				line += fmt.Sprintf("; %s %s of %s: %s", c.Change, c.ID, c.Where, c.Name)
			}
			lines = append(lines, line)
		}
		return lines
	}
	nothing := []string{
		"chatlayer event 0 0 0", "chatlayer definition 0 0 0", "inkeep event 0 0 0", "inkeep conversation 0 0 0", "inkeep feedback 0 0 0",
	}
	require.Equal(t, nothing, told(""))

	one, two := demo(s).track(t, bot, args{"event": "one"}), demo(s).track(t, bot, args{"event": "two"})
	require.Less(t, one, two)
	defined := demo(s).define(t, bot, args{"event": "one", "description": "d"}).Get("id").String()
	inkeep.logEvent(t, "e")
	talk("kept", "two")
	require.Less(t, inkeep.send(t, http.MethodDelete, "/conversations/left", "").status, 300)
	require.Less(t, inkeep.post(t, "/feedback", `{"id":"f","type":"negative","messageId":"m"}`).status, 300)
	all := []string{
		"chatlayer event 2 0 0; added " + one + " of " + bot + " LIVE: one; added " + two + " of " + bot + " LIVE: two",
		"chatlayer definition 1 0 0; added " + defined + " of " + bot + ": one",
		"inkeep event 1 0 0; added e of demo-project: search_query_submitted",
		"inkeep conversation 0 1 1; changed kept of demo-project: no. kept; removed left of demo-project: no. left",
		"inkeep feedback 1 0 0; added f of demo-project: negative",
	}
	require.Equal(t, all, told(""))
	require.Equal(t, all[2:], told("?api=inkeep"))
	first, _, _ := strings.Cut(all[0], "; added "+two)
	require.Equal(t, []string{first, all[1]}, told("?limit=1&api=chatlayer"))
	require.Equal(t, []string{"chatlayer event 2 0 0", "chatlayer definition 1 0 0"}, told("?limit=0&api=chatlayer"))
	own.post(t, snapshotsPath+"/early/restore", "")
	require.Equal(t, nothing, told(""))
	own.get(t, snapshotsPath+"/late/changes").refusedByControl(t, http.StatusNotFound, `no snapshot "late"`)
	own.get(t, snapshotsPath+"/early/changes?limit=1001").refusedByControl(t, http.StatusBadRequest, "limit", "1000")
}

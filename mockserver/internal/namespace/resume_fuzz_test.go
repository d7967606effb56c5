package namespace_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
)

// FuzzResume reads entries of a log, one a line, as somebody may have written them: they are refused, or make namespaces that can be asked.
func FuzzResume(f *testing.F) {
	entry := func(kind, value string) string { return "\x01" + string(rune(len(kind))) + kind + value + "\n" }
	const begin, event = `{"name":"a","made":"2026-01-15T10:00:00Z","anchor":"2026-01-15T10:00:00Z","options":{"seed":7}}`,
		`{"team":"demo-team","event":{"id":"","event":"e","bot_id":"b","version":"LIVE","timestamp":"2026-01-15T10:00:00Z"}}`
	f.Add(entry("begin", begin) + entry("track", event) + entry("snapshot", `{"row":{"name":"s"},"clock":{"mode":"real"}}`) +
		entry("track", event) + entry("restore", `{"snapshot":3,"clock":{"mode":"frozen","at":"2026-01-15T10:00:00Z"}}`) +
		entry("names", `{"s":3,"t":4}`) + entry("void", "\x02"))
	f.Add(entry("begin", begin) + entry("faults", `{"added":1,"ordinal":1,"faults":[{"id":"f1","ordinal":1,"fault":{"Status":503}}]}`) +
		entry("clock", `{"mode":"running","speed":60}`) + entry("plan", `{"forbid":["x"]}`) +
		entry("reset", `{"anchor":"2026-01-15T10:00:00Z"}`) + entry("import", `{"api":"chatlayer","lines":"{\"id\":\"i\"}"}`) +
		entry("end", `{}`))
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, log string) {
		shared, err := namespace.Share(apis, namespace.Options{EventsPerBot: -1})
		require.NoError(t, err)
		shared.Keep(nil)
		needs, r := shared.Needs(), shared.Resume(nil)
		there := map[*namespace.Namespace]bool{}
		r.Found = func(n *namespace.Namespace, _ namespace.Begun) { there[n] = true }
		r.Gone = func(n *namespace.Namespace) { delete(there, n) }
		entries := bytes.Split([]byte(strings.TrimSuffix(log, "\n")), []byte("\n"))
		for i, e := range entries {
			if needs.See(uint64(i+1), e) != nil {
				return
			}
		}
		for i, e := range entries {
			if needs.Needed(uint64(i+1)) && r.Read(uint64(i+1), e) != nil {
				return
			}
		}
		r.End()
		for n := range there {
			n.Row()
			n.Clock().Now()
			n.Faults().List()
			n.Close()
		}
	})
}

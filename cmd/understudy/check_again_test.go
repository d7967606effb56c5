package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// hushed is what the secrets begin with.
const hushed = "C4nary'$(id)_+/"

// shell runs a printed command as a reader would, with the credentials in the environment.
func shell(t *testing.T, command string) (output string, code int) {
	t.Helper()
	for _, needed := range []string{"bash", "curl", "gunzip", "base64"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skip("there is no " + needed)
		}
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", command)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{
		"UNDERSTUDY_BASIC=me-1:" + hushed + "1", "UNDERSTUDY_OTHER_BASIC=you-2:" + hushed + "2",
		"UNDERSTUDY_BEARER=" + hushed + "3", "UNDERSTUDY_OTHER_BEARER=" + hushed + "4", "PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8",
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState == nil {
		require.NoError(t, err)
	}
	t.Logf("%s\n%s%s", command, out, stderr.String())
	return string(out), cmd.ProcessState.ExitCode()
}

// statusLine finds the beginnings of answers. That of an interim one is none.
var statusLine = regexp.MustCompile(`(?m)^HTTP/\S+ ([2-5]\d\d)\b`)

// TestPrintedCommandsShowTheFailure judges mutants and runs what the reports print: the curl lines show the same answers, and the
// line of the whole run the same failures.
func TestPrintedCommandsShowTheFailure(t *testing.T) {
	for i, tt := range []struct{ mutant, api, only string }{
		{"auth.any-basic", "chatlayer", "chatlayer.auth.*"},
		{"auth.secret-longer", "chatlayer", "chatlayer.auth.near-secrets"},
		{"auth.secret-any-case", "chatlayer", "chatlayer.auth.near-secrets"},
		{"auth.empty-secret", "chatlayer", "chatlayer.auth.empty-parts"},
		{"auth.secret-longer", "chatlayer", "chatlayer.auth.padded-secrets"},
		{"auth.secret-of-any-token", "chatlayer", "chatlayer.auth.foreign-secret"},
		{"auth.secret-in-query", "chatlayer", "chatlayer.auth.malformed"},
		{"auth.head-open", "chatlayer", "chatlayer.auth.head"},
		{"auth.connection-remembered", "chatlayer", "chatlayer.auth.per-request"},
		{"auth.inkeep-any-key", "inkeep", "inkeep.auth.near-secrets"},
		{"list.end-inclusive", "chatlayer", "chatlayer.time.end-exclusive"},
		{"page.repeats-last", "chatlayer", "chatlayer.paging.*"},
		{"attribute.ignored-later", "chatlayer", "chatlayer.attributes.paged"},
		{"isolation.any-team-reads", "chatlayer", "chatlayer.isolation.*"},
		{"robust.deep-body-is-500", "inkeep", "inkeep.limits.*"},
		{"robust.long-query-is-500", "chatlayer", "chatlayer.limits.*"},
		{"limit.none", "inkeep", "inkeep.limits.too-large-refused"},
		{"input.broken-json-is-500", "chatlayer", "chatlayer.input.*"},
		{"negotiation.agent-refused", "inkeep", "inkeep.events.sdk-headers"},
		{"transport.chunked-is-empty", "inkeep", "inkeep.transport.chunked-body"},
	} {
		if !examination && i%4 != 0 {
			continue
		}
		t.Run(tt.mutant, func(t *testing.T) {
			t.Parallel()
			showsAgain(t, tt.mutant, tt.api, tt.only)
		})
	}
}

// showsAgain judges a mutant, and runs what the reports print of it.
func showsAgain(t *testing.T, mutant, api, only string) {
	t.Helper()
	credentials, err := parseCredentials([]string{
		"chatlayer=me-1:" + hushed + "1@demo-team", "chatlayer=you-2:" + hushed + "2@other-team", "inkeep-api=" + hushed + "3",
		"inkeep-web=" + hushed + "4",
	})
	require.NoError(t, err)
	server := httptest.NewServer(mockserver.New(mockserver.Options{
		EventsPerBot: mockserver.NoEvents, Misbehave: mutant,
		Credentials: credentials,
	}))
	t.Cleanup(server.Close)
	path := filepath.Join(t.TempDir(), "r.json")
	own := map[string][]string{
		"chatlayer": {"--basic", "me-1:" + hushed + "1", "--bot", "secondbot"},
		"inkeep":    {"--bearer", hushed + "3"},
	}[api]
	environ := []string{
		"UNDERSTUDY_OTHER_BASIC=you-2:" + hushed + "2", "UNDERSTUDY_OTHER_BOT=otherbot",
		"UNDERSTUDY_OTHER_BEARER=" + hushed + "4", "UNDERSTUDY_TEAM=demo-team",
	}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), slices.Concat(judge(server.URL, path, "--only", only, "--seed", "7")[api], own), environ, &stdout, &stderr)
	first := failing(readReport(t, path))
	require.NotEmpty(t, first, stdout.String())
	for _, c := range first {
		for _, x := range c.Exchanges {
			sameAnswer(t, x)
		}
	}
	_, again, found := strings.Cut(stdout.String(), "\nagain: ")
	require.True(t, found)
	again, _, _ = strings.Cut(again, "\n")
	repeated := filepath.Join(t.TempDir(), "r.json")
	_, codeAgain := shell(t, again+" --report json="+repeated)
	require.Equal(t, code, codeAgain)
	require.Equal(t, ids(first), ids(failing(readReport(t, repeated))))
}

func failing(r conformance.Report) []conformance.Result {
	var all []conformance.Result
	for _, c := range r.Checks {
		if c.Outcome == conformance.Fail {
			all = append(all, c)
		}
	}
	return all
}

func ids(checks []conformance.Result) []string {
	var all []string
	for _, c := range checks {
		all = append(all, c.ID)
	}
	return all
}

// sameAnswer runs the command of an exchange and compares the answers, but for what the server makes anew each time.
func sameAnswer(t *testing.T, x conformance.Exchange) {
	t.Helper()
	require.NotContains(t, x.Curl, "C4nary")
	require.NotContains(t, x.Curl, "REDACTED")
	output, _ := shell(t, x.Curl)
	statuses := statusLine.FindAllStringSubmatch(output, -1)
	require.NotEmpty(t, statuses, "%s\n%s", x.Curl, output)
	require.Equal(t, strconv.Itoa(x.Response.Status), statuses[len(statuses)-1][1], "%s\n%s", x.Curl, output)
	var here, there struct {
		Events []any `json:"events"`
	}
	_, body, _ := strings.Cut(output[strings.LastIndex(output, "HTTP/"):], "\r\n\r\n")
	if json.Unmarshal([]byte(x.Response.Body), &there) == nil && there.Events != nil {
		require.NoError(t, json.Unmarshal([]byte(body), &here), "%s\n%s", x.Curl, output)
		require.Equal(t, there.Events, here.Events, x.Curl)
	}
}

// TestStepsShowTheFailureInTheirOrder judges a mutant that remembers something, and types what the report prints into a server that has
// just started, in the order of the report's numbers: what was wrong comes again.
func TestStepsShowTheFailureInTheirOrder(t *testing.T) {
	t.Parallel()
	for mutant, check := range map[string]string{
		"inkeep.properties-of-before":    "inkeep.events.nothing-left-over",
		"inkeep.refused-properties-stay": "inkeep.events.nothing-left-over",
		"inkeep.id-of-before":            "inkeep.events.nothing-left-over",
		"inkeep.id-across-projects":      "inkeep.isolation.same-id-other-key",
		"inkeep.one-per-reference":       "inkeep.events.same-reference",
		"inkeep.same-id-is-500":          "inkeep.events.id-reused-no-fault",
		"transport.refusal-gathers":      "inkeep.transport.refusal-forgotten",
	} {
		t.Run(mutant, func(t *testing.T) {
			t.Parallel()
			judged, path := misbehaving(t, mutant), filepath.Join(t.TempDir(), "r.json")
			environ := []string{"UNDERSTUDY_BEARER=" + hushed + "3", "UNDERSTUDY_OTHER_BEARER=" + hushed + "4"}
			args := []string{"check", judged, "--api", "inkeep", "--only", check, "--report", "json=" + path}
			run(t.Context(), args, environ, io.Discard, io.Discard)
			failed := failing(readReport(t, path))
			require.Len(t, failed, 1)
			require.Len(t, failed[0].Exchanges, 2)
			fresh, wrong := misbehaving(t, mutant), failed[0].Exchanges[0]
			steps := slices.SortedFunc(slices.Values(failed[0].Exchanges),
				func(a, b conformance.Exchange) int { return a.Number - b.Number })
			require.Less(t, steps[0].Number, steps[1].Number)
			var output string
			for _, x := range steps {
				output, _ = shell(t, strings.ReplaceAll(x.Curl, judged, fresh))
			}
			require.Equal(t, wrong, steps[1], "what is wrong comes last")
			_, body, _ := strings.Cut(output, "\r\n\r\n")
			require.Equal(t, lasting(t, wrong.Response.Body, steps), lasting(t, body, steps))
		})
	}
}

// misbehaving serves a mutant.
func misbehaving(t *testing.T, mutant string) (url string) {
	t.Helper()
	credentials, err := parseCredentials([]string{"inkeep-api=" + hushed + "3", "inkeep-web=" + hushed + "4"})
	require.NoError(t, err)
	server := httptest.NewServer(mockserver.New(mockserver.Options{
		EventsPerBot: mockserver.NoEvents, Misbehave: mutant,
		Credentials: credentials,
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// lasting is an answer without what the server makes anew each time: the time, the request's id, and the event's unless it was sent.
func lasting(t *testing.T, body string, steps []conformance.Exchange) map[string]any {
	t.Helper()
	var members map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &members), body)
	delete(members, "createdAt")
	delete(members, "requestId")
	if id, _ := members["id"].(string); !strings.Contains(steps[0].Request.Body, id) {
		delete(members, "id")
	}
	return members
}

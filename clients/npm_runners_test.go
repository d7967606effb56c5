//go:build kits

package clients

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// jestReport is a report of Jest, and of Vitest, which writes the same.
type jestReport struct {
	TestResults []struct {
		AssertionResults []struct {
			FullName        string   `json:"fullName"`
			Status          string   `json:"status"`
			FailureMessages []string `json:"failureMessages"`
		} `json:"assertionResults"`
	} `json:"testResults"`
}

// failed are the tests of a report that did not pass, with what they said.
func (r jestReport) failed() map[string]string {
	all := map[string]string{}
	for _, file := range r.TestResults {
		for _, one := range file.AssertionResults {
			if one.Status != "passed" {
				all[one.FullName] = strings.Join(one.FailureMessages, "\n")
			}
		}
	}
	return all
}

func (p program) report(t *testing.T, name string, report any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, report), string(text))
}

func TestVitestAndJest(t *testing.T) {
	t.Parallel()
	vitest := []string{nodeTool(t, "vitest/vitest.mjs"), "run", "--reporter=json", "--outputFile=report.json"}
	jest := []string{nodeTool(t, "jest/bin/jest.js"), "--json", "--outputFile=report.json"}
	const allow = "mock.allowViolation('security.missing')"
	tests := map[string]struct {
		folder string
		runner []string
		fails  map[string]string // what each test that fails has to say
	}{
		"the_example_for_vitest": {"examples/vitest", vitest, nil},
		"the_example_for_jest":   {"examples/jest", jest, nil},
		"the_client_and_what_must_fail_with_vitest": {"typescript/test/vitest", vitest, map[string]string{
			"the fixture fails where a request breaks the contract":               allow,
			"the fixture shows what came where it fails by itself":                `empty: no event has event "Signup"`,
			"useMock fails where a request breaks the contract, too":              allow,
			"useMock shows the latest of what came where it fails by itself, too": "sent (20 requests, the latest 15):\n  200 GET",
		}},
		"what_must_fail_with_jest": {"typescript/test/jest", jest, map[string]string{
			"fails where a request breaks the contract": allow,
			"shows what came where it fails by itself":  "sent (1 request):\n  405 GET /v1/echo (req_",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := nodeProject(t, tt.folder)
			status, out := p.run(t, "node", tt.runner...)
			var report jestReport
			p.report(t, "report.json", &report)
			failed := report.failed()
			require.Equal(t, len(tt.fails) > 0, status == 1, out)
			require.Len(t, failed, len(tt.fails), "%v\n%s", failed, out)
			for name, said := range tt.fails {
				require.Contains(t, failed[name], said)
			}
		})
	}
}

// playwrightReport is a report of Playwright; suites hold suites.
type playwrightReport struct {
	Suites []playwrightSuite `json:"suites"`
}

type playwrightSuite struct {
	Suites []playwrightSuite `json:"suites"`
	Specs  []struct {
		Title string           `json:"title"`
		Tests []playwrightTest `json:"tests"`
	} `json:"specs"`
}

type playwrightTest struct {
	Status      string `json:"status"`
	Annotations []struct {
		Description string `json:"description"`
	} `json:"annotations"`
	Results []struct {
		Errors []struct {
			Message string `json:"message"`
		} `json:"errors"`
		Attachments []struct {
			Name string `json:"name"`
			Body []byte `json:"body"`
		} `json:"attachments"`
	} `json:"results"`
}

// attached is the text of an attachment of the first try.
func (p playwrightTest) attached(name string) string {
	for _, one := range p.Results[0].Attachments {
		if one.Name == name {
			return string(one.Body)
		}
	}
	return ""
}

// said is what the first try said.
func (p playwrightTest) said() string {
	var all []string
	for _, one := range p.Results[0].Errors {
		all = append(all, one.Message)
	}
	return strings.Join(all, "\n")
}

// tests are all tests by their titles.
func (s playwrightSuite) tests(all map[string]playwrightTest) {
	for _, spec := range s.Specs {
		all[spec.Title] = spec.Tests[0]
	}
	for _, inner := range s.Suites {
		inner.tests(all)
	}
}

// TestPlaywright runs the package's own tests with four workers, and reads in the report that those fail that must, and why.
func TestPlaywright(t *testing.T) {
	t.Parallel()
	p := nodeProject(t, "typescript/test/playwright")
	p.env, p.within = map[string]string{"CHROMIUM": chromium(t)}, 5*time.Minute
	status, out := p.run(t, "node", nodeTool(t, "@playwright/test/cli.js"), "test")
	require.Equal(t, 1, status, out)
	var report playwrightReport
	p.report(t, "report.json", &report)
	all := map[string]playwrightTest{}
	for _, suite := range report.Suites {
		suite.tests(all)
	}
	want := map[string]string{
		"fails by its name for a wrong request":    "unexpected",
		"shows what came where it fails by itself": "unexpected",
		"shows what came where its time is over":   "unexpected",
		"begins anew when it is tried again":       "flaky",
	}
	var servers []string
	for title, test := range all {
		if want[title] == "" {
			want[title] = "expected"
		}
		require.Equal(t, want[title], test.Status, "%s:\n%s\n%s", title, test.said(), out)
		for _, one := range test.Annotations {
			if strings.HasPrefix(one.Description, "http") && !slices.Contains(servers, one.Description) {
				servers = append(servers, one.Description)
			}
		}
	}
	require.Len(t, all, len(want))
	require.Len(t, servers, 1, "four workers have one server")
	require.Eventually(t, func() bool { return !listening(servers[0]) }, time.Minute, 20*time.Millisecond, "it ends with the run")

	wrong := all["fails by its name for a wrong request"]
	require.Contains(t, wrong.said(), "requests of this test broke the contract (2 violations)", "one before a reset")
	require.Contains(t, wrong.said(), "broke query.enum")
	require.Contains(t, wrong.attached("understudy requests"), "GET /v1/bots/demobot1/events/stream?")
	require.Contains(t, wrong.attached("understudy violations"), `"rule": "query.enum"`)
	failed := all["shows what came where it fails by itself"]
	require.Contains(t, failed.said(), `/body/event: expected "signup", got "sign-up"`)
	require.Contains(t, failed.attached("understudy why lists are empty"), `"hints"`)
	require.Contains(t, all["shows what came where its time is over"].attached("understudy journal"), `"sign-up"`)
}

// TestPlaywrightBelowExec runs the example on the mock of exec, which has to find nothing more to say about what a test has allowed.
func TestPlaywrightBelowExec(t *testing.T) {
	t.Parallel()
	p := nodeProject(t, "examples/playwright")
	p.env = map[string]string{"CHROMIUM": chromium(t), "UNDERSTUDY_BINARY": "/no/such/program", "CI": "1", "PORT": freePort(t)}
	out := p.succeeds(t, binary, "exec", "--", "node", nodeTool(t, "@playwright/test/cli.js"), "test", "--workers=2", "--reporter=list")
	require.Contains(t, out, "10 passed")
	require.NotContains(t, out, "broke the contract")
}

// TestPlaywrightStartsTheMockForAServer has the mock run before a server that asks it, and end with the run.
func TestPlaywrightStartsTheMockForAServer(t *testing.T) {
	t.Parallel()
	p := nodeProject(t, "examples/playwright")
	p.env = map[string]string{"CHROMIUM": "/no/such/browser", "PORT": freePort(t), "DEBUG": "pw:webserver"}
	out := p.succeeds(t, "node", nodeTool(t, "@playwright/test/cli.js"), "test", "--config=server.config.ts", "--reporter=list")
	require.Contains(t, out, "1 passed")
	url := regexp.MustCompile(`http://127\.0\.0\.1:2\d{4}\b`).FindString(out)
	require.NotEmpty(t, url, out)
	require.Eventually(t, func() bool { return !listening(url) }, time.Minute, 20*time.Millisecond, "it ends with the run")
}

// freePort is a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	_, port, err := net.SplitHostPort(listener.Addr().String())
	require.NoError(t, err)
	return port
}

// TestPlaywrightBelowMutate has a test without a browser notice a mistake of the API.
func TestPlaywrightBelowMutate(t *testing.T) {
	t.Parallel()
	p := nodeProject(t, "typescript/test/playwright")
	p.env = map[string]string{"CHROMIUM": "/no/such/browser", "UNDERSTUDY_BINARY": "/no/such/program"}
	out := p.succeeds(t, binary, "mutate", "--jobs", "1", "--only", "page.repeats-last", "--min", "100", "--",
		"node", nodeTool(t, "@playwright/test/cli.js"), "test", "mutate.spec.ts", "--workers=1", "--reporter=dot")
	require.Contains(t, out, "SCORE 100.0 %")
}

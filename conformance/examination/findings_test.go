//go:build examination

package examination_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// How many findings a single mistake may give: of all mutants, and of those that every test run tries.
const (
	mostFindings = 3
	fewFindings  = 2
)

var (
	written = flag.String("findings", "", "append what TestOneMistakeIsFewFindings finds to this file")
	share   = flag.String("share", "1/1", "with -whole: run the first of so many shares of TestOneMistakeIsFewFindings, such as 1/8")
)

// oneMistake are mutants that used to fill a report, or whose mistake has a name: one of each kind that a diagnosis or a symptom is for,
// with what the first headline of its report has to say.
func oneMistake() map[string]string {
	return map[string]string{
		"auth.second-try-passes":       "requests without good credentials are served",
		"concurrency.fields-mixed":     "another user_id than they were tracked with",
		"filter.first-page-only":       "a page token without the filters",
		"filter.first-place-ignored":   "the order of the parameters",
		"filter.first-word-only":       "event is matched by the first word alone",
		"filter.last-only":             "of several filters one alone is honoured",
		"filter.event-like":            "event is matched as a pattern",
		"filter.event-regex":           "event is matched as a regular expression",
		"filter.event-words":           "event is matched by its words",
		"filter.user-case-folded":      "letter case folded",
		"id.overwrites-within-team":    "ids unique across bots",
		"inkeep.cached-by-length":      "an event is answered with what another said",
		"inkeep.id-of-before":          "an event without an id gets the one of",
		"isolation.any-team-reads":     "another team's credentials open the team's bots",
		"inkeep.id-dashes-lost":        "hyphens are dropped",
		"inkeep.properties-of-before":  "properties of another event come back",
		"inkeep.time-replaced":         "the time is replaced by the current one",
		"inkeep.type-lower-case":       "texts are put into lower case, in type",
		"inkeep.any-entity":            "events are taken although something is wrong at /entityType",
		"inkeep.empty-id":              "although", // with the stories or without
		"json.attributes-null":         "null where there is nothing",
		"list.cached-without-campaign": "the same answer to different queries",
		"list.cached-without-window":   "the same answer to different queries",
		"list.hundred-end-inclusive":   "on pages of 100 alone",
		"list.end-inclusive":           "end_time compared with <=",
		"list.start-offset-dropped":    "the offset of a time is dropped",
		"negotiation.member-twice":     "answers have next_page_token twice",
		"negotiation.gzip-cut":         "answers are no JSON in UTF-8",
		"page.cursor-moves":            "a page token leads a page further each time it is used",
		"page.cursor-per-bot":          "one page token for different lists",
		"page.repeats-last":            "the last event of a page is repeated on the next",
		"page.ties-lost":               "no tie-breaker in the cursor",
		"page.ties-repeated":           "no tie-breaker in the cursor",
		"schema.members-camel-case":    "a member of an event has another name",
		"schema.attributes-list":       "attributes of events are no object of strings",
		"schema.timestamp-wrong-zone":  "local time shown as UTC",
		"track.always-live":            "every event is LIVE",
		"track.attributes-of-before":   "an event is listed with an attribute of another event",
		"track.user-lower-case":        "user_id is kept in lower case",
		"transport.some-are-500":       "server error",
	}
}

// TestOneMistakeIsFewFindings runs the suites, or in short what concerns each, over mutants and wants the failures to be few findings, the
// first of which names the mistake. With -v it says of each how many checks failed and which findings they are; -whole tries every mutant
// under every check, and -findings writes it all down.
func TestOneMistakeIsFewFindings(t *testing.T) {
	var mu sync.Mutex
	var found spreads
	table := readKills(t)
	var part, of int
	_, err := fmt.Sscanf(*share, "%d/%d", &part, &of)
	require.NoError(t, err)
	t.Run("mutants", func(t *testing.T) {
		for i, m := range mutants() {
			says, named := oneMistake()[m.Name]
			if *whole && i%of != part-1 || !*whole && !named {
				continue
			}
			t.Run(m.Name, func(t *testing.T) {
				t.Parallel()
				for _, suite := range apis(m) {
					target := target(suite, serve(t, mockserver.Options{Misbehave: m.Name}), 1)
					target.Settle = soon
					most := mostFindings
					if !*whole {
						target.Only, target.Skip, most = concerned(suite, m, table), []string{"*.story.*"}, fewFindings
					}
					report := run(t, target)
					t.Logf("%d failed checks, %d findings\n%s", len(failures(report)), len(report.Findings), headlines(report))
					mu.Lock()
					found.add(t, m.Name+" "+suite.API, report)
					mu.Unlock()
					require.LessOrEqual(t, len(report.Findings), most, "%s", headlines(report))
					requireRests(t, report)
					requireShown(t, report)
					requireSingular(t, report)
					if named && len(report.Findings) > 0 {
						require.Contains(t, report.Findings[0].Headline, says)
					}
				}
			})
		}
	})
	t.Logf("failed checks: %s; findings: %s", spread(found.entries), spread(found.findings))
}

// concerned are the checks that have noticed a mutant, and a third of the others.
func concerned(s conformance.Suite, m mockserver.Misbehaviour, table killTable) []string {
	return append(third(s, []string{m.Name}), onlyOf(s, slices.Collect(maps.Keys(table[m.Name])))...)
}

// requireRests wants no finding to cite a requirement that is weaker than what failed.
func requireRests(t *testing.T, r conformance.Report) {
	t.Helper()
	levels := []conformance.Level{conformance.Must, conformance.Should, conformance.Info}
	for _, f := range r.Findings {
		i := slices.IndexFunc(r.Requirements, func(q conformance.Requirement) bool { return q.ID == f.Requirement })
		require.GreaterOrEqual(t, i, 0, "%s cites %s", f.Headline, f.Requirement)
		require.LessOrEqual(t, slices.Index(levels, r.Requirements[i].Level), slices.Index(levels, f.Level), "%s cites %s", f.Headline,
			f.Requirement)
	}
}

// several finds a single thing that is called several.
var several = regexp.MustCompile(`(^|[^\w.:])1 ((found|more|planted|valid) )?(answers|events|filters|lists|pages|requests|values)\b`)

// requireSingular wants one of a kind to be called one.
func requireSingular(t *testing.T, r conformance.Report) {
	t.Helper()
	for _, c := range r.Checks {
		require.NotRegexp(t, several, strings.Join([]string{c.Message, c.Expected, c.Got}, "\n"), c.ID)
	}
}

// printed is how many exchanges of a failure the reports print to be sent again.
const printed = 4

// wasCut finds a body of which a report holds no more than the beginning.
var wasCut = regexp.MustCompile(`… \(\d+ bytes in all`)

// requireShown wants the printed exchanges of a failure to show an event that it is about, if it names any by their tags.
func requireShown(t *testing.T, r conformance.Report) {
	t.Helper()
	tag := regexp.MustCompile(regexp.QuoteMeta(r.Run) + `[-_]\d{4}\b`)
	for _, c := range r.Checks {
		named := tag.FindAllString(c.Got, -1)
		if c.Outcome != conformance.Fail || named == nil {
			continue
		}
		text, _ := json.Marshal(c.Exchanges[:min(printed, len(c.Exchanges))])
		if wasCut.Match(text) { // what it is about may stand in the rest, which whoever sends it again gets
			continue
		}
		if !slices.ContainsFunc(named, func(name string) bool { return strings.Contains(string(text), name) }) {
			t.Errorf("%s: nothing that is printed shows what it is about\n  message %s\n  got %s", c.ID, c.Message, c.Got)
		}
	}
}

// spreads is what runs over mutants found.
type spreads struct{ entries, findings []int }

func (a *spreads) add(t *testing.T, name string, r conformance.Report) {
	t.Helper()
	a.entries, a.findings = append(a.entries, len(failures(r))), append(a.findings, len(r.Findings))
	if *written == "" {
		return
	}
	file, err := os.OpenFile(*written, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	_, err = fmt.Fprintf(file, "%s: %d failed checks, %d findings\n%s", name, len(failures(r)), len(r.Findings), indented(headlines(r)))
	require.NoError(t, errors.Join(err, file.Close()))
}

// indented puts two spaces before each line.
func indented(text string) string {
	return strings.ReplaceAll("  "+strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}

// headlines lists what a report found.
func headlines(r conformance.Report) string {
	text := ""
	for _, f := range r.Findings {
		text += fmt.Sprintf("%s (%d checks, such as %s)\n", f.Headline, len(f.Checks), f.Check)
	}
	return text
}

// spread is the median and the greatest of those that are not 0.
func spread(numbers []int) string {
	numbers = slices.DeleteFunc(slices.Sorted(slices.Values(numbers)), func(n int) bool { return n == 0 })
	if len(numbers) == 0 {
		return "none"
	}
	return fmt.Sprintf("median %d, worst %d, of %d", numbers[len(numbers)/2], numbers[len(numbers)-1], len(numbers))
}

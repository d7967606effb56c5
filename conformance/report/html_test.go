package report_test

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/webpage/readers"
	"github.com/understudy-mock/understudy/conformance/report"
)

// TestHTMLIsWellFormed reads the pages as strictly as XML is read: every tag closed, every attribute quoted, every id once.
func TestHTMLIsWellFormed(t *testing.T) {
	for name, r := range map[string]conformance.Report{"sample": sample(), "empty": {}, "crowd": crowd(300, 40, 100<<10)} {
		t.Run(name, func(t *testing.T) {
			page := written(t, "html", r, report.Options{})
			require.Less(t, len(page), 8<<20)
			ids, links, err := readers.Anchors(page)
			require.NoError(t, err)
			for _, link := range links {
				require.Contains(t, ids, link)
			}
		})
	}
}

func TestHTML(t *testing.T) {
	page := written(t, "html", sample(), report.Options{})
	t.Run("loads_nothing", func(t *testing.T) {
		require.NotRegexp(t, `(?i)<(link|img|iframe|object|embed|script)[^>]+(src|href)`, page)
		require.NotRegexp(t, `(?i)(@import|url\(|fetch\(|XMLHttpRequest)`, page)
	})
	t.Run("runs_only_what_its_policy_names", func(t *testing.T) {
		policy := html.UnescapeString(regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(
			page)[1])
		named := map[string]string{}
		for element, directive := range map[string]string{"style": "style-src", "script": "script-src"} {
			found := regexp.MustCompile(`(?s)<`+element+`>(.*?)</`+element+`>`).FindAllStringSubmatch(page, -1)
			require.Len(t, found, 1)
			sum := sha256.Sum256([]byte(found[0][1]))
			named[directive] = directive + " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		}
		want := "default-src 'none'; " + named["style-src"] + "; " + named["script-src"] + "; base-uri 'none'; form-action 'none'"
		require.Equal(t, want, policy)
		require.NotRegexp(t, `(?i)<[^>]+ (style|on[a-z]+)=`, page, "a policy of hashes stops these")
	})
	t.Run("every_picture_has_a_title_for_screen_readers", func(t *testing.T) {
		require.Equal(t, 3, strings.Count(page, "<svg "))
		require.Len(t, regexp.MustCompile(`<svg [^>]*role="img"[^>]*><title>[^<]+</title>`).FindAllString(page, -1), 3)
	})
	t.Run("the_map_counts_what_is_judged", func(t *testing.T) {
		require.Regexp(t, `class="cell fail" data-area="time" data-operation="ListEvents"[^>]*><span[^>]*>✘</span> 1/3<`, page)
		require.Regexp(t, `class="cell skip" data-area="team" data-operation=""[^>]*><span[^>]*>-</span> 0/2<`, page)
	})
	t.Run("only_what_somebody_has_to_act_on_is_open", func(t *testing.T) {
		var open []string
		folds := regexp.MustCompile(`<details class="fold" open="open"><summary><span class="look ([a-z]+)"`)
		for _, f := range folds.FindAllStringSubmatch(page, -1) {
			open = append(open, f[1])
		}
		require.Equal(t, []string{"fail", "should", "fail", "error", "should", "known", "untold"}, open, "requirements, then checks")
		require.Contains(t, page, `<details class="fold"><summary><span class="look pass"`)
	})
	t.Run("says_the_verdict_and_how_to_run_it_again", func(t *testing.T) {
		require.Contains(t, page, "NOT CONFORMANT</h1>")
		require.Contains(t, page, "<code>understudy check http://127.0.0.1:9999 --api chatlayer --seed 7</code>")
		given := written(t, "html", sample(), report.Options{Command: "understudy check there --bot b1"})
		require.Contains(t, given, "<code>understudy check there --bot b1</code>")
	})
	t.Run("a_requirement_without_a_check_says_why", func(t *testing.T) {
		require.Contains(t, page, "No check: reaching the limit would disturb others")
	})
	t.Run("long_bodies_are_cut", func(t *testing.T) {
		require.Contains(t, page, "more bytes)")
	})
}

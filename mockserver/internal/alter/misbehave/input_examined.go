//go:build examination

package misbehave

import (
	"net/http"
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInputs() []Misbehaviour {
	return area("input",
		breaks("input.page-size-digits", 3, "page_size=10abc is read as 10.", "CHL-PAGE-16", alter.ChangeSent(leadingDigits)),
		breaks("input.version-missing-is-live-by-post", 3, "By POST a missing version means LIVE.", "CHL-TIME-5 CHL-TIME-14",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(alter.ListByPost) {
					fillArgument(c, "version", "LIVE")
				}
			})),
		breaks("input.team-start-missing", 3, "A team's list without start_time begins in 1970.", "CHL-TIME-6 CHL-TIME-14",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(alter.ListOfTeam) {
					fillArgument(c, "start_time", "1970-01-01T00:00:00Z")
				}
			})),
		breaks("echo.cut", 3, "Echo cuts a message after 100 bytes.", "CHL-ECHO-3",
			onEcho(func(m string) string { return strings.ToValidUTF8(alter.First(100, m), "") })),
		breaks("echo.of-before", 4, "Echo answers the longest message so far if the one sent is its beginning.", "CHL-ECHO-3", echoLongest),
	)
}

var digitsFirst = regexp.MustCompile(`^(\d{1,9})\D`)

func leadingDigits(c *pipeline.Call) {
	size, given := alter.Argument(c, "page_size")
	if found := digitsFirst.FindStringSubmatch(size); given && found != nil && alter.IsList(c) && c.Method == http.MethodGet {
		alter.SetArgument(c, "page_size", found[1])
	}
}

func echoLongest(p *pipeline.Pipeline) {
	longest := alter.NewMemory[string]()
	onEcho(func(m string) string {
		earlier, _ := longest.Get("")
		if m != "" && strings.HasPrefix(earlier, m) {
			return earlier
		}
		if len(m) > len(earlier) {
			longest.Put("", m)
		}
		return m
	})(p)
}

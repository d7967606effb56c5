package controlapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const textType = "text/plain; charset=utf-8"

// What a workflow command of GitHub Actions has escaped: its message, and the values of its properties.
var (
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// github has a workflow command for each violation, which becomes an annotation where a step prints it. It names no file: a violation is in
// a request, and no file of the repository is known to have made it.
func (l violationsInput) github(kept []journal.Recorded) (pipeline.Answer, error) {
	command := map[level]string{levelError: "error", levelWarning: "warning", levelNote: "notice"}
	var body strings.Builder
	for i := range kept {
		r := &kept[i]
		purpose := ""
		if r.OnPurpose {
			purpose = "on purpose: "
		}
		message := fmt.Sprintf("%s%s %s (request %s): %s\n%s", purpose, r.Method, r.Path, r.RequestID, r.String(), l.ruleURL(r.Rule))
		fmt.Fprintf(&body, "::%s title=%s::%s\n", command[l.levelOf(r)], githubProperty.Replace(r.Rule), githubMessage.Replace(message))
	}
	if more := l.unlisted(); more != "" {
		fmt.Fprintf(&body, "::notice title=violations::%s\n", more)
	}
	if len(kept) == 0 {
		body.WriteString("no request broke the contract\n") // which is no command
	}
	return pipeline.Answer{Status: http.StatusOK, ContentType: textType, Body: []byte(body.String())}, nil
}

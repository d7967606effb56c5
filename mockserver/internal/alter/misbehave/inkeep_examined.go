//go:build examination

package misbehave

import (
	"encoding/json"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepRefusals() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.null-project-refused", 3, "projectId of null is refused.", "INK-EVT-11",
			refuseLogged(func(c *pipeline.Call) bool { return isNull(c, "projectId") })),
		breaks("inkeep.user-id-number-refused", 4, "userProperties.id that is a number is refused.", "INK-PROP-2 INK-PROP-4",
			refuseLogged(func(c *pipeline.Call) bool {
				_, number := userOf(c)["id"].(json.Number)
				return number
			})),
	)
}

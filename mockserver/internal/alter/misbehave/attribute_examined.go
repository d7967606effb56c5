//go:build examination

package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedAttributes() []Misbehaviour {
	return area("attributes",
		breaks("attribute.end-inclusive", 4, "With attribute filters, end_time is inclusive.", "CHL-TIME-2 CHL-FLT-6",
			alter.BeforeQuery(alter.When(alter.ByAttributes, endLate))),
		breaks("attribute.start-exclusive", 4, "With attribute filters, start_time is exclusive.", "CHL-TIME-1 CHL-FLT-6",
			alter.BeforeQuery(alter.When(alter.ByAttributes, startLate))),
	)
}

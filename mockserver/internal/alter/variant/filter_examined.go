//go:build examination

package variant

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedFilters() []Variant {
	return []Variant{
		legal("L34", "filter.only-eq", "There is one attribute operator, eq; others are refused.", onFilters(onlyEqual)),
		legal("", "filter.accents-composed", "A letter with its accent apart counts as the letter in one piece.",
			alter.AroundList(composedAlike)),
	}
}

func onlyEqual(filter map[string]any) error {
	if filter["operator"] != "eq" {
		return alter.Refuse(http.StatusBadRequest, "filters: got the operator %v, expected eq, the only one", filter["operator"])
	}
	return nil
}

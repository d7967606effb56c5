//go:build examination

package variant

import (
	"cmp"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedOrders() []Variant {
	return []Variant{
		legal("L02", "order.by-hash", "Lists are in an order that means nothing but is always the same.", ordered(byHash)),
		legal("", "order.ties-reversed", "Events of the same instant are listed by id, the last one first.", ordered(tiesReversed)),
	}
}

func byHash(a, b position) int {
	return cmp.Or(cmp.Compare(alter.Hash(a.Stream, a.ID), alter.Hash(b.Stream, b.ID)), a.Compare(b))
}

func tiesReversed(a, b position) int { return cmp.Or(a.Time.Compare(b.Time), b.Compare(a)) }

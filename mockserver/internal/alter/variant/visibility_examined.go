//go:build examination

package variant

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedVisibilities() []Variant {
	return []Variant{
		legal("L14", "visibility.after-3s", "A tracked event is listed up to 3 seconds later, and not in the order of arrival.",
			delayed(3*time.Second, alter.Always)),
		legal("L14", "visibility.after-15s", "A tracked event is listed up to 15 seconds later, and not in the order of arrival.",
			delayed(15*time.Second, alter.Always)),
	}
}

//go:build examination

package misbehave

import (
	"bytes"
	"encoding/json"
)

func examinedInkeepLenient() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.list-stored", 3, "A body that is a list counts as one event, whatever is in it.", "INK-BODY-7 INK-BODY-5",
			insteadOf(func(sent []byte) bool {
				return bytes.HasPrefix(sent, []byte("[")) && json.Valid(sent)
			})),
	)
}

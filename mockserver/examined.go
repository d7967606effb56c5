//go:build examination

package mockserver

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"
	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
)

// ExaminedMisbehaviours lists, sorted by name, those that only the examination of the runner asks for. It is there with the build tag
// examination alone.
func ExaminedMisbehaviours() []Misbehaviour { return published(misbehave.Examined()) }

// ExaminedVariants does the same for variants.
func ExaminedVariants() []Variant { return publishedVariants(variant.Examined()) }

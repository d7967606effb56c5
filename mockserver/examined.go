//go:build examination

package mockserver

import "github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"

// ExaminedMisbehaviours lists, sorted by name, those that only the examination of the runner asks for. It is there with the build tag
// examination alone.
func ExaminedMisbehaviours() []Misbehaviour { return published(misbehave.Examined()) }

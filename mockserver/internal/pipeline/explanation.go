package pipeline

import "github.com/understudy-mock/understudy/mockserver/internal/world"

// Explanation tells why a list held what it held.
type Explanation struct {
	Funnel []Step   // how many events each condition left, in turn
	Found  int      // how many events meet all of them
	Hints  []string // what was likely meant, the likeliest first
}

// Neighbour is another namespace of the server, by what it has.
type Neighbour struct {
	Name  string
	World *world.World
}

// Step is one condition of a list.
type Step struct {
	Name    string
	Events  int  // that are left
	AtLeast bool // there are more events than were looked at
}

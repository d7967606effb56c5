// Package clock tells the time of a world: the machine's, one that stands still, or one that somebody moves.
//
// It is the only place that asks the machine for the time, and it measures none: how long something took is nobody's question here.
package clock

// Package ids has the checks of the ids of events, those that a target makes and those that a client gives.
package ids

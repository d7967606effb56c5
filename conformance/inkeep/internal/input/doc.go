// Package input has the checks of the JSON in which an event is written.
package input

// Package concurrency has the checks of events that are sent at the same time.
package concurrency

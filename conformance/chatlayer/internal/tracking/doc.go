// Package tracking has the checks of what is taken as an event, and of what becomes of it.
package tracking

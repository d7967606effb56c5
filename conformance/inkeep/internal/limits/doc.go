// Package limits has the checks of how large an event may be.
package limits

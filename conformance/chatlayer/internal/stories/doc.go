// Package stories has the checks of random events and requests. A failure is shown as small as it can be made.
package stories

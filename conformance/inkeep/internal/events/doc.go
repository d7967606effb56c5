// Package events has the checks of what an event must have and may have, and what of it comes back.
package events

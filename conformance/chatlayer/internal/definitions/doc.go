// Package definitions has the checks of event definitions.
package definitions

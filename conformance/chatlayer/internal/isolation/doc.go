// Package isolation has the checks that neither bots nor teams show each other's events.
package isolation

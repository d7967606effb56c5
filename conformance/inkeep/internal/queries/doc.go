// Package queries has the checks of questions about events: which are found, and how they are grouped, counted and ordered.
package queries

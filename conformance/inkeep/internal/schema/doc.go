// Package schema has the checks of answers to events that were accepted: their status and their types.
package schema

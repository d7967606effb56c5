// Package schema has the checks of the form of answers.
package schema

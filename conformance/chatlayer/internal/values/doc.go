// Package values has the checks of the values of attributes.
package values

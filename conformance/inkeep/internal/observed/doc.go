// Package observed has the checks of what no document says. They record what a target does and judge nothing.
package observed

// Package echo has the checks of the echo.
package echo

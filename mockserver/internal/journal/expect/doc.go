// Package expect waits for exchanges of a journal that are expected, and tells how near those came that are not.
package expect

package kit

import (
	"fmt"
	"strings"
)

// Plural writes a number with a noun, such as "2 events".
func Plural(n int, what string) string {
	return strings.TrimSuffix(fmt.Sprintf("%d %ss", n, what), map[bool]string{true: "s", false: ""}[n == 1])
}

package chatlayer

import (
	"fmt"
	"strings"
)

func plural(n int, what string) string {
	return strings.TrimSuffix(fmt.Sprintf("%d %ss", n, what), map[bool]string{true: "s", false: ""}[n == 1])
}

package shrink_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/internal/shrink"
)

// without gives the lists that lack one of the numbers.
func without(numbers []int) [][]int {
	var smaller [][]int
	for i := range numbers {
		smaller = append(smaller, slices.Delete(slices.Clone(numbers), i, i+1))
	}
	return smaller
}

func TestSmallestKeepsWhatFails(t *testing.T) {
	fails := func(numbers []int) bool { return slices.Contains(numbers, 3) && slices.Contains(numbers, 7) }
	require.Equal(t, []int{3, 7}, shrink.Smallest([]int{1, 2, 3, 4, 5, 6, 7, 8}, 1000, without, fails))
}

func TestSmallestAsksNoMoreOftenThanItMay(t *testing.T) {
	asked := 0
	fails := func([]int) bool {
		asked++
		return true
	}
	require.Len(t, shrink.Smallest([]int{1, 2, 3, 4, 5}, 3, without, fails), 2)
	require.Equal(t, 3, asked)
}

func TestNothingSmallerFails(t *testing.T) {
	require.Equal(t, []int{1, 2}, shrink.Smallest([]int{1, 2}, 1000, without, func([]int) bool { return false }))
}

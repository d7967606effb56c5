//go:build examination

package chatlayer_test

import (
	"testing"
)

func TestPagingChecksNoticeMisbehaviours(t *testing.T) {
	t.Parallel()
	requireNoticed(t, map[string][]string{
		"page.fifty-pages":          {"paging.deep"},
		"page.over-hundred-refused": {"paging.over-hundred"},
		"page.skips-first":          {"team.complete"},
		"page.single-rest-lost":     {"paging.collections"},
		"page.ties-lost":            {"paging.ties"},
		"page.offset-unstable":      {"paging.every-size"},
		"page.one-too-many":         {"paging.page-size"},
		"page.default-is-all":       {"paging.hundred", "paging.default-size"},
		"auth.post-list-open":       {"paging.token-without-credentials"},
		"isolation.any-team-reads":  {"paging.token-other-team"},
		"filter.user-ignored":       {"paging.filters-met"},
	})
}

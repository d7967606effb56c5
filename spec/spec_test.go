package spec_test

import (
	"errors"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// loadShelf loads the contract of the tests once: it is immutable, and some hundred tests share it.
var loadShelf = sync.OnceValues(func() (*spec.Contract, error) {
	src, err := readShelf()
	if err != nil {
		return nil, err
	}
	return spec.Load(src)
})

func readShelf() (spec.Source, error) {
	document, documentErr := os.ReadFile("testdata/openapi.yaml")
	requirements, requirementsErr := os.ReadFile("testdata/requirements.yaml")
	return spec.Source{
		Name: "shelf", Title: "Shelf API", Document: document, Requirements: requirements, Page: "docs/shelf.md",
	}, errors.Join(documentErr, requirementsErr)
}

func shelf(t testing.TB) *spec.Contract {
	t.Helper()
	c, err := loadShelf()
	require.NoError(t, err)
	return c
}

func shelfSource(t testing.TB) spec.Source {
	t.Helper()
	src, err := readShelf()
	require.NoError(t, err)
	return src
}

func operation(t testing.TB, id string) *spec.Operation {
	t.Helper()
	o, ok := shelf(t).Operation(id)
	require.True(t, ok, "no operation %s", id)
	return o
}

// listBooks validates a query of ListBooks in which the required parameters are right.
func listBooks(t testing.TB, query string) (spec.Input, []spec.Violation) {
	t.Helper()
	return listBooksRaw(t, strings.TrimSuffix("version=LIVE&start_time=2026-01-15&"+query, "&"))
}

func listBooksRaw(t testing.TB, query string) (spec.Input, []spec.Violation) {
	t.Helper()
	return operation(t, "ListBooks").ValidateRequest(spec.Request{
		PathParams: spec.PathParams{{Name: "shelf_id", Value: "a1"}}, RawQuery: query, Header: http.Header{},
	})
}

// addBook validates a body of AddBook.
func addBook(t testing.TB, body string) (spec.Input, []spec.Violation) {
	t.Helper()
	return operation(t, "AddBook").ValidateRequest(spec.Request{
		PathParams: spec.PathParams{{Name: "shelf_id", Value: "a1"}},
		Header: http.Header{
			"Content-Type": {"application/json"},
			"X-Reader":     {"1b4e28ba-2fa1-41d2-883f-0016d3cca427"},
		},
		Body: []byte(body),
	})
}

// found writes violations as "rule name-or-pointer", with a ~ before advisory ones.
func found(t testing.TB, violations []spec.Violation) []string {
	t.Helper()
	rules := map[string]bool{}
	for _, r := range spec.Rules() {
		rules[r.ID] = true
	}
	told := []string{}
	for _, v := range violations {
		require.True(t, rules[v.Rule], "rule %s is not in the closed list", v.Rule)
		require.NotEmpty(t, v.Expected, v.Rule)
		require.NotEmpty(t, v.Fix, v.Rule)
		require.NotZero(t, v.Place.Line, v.Rule)
		require.NotContains(t, v.String(), "\n")
		line := v.Rule + " " + v.Name + v.Pointer
		if v.Advisory {
			line = "~" + line
		}
		told = append(told, strings.TrimSpace(line))
	}
	return told
}

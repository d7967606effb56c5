package spec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestViolate(t *testing.T) {
	o := operation(t, "AddBook")
	base := "/paths/~1shelves~1{shelf_id}~1books"
	cases := []struct {
		name    string
		v       spec.Violation
		pointer string
	}{
		{"path", spec.Violation{In: spec.InPath, Name: "shelf_id"}, "/components/parameters/ShelfID"},
		{"header", spec.Violation{In: spec.InHeader, Name: "X-Reader"}, base + "/post/parameters/0"},
		{"content_type", spec.Violation{In: spec.InHeader, Name: "Content-Type"}, base + "/post/requestBody/content"},
		{"unknown_parameter", spec.Violation{In: spec.InQuery, Name: "x"}, base + "/post/parameters"},
		{"body", spec.Violation{In: spec.InBody}, "/components/schemas/Book"},
		{
			"body_member",
			spec.Violation{In: spec.InBody, Pointer: "/sequels/3/owner/age"},
			"/components/schemas/Owner/allOf/1/properties/age",
		},
		{
			"body_map",
			spec.Violation{In: spec.InBody, Pointer: "/labels/a~1b"},
			"/components/schemas/Book/properties/labels/additionalProperties",
		},
		{"body_branch", spec.Violation{In: spec.InBody, Pointer: "/small/one"}, "/components/schemas/Small/properties/one"},
		{"body_beyond", spec.Violation{In: spec.InBody, Pointer: "/title/x/y"}, "/components/schemas/Book/properties/title"},
		{"own_security", spec.Violation{In: spec.InSecurity}, base + "/post/security"},
		{"status", spec.Violation{In: spec.InStatus, Side: spec.SideResponse}, base + "/post/responses"},
		{"route", spec.Violation{In: spec.InRoute}, base + "/post"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := o.Violate(c.v)
			require.Equal(t, "AddBook", got.Operation)
			require.NotEmpty(t, got.Side)
			require.Equal(t, c.pointer, got.Place.Pointer)
			require.Positive(t, got.Place.Line)
		})
	}
	t.Run("security_of_the_whole_document", func(t *testing.T) {
		require.Equal(t, "/security", operation(t, "ListBooks").Violate(spec.Violation{In: spec.InSecurity}).Place.Pointer)
	})
	t.Run("a_given_place_stays", func(t *testing.T) {
		place := spec.Place{Document: "a", Pointer: "/b", Line: 1}
		require.Equal(t, place, o.Violate(spec.Violation{In: spec.InBody, Place: place}).Place)
	})
	t.Run("secrets_are_hidden", func(t *testing.T) {
		for _, name := range []string{"Authorization", "authorization", "Cookie", "Proxy-Authorization"} {
			v := o.Violate(spec.Violation{Rule: spec.RuleHeaderValue, In: spec.InHeader, Name: name, Got: "Basic c2VjcmV0"})
			require.NotContains(t, v.Got, "c2VjcmV0")
		}
	})
}

func TestViolateOutsideOperations(t *testing.T) {
	books := "/paths/~1shelves~1{shelf_id}~1books"
	cases := []struct {
		name      string
		v         spec.Violation
		pointer   string
		after, at string
	}{
		{"route", spec.Violation{In: spec.InRoute}, "/paths", "openapi", "paths:"},
		{
			"route_of_a_template",
			spec.Violation{In: spec.InRoute, Name: "/shelves/{shelf_id}/books"},
			books, "paths:",
			"/shelves/{shelf_id}/books:",
		},
		{"route_of_no_template", spec.Violation{In: spec.InRoute, Name: "/shelves/a1/books"}, "/paths", "openapi", "paths:"},
		{"security", spec.Violation{In: spec.InSecurity}, "/security", "openapi", "security:"},
		{"header", spec.Violation{In: spec.InHeader}, "", "openapi", "openapi:"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := shelf(t).Violate(c.v)
			require.Equal(t, spec.Place{Document: "shelf/openapi.yaml", Pointer: c.pointer, Line: line(t, c.after, c.at)}, got.Place)
			require.Equal(t, spec.SideRequest, got.Side)
			require.Equal(t, c.v.Name, got.Name)
		})
	}
	t.Run("what_is_given_stays_but_the_operation", func(t *testing.T) {
		given := spec.Violation{In: spec.InRoute, Side: spec.SideResponse, Operation: "AddBook", Place: spec.Place{Document: "a", Line: 1}}
		want := given
		want.Operation = ""
		require.Equal(t, want, shelf(t).Violate(given))
	})
	t.Run("secrets_are_hidden", func(t *testing.T) {
		v := shelf(t).Violate(spec.Violation{In: spec.InHeader, Name: "Authorization", Got: "Basic c2VjcmV0"})
		require.NotContains(t, v.Got, "c2VjcmV0")
	})
}

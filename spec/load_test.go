package spec_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

const shelfPage = "https://github.com/understudy-mock/understudy/blob/main/docs/shelf.md"

func TestLoadOfWhatWasChecked(t *testing.T) {
	src := shelfSource(t)
	src.Checked = true
	c, err := spec.Load(src)
	require.NoError(t, err)
	require.Equal(t, shelf(t).Requirements(), c.Requirements())
	require.Equal(t, shelf(t).Areas(), c.Areas())
	require.Len(t, c.Operations(), len(shelf(t).Operations()))

	src.Requirements = []byte("requirements: []")
	c, err = spec.Load(src)
	require.NoError(t, err, "its mistakes are not looked for")
	require.Empty(t, c.Requirements())
	src.Checked = false
	_, err = spec.Load(src)
	require.Error(t, err)

	src.Checked, src.Document = true, []byte("openapi: 3.1.0")
	_, err = spec.Load(src)
	require.Error(t, err, "there is no contract without it")
}

func TestLoad(t *testing.T) {
	src := shelfSource(t)
	c := shelf(t)
	t.Run("names", func(t *testing.T) {
		require.Equal(t, "shelf", c.Name())
		require.Equal(t, "Shelf API", c.Title())
		require.Equal(t, "docs/shelf.md", c.Page())
	})
	t.Run("the_document_is_a_copy", func(t *testing.T) {
		c.Document()[0] = 'X'
		require.Equal(t, src.Document, c.Document())
	})
	t.Run("operations_are_in_the_order_of_the_document", func(t *testing.T) {
		var ids []string
		for _, o := range c.Operations() {
			ids = append(ids, o.ID+" "+o.Method+" "+o.Path)
		}
		require.Equal(t, []string{
			"ListBooks GET /shelves/{shelf_id}/books", "AddBook POST /shelves/{shelf_id}/books", "AddItem POST /items",
			"PeekItem HEAD /items",
			"AddNote POST /notes",
		}, ids)
		o, ok := c.Operation("ListBooks")
		require.True(t, ok)
		require.Equal(t, "List the books of a shelf", o.Summary)
		_, ok = c.Operation("listBooks")
		require.False(t, ok)
	})
	t.Run("requirements_are_copies", func(t *testing.T) {
		rows := c.Requirements()
		require.Equal(t, spec.Requirement{
			ID: "SHE-LIST-2", Level: spec.Chosen, Page: shelfPage + "#she-list-2",
			Source:     spec.Citation{Name: "docs/shelf.md", URL: shelfPage + "#she-list-2", Place: "#she-list-2"},
			Operations: []string{"ListBooks"}, Outside: []string{"BurnShelf"}, Statement: "The order of the books.", Choice: "By title.",
			Questions: []string{"order"},
		}, rows[1])
		require.Equal(t, spec.Citation{Name: "Shelf reference", URL: "https://example.com/shelf", Place: "ListBooks, start_time"},
			rows[0].Source)
		require.Equal(t, []string{}, rows[0].Outside)
		rows[0].Operations[0] = "X"
		rows[1].Questions[0] = "X"
		require.Equal(t, "ListBooks", c.Requirements()[0].Operations[0])
		require.Equal(t, "order", c.Requirements()[1].Questions[0])
	})
	t.Run("a_citation_in_one_line", func(t *testing.T) {
		rows := c.Requirements()
		require.Equal(t, "Shelf reference: ListBooks, start_time", rows[0].Source.String())
		require.Equal(t, "docs/shelf.md#she-list-2", rows[1].Source.String())
	})
	t.Run("references_and_areas_are_in_the_order_of_the_file", func(t *testing.T) {
		require.Equal(t, []spec.Reference{{Name: "Shelf reference", URL: "https://example.com/shelf", About: "The reference of shelves."}},
			c.References())
		require.Equal(t, []spec.Area{{Code: "LIST", Title: "Lists"}}, c.Areas())
	})
	t.Run("no_catalogue_is_fine", func(t *testing.T) {
		c, err := spec.Load(spec.Source{Name: "shelf", Document: src.Document})
		require.NoError(t, err)
		require.Empty(t, c.Requirements())
	})
}

func TestLoadRefusesDocuments(t *testing.T) {
	document := string(shelfSource(t).Document)
	cases := []struct{ name, old, new, want string }{
		{"no_yaml", "openapi: 3.0.3", "openapi: [", "read document"},
		{"version_3_1", "openapi: 3.0.3", "openapi: 3.1.0", "expected 3.0.x"},
		{"version_2", "openapi: 3.0.3", "swagger: '2.0'", "expected 3.0.x"},
		{"no_operation_id", "      operationId: PeekItem\n", "", "has no operationId"},
		{"operation_id_twice", "operationId: PeekItem", "operationId: AddItem", "AddItem"},
		{"wrong_example", "next: {type: string}", "next: {type: string, example: 5}", "example"},
		{"unknown_format", "format: uuid, readOnly", "format: uid, readOnly", `did you mean "uuid"`},
		{
			"unknown_format_of_a_parameter", "name: X-Reader, in: header, schema: {type: string, format: uuid}",
			"name: X-Reader, in: header, schema: {type: string, format: uid}", `did you mean "uuid"`,
		},
		{
			"unsigned_parameter", "name: offset, in: query, schema: {type: integer, format: int64}",
			"name: offset, in: query, schema: {type: integer, format: uint64}", "only int32 and int64",
		},
		{"unresolved_ref", "#/components/schemas/Page\"", "#/components/schemas/Pag\"", "Pag"},
		{
			"list_in_a_parameter", "name: lent, in: query, schema: {type: boolean}",
			"name: lent, in: query, schema: {type: array, items: {type: string}}", "has type array",
		},
		{
			"one_of_in_a_parameter", "name: lent, in: query, schema: {type: boolean}",
			"name: lent, in: query, schema: {oneOf: [{type: string}]}",
			"needs a schema with a type",
		},
		{"cookie", "name: lent, in: query", "name: lent, in: cookie", "parameters in cookie"},
		{"same_name_in_two_places", "name: lent, in: query", "name: author, in: header", "has a parameter"},
		{
			"all_of_closed_twice", "          properties:\n            age: {type: integer}",
			"          additionalProperties: false\n        - type: object\n          additionalProperties: false", "reject each other",
		},
		{"mapping_to_a_stranger", "          song: Song", "          song: Book", "not one of the branches"},
		{
			"same_name_twice", "        next: {type: string}", "        next: {type: string}\n        next: {type: integer}",
			"is there twice",
		},
		{"not_a_number_for_json", "maximum: 100", "maximum: .inf", "is not a number that JSON has"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, document, c.old)
			_, err := spec.Load(spec.Source{Name: "shelf", Document: []byte(strings.Replace(document, c.old, c.new, 1))})
			require.ErrorContains(t, err, c.want)
			require.ErrorContains(t, err, "load contract shelf")
		})
	}
}

func TestLoadTellsMistakes(t *testing.T) {
	document := string(shelfSource(t).Document)
	t.Run("empty", func(t *testing.T) {
		_, err := spec.Load(spec.Source{Name: "shelf"})
		require.ErrorContains(t, err, "it is empty")
	})
	t.Run("no_name", func(t *testing.T) {
		_, err := spec.Load(spec.Source{Document: []byte(document)})
		require.ErrorContains(t, err, "has no name")
	})
	t.Run("mistakes_are_told_with_their_lines", func(t *testing.T) {
		broken := strings.Replace(document, "format: uuid, readOnly", "format: uid, readOnly", 1)
		_, err := spec.Load(spec.Source{Name: "shelf", Document: []byte(broken)})
		require.ErrorContains(t, err, "(/components/schemas/Book/properties/id)")
	})
	t.Run("mistakes_of_document_and_catalogue_are_told_together", func(t *testing.T) {
		_, err := spec.Load(spec.Source{
			Name: "shelf", Document: []byte(strings.Replace(document, "      operationId: PeekItem\n", "", 1)),
			Requirements: []byte("requirements: []"),
		})
		require.ErrorContains(t, err, "has no operationId")
		require.ErrorContains(t, err, "there are none")
	})
}

// brokenCatalogue is a change to the catalogue and what Load says of it.
type brokenCatalogue struct{ name, old, new, want string }

func refuseEach(t *testing.T, cases []brokenCatalogue) {
	t.Helper()
	catalogue := string(shelfSource(t).Requirements)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, catalogue, c.old)
			src := shelfSource(t)
			src.Requirements = []byte(strings.Replace(catalogue, c.old, c.new, 1))
			_, err := spec.Load(src)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestLoadRefusesCatalogues(t *testing.T) {
	cases := []brokenCatalogue{
		{"no_yaml", "requirements:", "requirements: [", "read requirements"},
		{"unknown_key", "    level: must\n", "    Level: must\n", "Level"},
		{"unknown_key_of_a_source", "place: \"ListBooks", "placed: \"ListBooks", "placed"},
		{"unknown_key_at_the_top", "outside:\n", "outsides:\n", "outsides"},
		{"same_id_twice", "SHE-LIST-2", "SHE-LIST-1", "row 1 has the same id"},
		{"id_in_lower_case", "SHE-LIST-1", "she-list-1", "wrong form"},
		{"id_without_a_number", "SHE-LIST-1", "SHE-LIST", "wrong form"},
		{"id_with_zero", "SHE-LIST-1", "SHE-LIST-0", "wrong form"},
		{"no_id", "  - id: SHE-LIST-1\n    level: must", "  - level: must", "wrong form"},
		{"unknown_level", "level: must", "level: msut", `did you mean "must"`},
		{"no_level", "    level: must\n", "", "unknown level"},
		{
			"unknown_operation", "operations: [ListBooks]\n    statement", "operations: [ListBook]\n    statement",
			`did you mean "ListBooks"`,
		},
		{
			"operation_that_is_outside", "operations: [ListBooks]\n    statement", "operations: [BurnShelf]\n    statement",
			"name it under outside",
		},
		{"unknown_outside_operation", "outside: [BurnShelf]", "outside: [BrunShelf]", `did you mean "BurnShelf"`},
		{"outside_operation_that_is_inside", "- id: BurnShelf", "- id: AddBook", "the document does carry it"},
		{"outside_operation_without_a_path", "    path: /shelves/{shelf_id}\n", "", "expected a method and a path"},
		{"outside_operation_without_an_id", "  - id: BurnShelf\n    method", "  - method", "it has no id"},
		{
			"outside_operation_twice", "requirements:\n", "  - {id: BurnShelf, method: GET, path: /}\nrequirements:\n",
			"the id is there twice",
		},
		{"no_statement", "    statement: start_time is inclusive.\n", "", "the statement is empty"},
		{"chosen_without_choice", "    choice: By title.\n", "", "the choice is empty"},
		{"choice_without_chosen", "level: chosen", "level: should", "only rows of level chosen"},
		{"a_percent_sign_in_an_id", "SHE-LIST-1", "\"100%d\"", `"100%d"`},
	}
	refuseEach(t, cases)
	t.Run("everything_at_once", func(t *testing.T) {
		src := shelfSource(t)
		catalogue := string(src.Requirements)
		src.Requirements = []byte(strings.NewReplacer("level: must", "level: x", "By title.", "''", "[BurnShelf]",
			"[X]").Replace(catalogue))
		_, err := spec.Load(src)
		for _, want := range []string{"unknown level", "the choice is empty", "unknown outside operation"} {
			require.ErrorContains(t, err, want)
		}
	})
}

// TestRowsOfOneQuestionAgree plants rows of which one says that nobody answers a question while another insists on an answer.
func TestRowsOfOneQuestionAgree(t *testing.T) {
	catalogue := string(shelfSource(t).Requirements)
	const asked = "    questions: [order]\n"
	require.Contains(t, catalogue, asked)
	plant := func(first, second string) error {
		src := shelfSource(t)
		planted := strings.Replace(strings.Replace(catalogue, asked, "", 1), "    statement: start_time",
			first+"    statement: start_time", 1)
		src.Requirements = []byte(strings.Replace(planted, "    statement: The order", second+"    statement: The order", 1))
		_, err := spec.Load(src)
		return err
	}
	cases := []struct{ name, first, second, want string }{
		{"must_against_chosen", asked, asked, `SHE-LIST-1: level is must, but SHE-LIST-2 says that nobody answers the question "order"`},
		{"settled_says_nothing", asked + "    settled: ' '\n", asked, "SHE-LIST-1: level is must"},
		{
			"nobody_leaves_it_open", "    questions: [orders]\n", asked,
			`SHE-LIST-1: no row of level chosen has the question "orders"; did you mean "order"?`,
		},
		{"wrong_form", "", "    questions: [The order]\n", `SHE-LIST-2: question "The order" has the wrong form`},
		{
			"settled_without_a_question", "    settled: Both hold.\n", asked,
			"SHE-LIST-1: only a row that insists on part of an open question is settled",
		},
		{
			"settled_by_a_choice", "", asked + "    settled: Both hold.\n",
			"SHE-LIST-2: only a row that insists on part of an open question is settled",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { require.ErrorContains(t, plant(c.first, c.second), c.want) })
	}
	t.Run("settled", func(t *testing.T) { require.NoError(t, plant(asked+"    settled: Both hold.\n", asked)) })
}

func TestLoadRefusesSources(t *testing.T) {
	refuseEach(t, []brokenCatalogue{
		{"no_source", "    source: {name: Shelf reference, place: \"ListBooks, start_time\"}\n", "", "source needs a name and a place"},
		{"no_source_name", "{name: Shelf reference, place", "{name: \"\", place", "source needs a name and a place"},
		{"no_source_place", "place: \"ListBooks, start_time\"", "place: \" \"", "source needs a name and a place"},
		{
			"half_a_source_of_a_choice", "level: chosen", "level: chosen\n    source: {name: Shelf reference}",
			"source needs a name and a place",
		},
		{"unknown_source", "{name: Shelf reference, place", "{name: Shelve reference, place", `did you mean "Shelf reference"`},
		{
			"source_that_nobody_cites", "areas:", "  - {name: Old shelf, url: https://example.com/, about: Gone.}\nareas:",
			`no row cites "Old shelf"`,
		},
		{
			"source_twice", "areas:", "  - {name: Shelf reference, url: https://example.com/, about: Again.}\nareas:",
			"the name is there twice",
		},
		{"source_without_a_sentence", "    about: The reference of shelves.\n", "", "expected a name and a sentence about it"},
		{"source_without_a_url", "    url: https://example.com/shelf\n", "", "expected an https URL"},
		{"source_that_is_a_file", "https://example.com/shelf", "shelf.txt", "expected an https URL"},
		{"area_that_no_row_has", "outside:\n", "  - {code: GONE, title: Gone}\noutside:\n", `no row is of "GONE"`},
		{"area_that_is_not_listed", "code: LIST", "code: LISTS", `did you mean "LISTS"`},
		{"area_twice", "outside:\n", "  - {code: LIST, title: Again}\noutside:\n", "the code is there twice"},
		{"area_without_a_title", ", title: Lists", "", "expected a code and a title"},
	})
	t.Run("a_choice_without_a_source_needs_a_page", func(t *testing.T) {
		src := shelfSource(t)
		src.Page = ""
		_, err := spec.Load(src)
		require.ErrorContains(t, err, "row 2 (SHE-LIST-2): source needs a name and a place")
	})
}

package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

// itemsOf are the items of an operation by their ids, without what they all begin with.
func itemsOf(c *spec.Contract, operation string) map[string]spec.Item {
	all := map[string]spec.Item{}
	for _, it := range c.Items() {
		if it.Operation == operation {
			all[strings.TrimPrefix(strings.TrimPrefix(it.ID, c.Name()+"."+operation), ".")] = it
		}
	}
	return all
}

func keysOf[V any](all map[string]V) []string {
	var keys []string
	for key := range all {
		keys = append(keys, key)
	}
	return keys
}

func TestItems(t *testing.T) {
	c := shelf(t)
	t.Run("parameters_values_and_statuses", func(t *testing.T) {
		got := itemsOf(c, "ListBooks")
		require.ElementsMatch(t, []string{
			"", "path.shelf_id", "query.version", "query.version=DRAFT", "query.version=LIVE", "query.start_time", "query.page_size",
			"query.offset", "query.copies", "query.lent", "query.author", "query.isbn", "query.anything", "header.X-Reader",
			"status=200", "status=204", "status=302", "status=304", "status=4XX",
		}, keysOf(got))
		for id, kind := range map[string]spec.ItemKind{
			"": spec.ItemOperation, "path.shelf_id": spec.ItemParameter, "query.version=LIVE": spec.ItemValue,
			"status=302": spec.ItemStatus, "status=4XX": spec.ItemRefusal,
		} {
			require.Equal(t, kind, got[id].Kind, id)
		}
	})
	t.Run("members_of_all_variants", func(t *testing.T) {
		require.ElementsMatch(t, []string{
			"", "body.kind", "body.kind=film", "body.kind=song", "body.minutes", "body.cast", "body.cast[].name", "body.bpm", "status=200",
		}, keysOf(itemsOf(c, "AddItem")))
	})
	t.Run("members_of_parts_and_in_recursion", func(t *testing.T) {
		got := itemsOf(c, "AddBook")
		for _, id := range []string{
			"body.owner", "body.owner.name", "body.owner.age", "body.sequels", "body.small.one", "body.mood=sad", "body.secret_note",
		} {
			require.Contains(t, got, id)
		}
		for _, id := range []string{"body.sequels[].title", "body.id", "body.taste=null", "body.labels[]"} {
			require.NotContains(t, got, id)
		}
	})
	t.Run("lines_are_where_it_is_used", func(t *testing.T) {
		lines := strings.Split(string(c.Document()), "\n")
		for _, it := range c.Items() {
			line := lines[it.Place.Line-1]
			what := it.ID[strings.LastIndexAny(it.ID, ".=")+1:]
			switch {
			case it.Kind == spec.ItemOperation:
				require.Regexp(t, `^ +(get|post|head):$`, line)
			case strings.HasSuffix(it.ID, ".page_size"):
				require.Contains(t, line, "#/components/parameters/PageSize")
			case strings.HasSuffix(it.ID, ".shelf_id"):
				require.Contains(t, line, "#/components/parameters/ShelfID")
			default:
				require.Contains(t, line, what, it.ID)
			}
		}
	})
}

// TestItemsHaveIdsOfTheirOwn although names may hold what ids are put together with.
func TestItemsHaveIdsOfTheirOwn(t *testing.T) {
	document := strings.Replace(string(shelfSource(t).Document), "  /notes:\n", `  /odd:
    post:
      operationId: Odd
      parameters:
        - {name: a, in: query, schema: {type: string, enum: ["b", "b.c", "b=c", "é", ""]}}
        - {name: a=b, in: query, schema: {type: integer, enum: [1, 2]}}
        - {name: page_token, in: query, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                a: {type: object, properties: {b: {type: string}, page_token: {type: string}}}
                page_token: {type: string}
                a.b: {type: array, items: {type: string, enum: [x]}}
      responses:
        default: {description: Whatever}
        5XX: {description: Failed}
  /notes:
`, 1)
	c, err := spec.Load(spec.Source{Name: "odd", Document: []byte(document)})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{
		"", "query.a", "query.a=b", `query.a="b.c"`, `query.a="b=c"`, `query.a="é"`, `query."a=b"`, `query."a=b"=1`,
		`query."a=b"=2`, "page=later", "body.a", "body.a.b", "body.a.page_token", "body.page_token", `body."a.b"`, `body."a.b"[]=x`,
		"status=default", "status=5XX",
	}, keysOf(itemsOf(c, "Odd")))
	seen := map[string]bool{}
	for _, it := range c.Items() {
		require.False(t, seen[it.ID], it.ID)
		seen[it.ID] = true
	}
}

// counter notes how often each item was counted.
type counter struct{ hits map[int]int }

func (c counter) Count(item int) { c.hits[item]++ }

// given are members that were sent.
func given(m map[string]any) spec.Members {
	if m == nil {
		m = map[string]any{}
	}
	return spec.MembersOf(m)
}

// TestCount reads requests and counts what they used.
func TestCount(t *testing.T) {
	c := shelf(t)
	items := c.Items()
	for name, test := range map[string]struct {
		operation string
		use       spec.Use
		want      map[string]int
	}{
		"a_status_of_a_range": {"ListBooks", spec.Use{Params: given(nil), Status: 404}, map[string]int{"status=4XX": 1}},
		"no_such_status":      {"ListBooks", spec.Use{Status: 500}, map[string]int{}},
		"any_other_status":    {"AddBook", spec.Use{Status: 500}, map[string]int{"status=default": 1}},
		"what_is_not_read": {
			"AddBook", spec.Use{Body: given(map[string]any{"title": "x"}), Status: 200}, map[string]int{"status=200": 1},
		},
		"parameters": {
			"ListBooks",
			spec.Use{
				Path:   spec.PathParams{{Name: "shelf_id", Value: "a"}},
				Params: given(map[string]any{"offset": int64(0), "lent": false, "version": "LIVE", "author": ""}), Status: 204,
			},
			map[string]int{
				"": 1, "path.shelf_id": 1, "query.offset": 1, "query.lent": 1, "query.version": 1, "query.version=LIVE": 1, "status=204": 1,
			},
		},
		"each_element": {
			"AddItem",
			spec.Use{Params: given(nil), Body: given(map[string]any{
				"kind": "film", "cast": []any{map[string]any{"name": "a"}, map[string]any{"name": ""}, map[string]any{"name": "c"}},
			}), Status: 200},
			map[string]int{"": 1, "body.kind": 1, "body.kind=film": 1, "body.cast": 1, "body.cast[].name": 2, "status=200": 1},
		},
		"no_object": {"AddItem", spec.Use{Params: given(nil), Status: 200}, map[string]int{"": 1, "status=200": 1}},
		"members_of_another_kind": {
			"AddItem",
			spec.Use{Params: given(nil), Body: given(map[string]any{"cast": map[string]any{"name": "a"}, "minutes": nil}), Status: 200},
			map[string]int{"": 1, "body.cast": 1, "status=200": 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o, found := c.Operation(test.operation)
			require.True(t, found)
			counted, got := counter{map[int]int{}}, map[string]int{}
			o.Count(test.use, counted)
			for i, n := range counted.hits {
				got[strings.TrimPrefix(strings.TrimPrefix(items[i].ID, "shelf."+test.operation), ".")] = n
			}
			require.Equal(t, test.want, got)
		})
	}
}

// TestItemsOfATangle are bounded, however many ways lead through schemas that refer to each other.
func TestItemsOfATangle(t *testing.T) {
	const schemas = 12
	var b strings.Builder
	for i := range schemas {
		fmt.Fprintf(&b, "    S%d:\n      type: object\n      properties:\n", i)
		for j := range schemas {
			fmt.Fprintf(&b, "        m%d: {$ref: '#/components/schemas/S%d'}\n", j, j)
		}
	}
	c, err := spec.Load(spec.Source{Name: "tangle", Document: []byte(`openapi: 3.0.3
info: {title: Tangle, version: "1"}
paths:
  /t:
    post:
      operationId: T
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}
      responses: {"200": {description: All}}
components:
  schemas:
` + b.String())})
	require.NoError(t, err)
	n := len(c.Items())
	require.Greater(t, n, 1000)
	require.Less(t, n, 1000+schemas*(schemas+1))
	require.Equal(t, "tangle.T.status=200", c.Items()[n-1].ID)
}

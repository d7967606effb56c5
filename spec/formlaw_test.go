package spec

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// formValues are right for some schema and wrong for others.
var formValues = []string{
	`null`, `true`, `false`, `0`, `-0`, `1`, `2`, `-1`, `2.5`, `3`, `1.0`, `1e2`, `1E400`, `-2147483649`, `4294967296`,
	`9223372036854775807`,
	`18446744073709551616`, `01`, `tru`, `""`, `"a"`, `"ab"`, `"é😀"`, `"abc"`, `"LIVE"`, `"\u00e9\/\n"`,
	`"\ud800"`, `"\u0000"`, "\"\xff\"", "\"\x02\"",
	`"2026-01-12T09:59:59Z"`, `"2026-01-12"`, `"2026-02-30T00:00:00Z"`, `[]`, `["a"]`, `["a","b"]`,
	`["a","a","b"]`, `[1, null]`, `[1,]`, `[[]]`,
	`{}`, `{"a":"b"}`, `{"a":1}`, `{"a":null}`, `{"a":"b","b":1}`, `{"b":1,"a":{"b":[]}}`, `{"a":"b","a":"c"}`, `{"a":"b","\u0061":"c"}`,
	`{"\u0000":"a"}`, `{"kind":"film","minutes":1}`, `{"minutes":1,"kind":"song","bpm":1}`, `{"id":"x"}`, `{"a":"b"} `, `{"a":"b"}x`,
}

// TestFormsKeepTheLaw tries values that are right for some schema on all of them, and then texts of a document's own names.
func TestFormsKeepTheLaw(t *testing.T) {
	contracts := formContracts(t)
	t.Run("every_value_on_every_schema", func(t *testing.T) {
		taken := 0
		for _, name := range sortedKeys(contracts) {
			for _, s := range everyShape(contracts[name]) {
				for _, text := range formValues {
					if holdForm(t, contracts[name], s, []byte(text)) {
						taken++
					}
				}
			}
		}
		require.Greater(t, taken, 1000, "the values were hardly ever right: they tried nothing")
	})
	t.Run("values_too_deep_for_anybody", func(t *testing.T) {
		c := contracts["keywords"]
		for _, depth := range []int{formDepth, maxDepth, maxDepth + 1} {
			text := `{"x":` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + `}`
			require.Equal(t, depth == formDepth, holdForm(t, c, c.schemas["object"], []byte(text)), depth)
		}
	})
	t.Run("texts_like_those_of_the_documents", func(t *testing.T) {
		taken := 0
		rapid.Check(t, func(t *rapid.T) {
			c := contracts[rapid.SampledFrom(sortedKeys(contracts)).Draw(t, "document")]
			s := c.schemas[rapid.SampledFrom(sortedKeys(c.schemas)).Draw(t, "schema")]
			if holdForm(t, c, s, []byte(drawText(t, s, 3))) {
				taken++
			}
		})
		require.Greater(t, taken, 5, "the texts were hardly ever right: they tried nothing")
	})
}

// drawText makes a JSON text that is more or less what a schema wants.
func drawText(t *rapid.T, s *shape, depth int) string {
	if s == nil || depth == 0 || rapid.IntRange(0, 9).Draw(t, "astray") == 0 {
		return rapid.SampledFrom(formValues).Draw(t, "value")
	}
	if len(s.branches) > 0 {
		return drawText(t, rapid.SampledFrom(s.branches).Draw(t, "branch"), depth)
	}
	space := rapid.SampledFrom([]string{"", "", "", " ", "\n\t"}).Draw(t, "space")
	if s.schema.Type.Is(openapi3.TypeArray) {
		items := make([]string, rapid.IntRange(0, 3).Draw(t, "items"))
		for i := range items {
			items[i] = space + drawText(t, s.items, depth-1)
		}
		return "[" + strings.Join(items, ",") + space + "]"
	}
	if s.schema.Type.Is(openapi3.TypeObject) || len(s.properties) > 0 {
		return "{" + strings.Join(drawMembers(t, s, space, depth), ",") + space + "}"
	}
	return drawScalar(t, s.schema)
}

func drawMembers(t *rapid.T, s *shape, space string, depth int) []string {
	var members []string
	for _, name := range sortedKeys(s.properties) {
		wanted := strings.Contains(strings.Join(s.schema.Required, " ")+" ", name+" ")
		if wanted || rapid.Bool().Draw(t, "member") {
			members = append(members, space+`"`+name+`"`+space+":"+space+drawText(t, s.properties[name], depth-1))
		}
	}
	if rapid.IntRange(0, 5).Draw(t, "extra") == 0 {
		name := rapid.SampledFrom(append([]string{"extra", `e\u0078tra`, "é"}, sortedKeys(s.properties)...)).Draw(t, "name")
		members = append(members, `"`+name+`":`+drawText(t, s.extra, depth-1))
	}
	return members
}

func drawScalar(t *rapid.T, schema *openapi3.Schema) string {
	if len(schema.Enum) > 0 {
		text, _ := json.Marshal(rapid.SampledFrom(schema.Enum).Draw(t, "enum"))
		return string(text)
	}
	switch {
	case schema.Type.Is(openapi3.TypeInteger):
		return rapid.SampledFrom([]string{"0", "7", "-1", "2147483648", "9223372036854775807", "9223372036854775808", "1.0"}).Draw(t,
			"integer")
	case schema.Type.Is(openapi3.TypeNumber):
		return rapid.SampledFrom([]string{"0", "7.5", "-1e3", "1e400"}).Draw(t, "number")
	case schema.Type.Is(openapi3.TypeBoolean):
		return rapid.SampledFrom([]string{"true", "false"}).Draw(t, "boolean")
	case strings.HasPrefix(schema.Format, "date"):
		return rapid.SampledFrom([]string{`"2026-01-12T09:59:59.123Z"`, `"2026-01-12"`, `"2026-02-30T00:00:00Z"`, `"12:00"`}).Draw(t,
			"time")
	}
	text, _ := json.Marshal(rapid.StringOfN(rapid.RuneFrom([]rune("aé\"\\\x00\n/<Z")), 0, 12, -1).Draw(t, "text"))
	return string(text)
}

// TestFormsOfParametersKeepTheLaw holds the forms of single values to kin-openapi.
func TestFormsOfParametersKeepTheLaw(t *testing.T) {
	contracts := formContracts(t)
	var all []*parameter
	of := map[*parameter]*Contract{}
	for _, name := range sortedKeys(contracts) {
		for _, o := range contracts[name].operations {
			for _, p := range o.parameters {
				all, of[p] = append(all, p), contracts[name]
			}
		}
	}
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(all).Draw(t, "parameter")
		n, kind := decode(p, rapid.SampledFrom([]string{
			"LIVE", "live", "", "a", "0", "-1", "5", "10", "99999999999", "true", "2026-01-12", "2026-01-12T00:00:00Z", "2026-13-01",
			"1234",
			"1b4e28ba-2fa1-41d2-883f-0016d3cca427", strings.Repeat("é", 20), strings.Repeat("é", 21), "a b", "demobot1", "-demo",
		}).Draw(t, "text"))
		if kind == "" && p.form.takes(n) {
			taken++
			require.NoError(t, p.schema.VisitJSON(value{node: n}.any(), of[p].settings.scalar...))
		}
	})
	require.Greater(t, taken, 20)
}

func FuzzForms(f *testing.F) {
	contracts := formContracts(f)
	for _, name := range []string{"chatlayer", "inkeep", "control"} {
		for s, texts := range documentExamples(f, contracts[name]) {
			for _, text := range texts {
				f.Add(name, s.place, []byte(text))
			}
		}
	}
	f.Add("shelf", "/components/schemas/Book",
		[]byte(`{"title":"\ud83d\ude00","pages":1,"seed":18446744073709551615,"free":{"a":[1e9,-0]},"mood":null}`))
	f.Add("shelf", "/components/schemas/Item", []byte(`{"minutes":1,"x":[{"kind":"song"},"}"],"kind":"film"}`))
	f.Fuzz(func(t *testing.T, name, place string, text []byte) {
		if c := contracts[name]; c != nil {
			if s := c.schemas[strings.TrimPrefix(place, "/components/schemas/")]; s != nil {
				holdForm(t, c, s, text)
			}
		}
	})
}

package fault

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var failure = Effect{Status: 500}

// mistaken is a fault with a piece of each of its mistakes.
type mistaken struct {
	name  string
	fault Fault
	want  []string
}

func mistakenRequests() []mistaken {
	return []mistaken{
		{"nothing_at_all", Fault{}, []string{"no effect and no delay"}},
		{"two_effects", Fault{Effect: Effect{Status: 500, Reset: true}}, []string{"status and reset, expected one effect"}},
		{
			"all_effects",
			Fault{Effect: Effect{Status: 500, Rate: &Rate{1, 1}, Reset: true, Drip: 1, Malformed: true, ContentType: "x/y"}},
			[]string{"status and rate and reset and drip and malformed and content_type"},
		},
		{"an_unknown_operation", Fault{Match: Match{Operation: "ListEvent"}, Effect: failure}, []string{`did you mean "ListEvents"?`}},
		{"a_page_of_no_list", Fault{Match: Match{Operation: "TrackEvent", Page: Later}, Effect: failure}, []string{"/match/page"}},
		{"an_unknown_page", Fault{Match: Match{Page: "last"}, Effect: failure}, []string{`"first" or "later"`}},
		{
			"a_method_that_the_operation_has_not",
			Fault{Match: Match{Operation: "ListEvents", Method: "POST"}, Effect: failure},
			[]string{"expected one of GET, HEAD"},
		},
		{"a_method_that_no_operation_has", Fault{Match: Match{Method: "get"}, Effect: failure}, []string{"GET, POST, HEAD"}},
		{"a_header_with_no_name", Fault{Match: Match{Header: map[string]string{"a b": ""}}, Effect: failure}, []string{"name of a header"}},
		{"the_host", Fault{Match: Match{Header: map[string]string{"host": "x"}}, Effect: failure}, []string{"never told by its host"}},
		{"a_parameter_with_no_name", Fault{Match: Match{Query: map[string]string{"": "x"}}, Effect: failure}, []string{"without a name"}},
	}
}

func mistakenEffects() []mistaken {
	return []mistaken{
		{
			"negative_counts",
			Fault{When: When{Skip: -1, First: -1, Every: -1, For: -1}, Effect: failure},
			[]string{"/when/skip", "/when/first", "/when/every", "/when/for"},
		},
		{"no_probability", Fault{When: When{Probability: 1.1}, Effect: failure}, []string{"/when/probability"}},
		{"no_number", Fault{When: When{Probability: math.NaN()}, Effect: failure}, []string{"/when/probability"}},
		{"two_delays", Fault{Delay: Delay{Fixed: 1, P50: 1, P99: 1}}, []string{"a duration and percentiles"}},
		{"half_a_delay", Fault{Delay: Delay{P99: 1}}, []string{"/delay/p50"}},
		{"percentiles_the_wrong_way_round", Fault{Delay: Delay{P50: 2, P99: 1}}, []string{"at least p50"}},
		{"too_long", Fault{Delay: Delay{Fixed: 2 * time.Hour}, Effect: Effect{Drip: 2 * time.Hour}}, []string{"/delay:", "/drip:"}},
		{"no_status", Fault{Effect: Effect{Status: 100}}, []string{"from 200 to 599"}},
		{
			"an_answer_without_a_status",
			Fault{Effect: Effect{Headers: map[string]string{"A": ""}, Body: new(string), Reset: true}},
			[]string{"/headers:", "/body:"},
		},
		{"a_body_that_cannot_be", Fault{Effect: Effect{Status: 204, Body: new(string)}}, []string{"such an answer has no body"}},
		{"headers_that_cannot_be", Fault{Effect: Effect{Status: 500, Headers: map[string]string{
			"content-length": "1", "a b": "", "A": "x\r\nB: y",
		}}}, []string{"/headers/content-length", "/headers/a b", "/headers/A"}},
		{"no_rate", Fault{Effect: Effect{Rate: &Rate{}}}, []string{"/rate/per_second", "/rate/burst"}},
		{"after_bytes_without_reset", Fault{Effect: Effect{Status: 500, AfterBytes: new(int64)}}, []string{"reset: true beside it"}},
		{"no_content_type", Fault{Effect: Effect{ContentType: "text/html\n"}}, []string{"/content_type"}},
		{"everything_at_once", Fault{
			Match: Match{Operation: "x", Page: "y", Method: "z"}, When: When{First: -1}, Delay: Delay{P99: 1}, Effect: Effect{Status: 1},
		}, []string{"/match/operation", "/match/page", "/match/method", "/when/first", "/delay/p50", "/status"}},
	}
}

func TestMistakesOfAFault(t *testing.T) {
	for _, tt := range append(mistakenRequests(), mistakenEffects()...) {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newSet(t).Add(tt.fault)
			require.Error(t, err)
			require.Len(t, strings.Split(err.Error(), "\n"), len(tt.want), "%v", err)
			for _, want := range tt.want {
				require.ErrorContains(t, err, want)
			}
		})
	}
	for name, f := range map[string]Fault{
		"delay_alone":     {Delay: Delay{Fixed: time.Hour}},
		"drawn_delay":     {Delay: Delay{P50: 1, P99: 1}},
		"reset_behind":    {Effect: Effect{Reset: true, AfterBytes: new(int64)}},
		"empty_body":      {Effect: Effect{Status: 500, Body: new(string)}},
		"no_content":      {Effect: Effect{Status: 204, Headers: map[string]string{"X-A": "", "Connection": "close"}}},
		"head":            {Match: Match{Operation: "ListEvents", Method: "HEAD", Page: First}, Effect: failure},
		"all_that_is_set": {When: When{1, 1, 1, 1, 1}, Effect: failure},
	} {
		_, err := newSet(t).Add(f)
		require.NoError(t, err, name)
	}
}

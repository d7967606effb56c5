package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

type badQuery struct{ name, query, word string }

// badQueries are arguments that overlay puts over good ones, and a word that the refusal must have.
func badQueries() []badQuery {
	return []badQuery{
		{"page_size_negative", "page_size=-1", "page_size"},
		{"page_size_minus_zero", "page_size=-0", "page_size"},
		{"page_size_plus", "page_size=%2B5", "page_size"},
		{"page_size_leading_zero", "page_size=05", "page_size"},
		{"page_size_exponent", "page_size=1e3", "page_size"},
		{"page_size_fraction", "page_size=10.0", "page_size"},
		{"page_size_hexadecimal", "page_size=0x10", "page_size"},
		{"page_size_word", "page_size=ten", "page_size"},
		{"page_size_2^31", "page_size=2147483648", "page_size"},
		{"page_size_2^63", "page_size=9223372036854775808", "page_size"},
		{"page_size_endless", "page_size=" + strings.Repeat("9", 400), "page_size"},
		{"page_size_empty", "page_size=", "page_size"},
		{"page_size_space", "page_size=%2010", "page_size"},
		{"page_size_arabic_digits", "page_size=%D9%A1%D9%A0", "page_size"},
		{"page_size_twice", "page_size=5&page_size=5", "page_size"},
		{"start_time_missing", "!start_time", "start_time"},
		{"end_time_missing", "!end_time", "end_time"},
		{"start_time_empty", "start_time=", "start_time"},
		{"end_time_empty", "end_time=", "end_time"},
		{"start_time_twice", "&start_time=2026-01-02", "start_time"},
		{"end_time_day_that_does_not_exist", "end_time=2026-02-30", "end_time"},
		{"end_time_29_February", "end_time=2025-02-29T00:00:00Z", "end_time"},
		{"end_time_month_13", "end_time=2026-13-01", "end_time"},
		{"end_time_day_0", "end_time=2026-01-00", "end_time"},
		{"end_time_hour_24", "end_time=2026-01-10T24:00:00Z", "end_time"},
		{"end_time_minute_60", "end_time=2026-01-10T10:60:00Z", "end_time"},
		{"end_time_leap_second", "end_time=2026-12-31T23:59:60Z", "end_time"},
		{"end_time_offset_25", "end_time=2026-01-10T10:00:00%2B25:00", "end_time"},
		{"end_time_without_zone", "end_time=2026-01-10T10:00:00", "end_time"},
		{"end_time_plus_as_space", "end_time=2026-01-10T10:00:00+01:00", "end_time"},
		{"end_time_comma", "end_time=2026-01-10T10:00:00,5Z", "end_time"},
		{"end_time_space_for_t", "end_time=2026-01-10%2010:00:00Z", "end_time"},
		{"end_time_epoch", "end_time=1768478400", "end_time"},
		{"end_time_year_only", "end_time=2026", "end_time"},
		{"end_time_week", "end_time=2026-W02", "end_time"},
		{"end_time_now", "end_time=now", "end_time"},
		{"end_time_year_of_five_digits", "end_time=12026-01-01", "end_time"},
		{"reversed", "end_time=2025-12-31T23:59:59.999999999Z", "end_time"},
		{"reversed_by_a_nanosecond", "end_time=2025-12-31T23:59:59.999999999Z", "start_time"},
		{"reversed_by_the_offset", "end_time=2026-01-01T00:30:00%2B01:00", "end_time"},
		{"token_garbage", "page_token=garbage", "page_token"},
		{"user_twice", "user_id=a&user_id=b", "user_id"},
		{"user_not_utf8", "user_id=%FF", "user_id"},
		{"semicolon", "user_id=a;event=b", ";"},
		{"bad_escape", "user_id=%zz", ""},
	}
}

// TestBadQuery sends bad arguments in the query of both GET lists.
func TestBadQuery(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for _, tt := range badQueries() {
		t.Run(tt.name, func(t *testing.T) {
			for _, target := range []string{streamOf(ownBot(t)) + "?version=LIVE&", teamOf("demo-team") + "?"} {
				c.get(t, target+overlay(tt.query)).refusedByChatlayer(t, http.StatusBadRequest, tt.word)
			}
		})
	}
	for _, version := range []string{"", "live", "Live", "TEST", "LIVE ", "DRAFT,LIVE"} {
		a := everything().with(args{"version": version})
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			c.ask(t, method, ownBot(t), a).refusedByChatlayer(t, http.StatusBadRequest, "version", "DRAFT")
		}
	}
	t.Run("every_mistake_is_named", func(t *testing.T) {
		r := c.get(t, streamOf(ownBot(t))+"?page_size=ten&start_time=x")
		r.refusedByChatlayer(t, http.StatusBadRequest, "page_size", "start_time", "end_time", "version")
		require.True(t, strings.HasPrefix(r.header.Get("Understudy-Violations"), "4; id="), r.header.Get("Understudy-Violations"))
	})
}

// overlay puts one argument over a query that is good without it. "!name" takes one out, "&…" adds to it.
func overlay(argument string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(argument, "!"), "=")
	var query []string
	for _, good := range []string{"start_time=2026-01-01", "end_time=2026-02-01"} {
		if !strings.HasPrefix(good, name+"=") && good != "!"+name {
			query = append(query, good)
		}
	}
	if !strings.HasPrefix(argument, "!") {
		query = append(query, strings.TrimPrefix(argument, "&"))
	}
	return strings.Join(query, "&")
}

// TestBadListBody sends bad arguments in the body of POST.
func TestBadListBody(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	for _, tt := range []struct{ name, members, pointer string }{
		{"page_size_negative", `"page_size":-1`, "/page_size"},
		{"page_size_exponent", `"page_size":1e3`, "/page_size"},
		{"page_size_fraction", `"page_size":10.0`, "/page_size"},
		{"page_size_text", `"page_size":"10"`, "/page_size"},
		{"page_size_word", `"page_size":"ten"`, "/page_size"},
		{"page_size_2^31", `"page_size":2147483648`, "/page_size"},
		{"page_size_2^64", `"page_size":18446744073709551616`, "/page_size"},
		{"page_size_null", `"page_size":null`, "/page_size"},
		{"page_size_bool", `"page_size":true`, "/page_size"},
		{"page_token_number", `"page_token":1`, "/page_token"},
		{"page_token_garbage", `"page_token":"garbage"`, "/page_token"},
		{"event_null", `"event":null`, "/event"},
		{"user_list", `"user_id":["a"]`, "/user_id"},
		{"campaign_object", `"campaign_id":{}`, "/campaign_id"},
		{"filters_object", `"filters":{}`, "/filters"},
		{"filters_null", `"filters":null`, "/filters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			body := `{"version":"LIVE","start_time":"2026-01-01","end_time":"2026-02-01",` + tt.members + `}`
			c.post(t, streamOf(bot), body).refusedByChatlayer(t, http.StatusBadRequest, tt.pointer)
		})
	}
	for name, over := range map[string]args{
		"start_time_missing": {"start_time": nil}, "end_time_missing": {"end_time": nil}, "version_missing": {"version": nil},
		"start_time_empty": {"start_time": ""}, "end_time_number": {"end_time": 1768478400},
		"end_time_impossible":   {"end_time": "2026-04-31"},
		"end_time_before_start": {"start_time": "2026-01-02", "end_time": "2026-01-01"},
	} {
		t.Run(name, func(t *testing.T) {
			word, _, _ := strings.Cut(name, "_time")
			c.ask(t, http.MethodPost, bot, everything().with(over)).refusedByChatlayer(t, http.StatusBadRequest,
				strings.TrimSuffix(word, "_missing"))
		})
	}
	t.Run("arguments_in_the_query_do_not_count", func(t *testing.T) {
		c.post(t, streamOf(bot)+"?"+everything().query(), `{}`).refusedByChatlayer(t, http.StatusBadRequest, "version", "start_time",
			"end_time")
	})
}

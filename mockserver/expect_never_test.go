package mockserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// never are expectations that no request can meet, with what is said of them.
var never = map[string][]string{
	`{"status":"40x"}`:                           {"/status", "a status such as 404"},
	`{"status":"abc"}`:                           {"/status", "a status such as 404"},
	`{"status":""}`:                              {"/status", "a status such as 404"},
	`{"status":999}`:                             {"/status", "a status such as 404"},
	`{"status":404.5}`:                           {"/status", "a status such as 404"},
	`{"status":-1}`:                              {"/status", "a status such as 404"},
	`{"status":null}`:                            {"/status"},
	`{"status":[404,409]}`:                       {"/status", "^(404|409)$"},
	`{"status":{"code":404}}`:                    {"/status", "a status such as 404"},
	`{"method":"FETCH"}`:                         {"/method", "one of GET, HEAD, POST"},
	`{"method":"POSTS"}`:                         {"/method", "did you mean \"POST\"?"},
	`{"method":""}`:                              {"/method", "one of GET"},
	`{"operation":""}`:                           {"/operation", "one of ListEvents"},
	`{"header":{"X":{"a":1}}}`:                   {"/header/X", "a text, a number"},
	`{"header":{"X":null}}`:                      {"/header/X", "$absent"},
	`{"header":{"X":{}}}`:                        {"/header/X", "a text, a number"},
	`{"header":{"host":"x"}}`:                    {"/header/host", "never told by its host"},
	`{"query":{"a":{"b":1}}}`:                    {"/query/a", "a text, a number"},
	`{"query":{"a":[{"b":1}]}}`:                  {"/query/a", "a text, a number"},
	`{"query":{"a":[["b"]]}}`:                    {"/query/a", "lists in it"},
	`{"path":{"a":"/v1"}}`:                       {"/path", "a text, or"},
	`{"path":7}`:                                 {"/path", "in quotes"},
	`{"path":["/v1/echo"]}`:                      {"/path", "a text, or"},
	`{"path":{"$absent":true}}`:                  {"/path", "leave path out"},
	`{"path":"v1/echo"}`:                         {"/path", "begins with /"},
	`{"path":"/~neg/v1/echo"}`:                   {"/path", "leave /~NAME out"},
	`{"path":{"$regex":"^/~neg"}}`:               {"/path", "leave /~NAME out"},
	`{"path":"/v1/echo?x=1"}`:                    {"/path", `{"query":{"name":"value"}}`},
	`{"path":"/v1/echo#top"}`:                    {"/path", "without its query"},
	`{"path":"/v1/a%20b"}`:                       {"/path", `write "/v1/a b"`},
	`{"path":"/__understudy/reset"}`:             {"/path", "in no journal"},
	`{"path":{"$regex":"^v1/"}}`:                 {"/path", "begins with /: write ^/"},
	`{"status":{"$regex":"^4xx$"}}`:              {"/status", "such as ^4..$"},
	`{"status":{"$regex":"6.."}}`:                {"/status", "100 to 599"},
	`{"header":{"X Trace":"1"}}`:                 {"/header/X Trace", "the name of a header"},
	`{"header":{"":"1"}}`:                        {"/header/", "the name of a header"},
	`{"header":{"X-Trace:":"1"}}`:                {"/header/X-Trace:", "letters, digits and hyphens"},
	`{"header":{"transfer-encoding":"chunked"}}`: {"/header/transfer-encoding", "how a body was sent"},
	`{"header":{"X":" 1"}}`:                      {"/header/X", "without space around it"},
	`{"header":{"X":["1","a\nb"]}}`:              {"/header/X", "without line breaks"},
	`{"header":{"X-A":"1","x-a":"2"}}`:           {"/header/x-a", "each header once"},
	`{"in_order":[{"status":999},{"method":"FETCH"},{"path":"/~a/b"}]}`: {
		"/in_order/0/status", "/in_order/1/method", "/in_order/2/path",
	},
}

// What no request can be is a mistake: expected not to come, it would prove nothing.
func TestExpectRefusesWhatNoRequestCanBe(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for expectation, says := range never {
		expectation = strings.Replace(expectation, "{", `{"exactly":0,`, 1)
		if strings.Contains(expectation, "in_order") {
			expectation = strings.Replace(expectation, `"exactly":0,`, "", 1)
		}
		r := nobody(s).post(t, journalPath+"/expect", expectation)
		r.refusedByControl(t, http.StatusBadRequest)
		for _, text := range says {
			require.Contains(t, strings.ReplaceAll(r.body, `\"`, `"`), text, expectation)
		}
		r.keeps(t, "ExpectExchanges")
	}
}

func TestJournalAndExpectAgreeOnStatusesAndMethods(t *testing.T) {
	s := mockserver.Start(t, quiet())
	for text, good := range map[string]bool{
		"0": true, "100": true, "404": true, "599": true, "4xx": true, "5xx": true,
		"": false, "1": false, "40": false, "40x": false, "600": false, "6xx": false, "0xx": false, "4040": false, "abc": false,
	} {
		require.Equal(t, good, nobody(s).get(t, journalPath+"?status="+text).status == http.StatusOK, text)
		require.Equal(t, !good, nobody(s).post(t, journalPath+"/expect", `{"status":"`+text+`"}`).status == http.StatusBadRequest, text)
	}
	for text, good := range map[string]bool{"POST": true, "OPTIONS": true, "TRACE": true, "FETCH": false, "PO ST": false} {
		r := nobody(s).get(t, journalPath+"?method="+url.QueryEscape(text))
		require.Equal(t, good, r.status == http.StatusOK, text)
		require.Equal(t, !good, nobody(s).post(t, journalPath+"/expect", `{"method":"`+text+`"}`).status == http.StatusBadRequest, text)
	}
}

package chatlayer_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestAttributesOfTheMockPass(t *testing.T) {
	t.Parallel()
	requireAllPass(t, against(t, mockserver.Options{}, only("chatlayer.attributes.*")), "attributes")
}

// What an operator means and how filters combine nobody says: no reading of them is accused, and each is told.
// requireRecordedReadings wants each variant to be accused of nothing, and the check beside it to tell another reading than that of the
// mock.
func requireRecordedReadings(t *testing.T, told map[string]string) {
	t.Helper()
	usual := map[string]string{}
	for _, c := range against(t, mockserver.Options{EventsPerBot: 50}, only("chatlayer.attributes.*")).Checks {
		usual[c.ID] = c.Message
	}
	for variant, by := range told {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			report := against(t, mockserver.Options{Variants: []string{variant}, EventsPerBot: 50}, only("chatlayer.attributes.*"))
			for _, c := range report.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s", c.ID, c.Message)
				if c.ID == "chatlayer.attributes."+by {
					require.Equal(t, conformance.Pass, c.Outcome, c.Message)
					require.NotEqual(t, usual[c.ID], c.Message)
					require.NotContains(t, c.Message, "means equality")
				}
			}
		})
	}
}

// What a server refuses nobody has seen the meaning of.
func TestRefusedAttributeFiltersAreCalledSo(t *testing.T) {
	t.Parallel()
	byMember := regexp.MustCompile(`"key":"user_id","operator":"[^"]*","value":\["[^"]*_mia"\]`)
	turned := regexp.MustCompile(`"filters":\[{"key":"user_id".*"key":"colour"`)
	m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if byMember.Match(body) || turned.Match(body) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents},
		only("chatlayer.attributes.member-name", "chatlayer.attributes.order"),
		func(target *conformance.Target) { target.URL = front.URL })
	for id, says := range map[string]string{
		"chatlayer.attributes.member-name": "one with the id of a user is refused with status 400",
		"chatlayer.attributes.order":       "refused with status 400 in the other",
	} {
		_, message := outcome(t, report, id)
		require.Contains(t, message, says, id)
	}
}

// The same run asks the same in the same order.
func TestOddKeysAreTrackedInOneOrder(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile(`"attributes":{[^}]*"([^"]*)":"here"`)
	tracked := func() (keys []string) {
		m := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if found := key.FindSubmatch(body); found != nil {
				keys = append(keys, string(found[1]))
			}
			m.ServeHTTP(w, r)
		}))
		t.Cleanup(front.Close)
		against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, only("chatlayer.attributes.keys"),
			func(target *conformance.Target) { target.URL = front.URL })
		return keys
	}
	first := tracked()
	require.NotEmpty(t, first)
	require.Equal(t, first, tracked())
}

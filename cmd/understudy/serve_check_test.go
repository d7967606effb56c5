package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/control"
)

// told are the events of a run by their names.
type told map[string][]json.RawMessage

func (e told) take(event string, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		text = []byte(err.Error())
	}
	e[event] = append(e[event], text)
}

func TestChecksOfTheMock(t *testing.T) {
	s := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	events := told{}
	order := control.CheckOrder{
		API: "inkeep", Target: s.URL, Settings: map[string][]string{"bearer": {"demo-api-key"}}, Only: []string{"inkeep.transport.*"},
	}
	require.NoError(t, checks(suites.All()).Run(t.Context(), order, events.take))
	require.NotEmpty(t, events["progress"])
	require.Len(t, events["report"], 1)
	var report conformance.Report
	require.NoError(t, json.Unmarshal(events["report"][0], &report))
	require.Equal(t, "inkeep", report.API)
	require.Empty(t, report.Findings)
	require.Len(t, events["result"], len(report.Checks)-report.Summary.Skip)
	require.NotEmpty(t, events["result"])
}

func TestChecksThatTheMockDoesNotRun(t *testing.T) {
	key := map[string][]string{"bearer": {"key"}}
	for name, tt := range map[string]struct {
		order control.CheckOrder
		says  []string
	}{
		"an_api_without_checks": {control.CheckOrder{API: "slack"}, []string{"no checks of slack"}},
		"another_machine": {
			control.CheckOrder{API: "inkeep", Target: "https://api.example.com", Settings: key}, []string{"example.com is not on loopback"},
		},
		"every_address_of_this_one": {
			control.CheckOrder{API: "inkeep", Target: "http://0.0.0.0:1", Settings: key}, []string{"0.0.0.0:1 is not on loopback"},
		},
		"no_target": {control.CheckOrder{API: "inkeep", Settings: key, Target: "ftp://127.0.0.1"}, []string{"no http or https URL"}},
		"settings_that_are_missing_and_that_there_are_not": {
			control.CheckOrder{API: "chatlayer", Target: "http://127.0.0.1:1", Settings: key},
			[]string{`no setting "bearer"`, "setting basic is missing", "setting bot is missing"},
		},
		"checks_that_there_are_not": {
			control.CheckOrder{API: "inkeep", Target: "http://127.0.0.1:1", Settings: key, Only: []string{"inkeep.nothing"}},
			[]string{"matches no check"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			events := told{}
			err := checks(suites.All()).Run(t.Context(), tt.order, events.take)
			for _, text := range tt.says {
				require.ErrorContains(t, err, text)
			}
			require.Empty(t, events, "it is refused before anything is sent")
		})
	}
}

func TestSuitesOfTheMock(t *testing.T) {
	for i, s := range checks(suites.All()).Suites() {
		suite := suites.All()[i]
		require.Equal(t, suite.API, s.API)
		require.Len(t, suite.Checks, int(s.Checks))
		require.Len(t, s.Settings, len(suite.Flags))
		require.NotContains(t, strings.ToLower(s.Settings[0].Help), "--")
	}
}

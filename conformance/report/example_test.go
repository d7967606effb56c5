package report_test

import (
	"fmt"
	"os"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// The report of a run goes to any number of writers.
func Example() {
	run := conformance.Report{
		API: "chatlayer", Target: "http://127.0.0.1:8080", Seed: 1, Verdict: conformance.Incomplete,
		Reason: "1 check of level must could not be told: chatlayer.time.tie",
		Checks: []conformance.Result{{
			ID: "chatlayer.time.tie", Level: conformance.Must, Title: "events of one instant stay together", Area: "time",
			Outcome: conformance.Inconclusive, Message: "0 ties",
		}},
	}
	if err := report.Write(os.Stdout, "junit", run, report.Options{}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(report.Write(os.Stdout, "jnuit", run, report.Options{}))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <testsuites name="understudy check chatlayer" tests="1" failures="0" errors="1" skipped="0" time="0.000">
	//   <testsuite name="time" tests="1" failures="0" errors="1" skipped="0" time="0.000">
	//     <properties>
	//       <property name="api" value="chatlayer"></property>
	//       <property name="target" value="http://127.0.0.1:8080"></property>
	//       <property name="version" value=""></property>
	//       <property name="seed" value="1"></property>
	//       <property name="run" value=""></property>
	//       <property name="verdict" value="incomplete"></property>
	//     </properties>
	//     <testcase name="chatlayer.time.tie events of one instant stay together" classname="chatlayer.time" time="0.000">
	//       <properties>
	//         <property name="requirement" value=""></property>
	//         <property name="level" value="must"></property>
	//         <property name="source" value=""></property>
	//       </properties>
	//       <error message="inconclusive: 0 ties" type="inconclusive">source: &#xA;message: 0 ties&#xA;</error>
	//     </testcase>
	//   </testsuite>
	// </testsuites>
	// unknown report format "jnuit"; expected one of html, json, junit, markdown; did you mean "junit"?
}

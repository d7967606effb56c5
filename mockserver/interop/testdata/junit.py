"""Reads a JUnit file as CI tools do and prints what they would show, as JSON."""

import json
import sys

from junitparser import Error, Failure, JUnitXml, Skipped

kinds = {Failure: "failed", Error: "error", Skipped: "skipped"}
cases = []
suites = JUnitXml.fromfile(sys.argv[1])
for suite in suites:
    counted = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for case in suite:
        outcomes = [kinds[type(r)] for r in case.result] or ["passed"]
        assert len(outcomes) == 1, f"{case.name} has several results: {outcomes}"
        message = case.result[0].message if case.result else ""
        cases.append({"class": case.classname, "name": case.name, "outcome": outcomes[0], "message": message, "seconds": case.time})
        counted["tests"] += 1
        for outcome, total in {"failed": "failures", "error": "errors", "skipped": "skipped"}.items():
            counted[total] += outcomes == [outcome]
    for total, number in counted.items():
        assert getattr(suite, total) == number, f"{suite.name}: {total} is {getattr(suite, total)}, and {number} are there"

print(json.dumps({"tests": suites.tests, "failures": suites.failures, "errors": suites.errors, "skipped": suites.skipped, "cases": cases}))

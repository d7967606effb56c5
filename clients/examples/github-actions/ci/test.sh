#!/bin/sh
# Runs the tests on the mock of understudy exec, and keeps what they broke of the contract in the forms that GitHub shows.
pytest --numprocesses auto --junitxml junit.xml
status=$?

violations() {
	curl --fail --silent --show-error "$UNDERSTUDY_URL/__understudy/violations?format=$1"
}
violations junit >violations.xml
violations sarif >violations.sarif
violations github # annotations
exit $status

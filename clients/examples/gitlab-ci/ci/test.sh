#!/bin/sh
# Runs the tests on the mock of understudy exec, and keeps what they broke of the contract in the form that GitLab shows.
pytest --numprocesses auto --junitxml junit.xml
status=$?
curl --fail --silent --show-error "$UNDERSTUDY_URL/__understudy/violations?format=junit" >violations.xml
exit $status

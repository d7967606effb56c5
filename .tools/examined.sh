#!/usr/bin/env bash
# What of the packages that run under the race detector has to be run without it, too:
#   examined.sh tests              the tests in files that name the examination's tag, as a pattern for `go test -run`
#   examined.sh packages TESTS PACKAGE…  those of the packages that have such tests, which are a pattern; no other needs to be linked
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case $1 in
tests)
	grep -rlwE --include='*_test.go' examination conformance mockserver | xargs sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' | sort -u | paste -sd '|' -
	;;
packages)
	names=${2#^}
	names=${names%\$}
	for package in "${@:3}"; do
		if grep -qE "^func $names\(" "$package"/*_test.go; then echo "$package"; fi
	done
	;;
esac

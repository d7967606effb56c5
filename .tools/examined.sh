#!/usr/bin/env bash
# What the examination's tag brings or changes, so that nothing else is linked and run once more:
#   examined.sh tests               the tests in files that name the tag, as names for `go test -run`
#   examined.sh packages TESTS DIR… the packages below the folders that have such files or one of TESTS, a pattern of names
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
go=${GO:-go}
case $1 in
tests)
	grep -rlwE --include='*_test.go' examination conformance cmd mockserver | xargs sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' | sort -u | paste -sd '|' -
	;;
packages)
	tests=$2
	shift 2
	grep -rlE --include='*_test.go' "^func ($tests)\(|\bexamination\b" "$@" | xargs dirname | sed 's|^|./|' | sort -u | xargs "$go" list
	;;
esac

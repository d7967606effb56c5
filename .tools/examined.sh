#!/usr/bin/env bash
# Prints the tests that the examination's tag brings or changes, as names for `go test -run`: those in files that name the tag.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
grep -rlwE --include='*_test.go' examination conformance cmd | xargs sed -n 's/^func \(Test[A-Za-z0-9_]*\)(.*/\1/p' | sort -u | paste -sd '|' -

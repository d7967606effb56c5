#!/usr/bin/env bash
# Finds every fuzz target and runs each for FUZZTIME (default 3s). A failing input is kept by go test under testdata/fuzz.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
go=${GO:-go}

# `go test -list` prints a package's targets, then its "ok" line with the package's name. The flags are those of the unit
# tests, so that nothing is compiled twice.
list=$("$go" test -race -list '^Fuzz' ./...) || {
	echo "$list" >&2
	exit 1
}
targets=$(awk '/^Fuzz/ { names = names " " $1 } /^(ok|\?|---)/ { n = split(names, t, " "); for (i = 1; i <= n; i++) print $2, t[i]; names = "" }' <<<"$list")
if [[ -z $targets ]]; then
	echo "no fuzz target found, although the parsers have some" >&2
	exit 1
fi

# Go before 1.27 may call the end of the time a failure (go.dev/issue/75804). That one names no input and says nothing else.
time_is_up() {
	! grep -q 'Failing input written' <<<"$1" && [[ $(grep -A1 '^--- FAIL' <<<"$1" | tail -n +2) == '    context deadline exceeded' ]]
}

while read -r package name; do
	printf '%s %s\n' "$package" "$name"
	# A failure prints everything, a success is silent. Inputs are made smaller in a few tries, or that would take all the time.
	output=$("$go" test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-3s}" -fuzzminimizetime 100x -parallel 2 "$package" 2>&1) ||
		time_is_up "$output" || {
		echo "$output" >&2
		exit 1
	}
done <<<"$targets"

#!/usr/bin/env bash
# Finds every fuzz target and runs each for FUZZTIME, two at a time. A failing input is kept under testdata/fuzz. The arguments are for the
# compiler: `-fuzz .` has it note what an input reaches.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
go=${GO:-go}
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT
corpus=$("$go" env GOCACHE)/fuzz

# Prints PACKAGE FOLDER NAME for each target. They are read from the files: to ask the tests for them would link every one.
targets() {
	"$go" list -f '{{$p := .}}{{range .TestGoFiles}}{{$p.ImportPath}} {{$p.Dir}} {{.}}
{{end}}{{range .XTestGoFiles}}{{$p.ImportPath}} {{$p.Dir}} {{.}}
{{end}}' ./... | while read -r package folder file; do
		[[ -z $file ]] || sed -n "s|^func \(Fuzz[A-Za-z0-9_]*\)(.*|$package $folder \1|p" "$folder/$file"
	done
}

# Go before 1.27 may call the end of the time a failure (go.dev/issue/75804). That one names no input and says nothing else.
time_is_up() {
	! grep -q 'Failing input written' <<<"$1" && [[ $(grep -A1 '^--- FAIL' <<<"$1" | tail -n +2) == '    context deadline exceeded' ]]
}

# A failure prints everything, a success is silent. Inputs are made smaller in a few tries, or that would take all the time.
fuzz() { # fuzz PROGRAM CORPUS PACKAGE FOLDER NAME
	local output
	output=$(cd "$4" && "$1" -test.run '^$' -test.fuzz "^$5\$" -test.fuzztime "$FUZZTIME" -test.fuzzminimizetime 100x \
		-test.parallel 1 -test.fuzzcachedir "$2/$3" 2>&1) || time_is_up "$output" || {
		printf '%s %s\n%s\n' "$3" "$5" "$output" >&2
		return 1
	}
	printf '%s %s\n' "$3" "$5"
}
export -f fuzz time_is_up

found=$(targets)
if [[ -z $found ]]; then
	echo "no fuzz target found, although the parsers have some" >&2
	exit 1
fi
for package in $(cut -d ' ' -f 1 <<<"$found" | sort -u); do
	GOGC=400 "$go" test -c -vet=off -ldflags=-s "$@" -o "$programs/${package//\//-}" "$package"
done
while read -r package folder name; do
	printf '%s\0' "$programs/${package//\//-}" "$corpus" "$package" "$folder" "$name"
done <<<"$found" | xargs -0 -n 5 -P 2 bash -c 'fuzz "$@"' fuzz

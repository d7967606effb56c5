#!/usr/bin/env bash
# Fails if `go generate` changes, adds or removes a file. Compares the tree with itself, so uncommitted work is no hindrance.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

manifest() { # every file that git tracks or would add, with its checksum
	git ls-files --cached --others --exclude-standard -z -- '*.go' '*.yaml' '*.json' '*.md' '*.txt' | sort -zu |
		while IFS= read -r -d '' file; do
			if [[ -f $file ]]; then printf '%s\0' "$file"; fi
		done | xargs -0 sha256sum
}

before=$(manifest)
make generate
after=$(manifest)
if [[ $before != "$after" ]]; then
	echo "generated files were out of date; they have been written anew, commit them:" >&2
	diff <(echo "$before") <(echo "$after") | sed -n 's/^[<>] [0-9a-f]*  /  /p' | sort -u >&2
	exit 1
fi

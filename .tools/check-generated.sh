#!/usr/bin/env bash
# Fails if `make generate` changes, adds or removes a file. It works on a copy, since other checks read the files at the same time, and
# since uncommitted work is no hindrance.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/before"

# Every file that git tracks or would add, unless it was removed.
git ls-files --cached --others --exclude-standard -z | sort -zu | while IFS= read -r -d '' file; do
	if [[ -e $file ]]; then printf '%s\0' "$file"; fi
done | tar --null --files-from=- -cf - | tar -xf - -C "$copy/before"
cp -R "$copy/before" "$copy/after"
MAKEFLAGS='' make --no-print-directory -C "$copy/after" generate
if ! diff -qr "$copy/before" "$copy/after" >"$copy/differences"; then
	echo "generated files are out of date; run make generate and commit:" >&2
	sed -E -e "s|$copy/(before\|after)/?||g" -e 's/^/  /' "$copy/differences" >&2
	exit 1
fi

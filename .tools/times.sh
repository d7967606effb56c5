#!/usr/bin/env bash
# Prints what took how long, longest first. A file of the folder $1 holds, of one check, its exit status, its seconds and its name, then
# what bash's `times` says: the time of processors that the shell took, and that its programs took. $2 are the seconds of all of them.
set -euo pipefail
printf '\n==> what took how long\n%8s %10s\n' seconds processor
cat "$1"/* | awk -v all="$2" '
	function seconds(text, parts) { split(text, parts, /[ms]/); return parts[1] * 60 + parts[2] }
	/^[0-9]+ / { name = $0; sub(/^[0-9]+ [0-9]+ /, "", name); if ($1) name = name ": failed"; wall = $2; left = 2; busy = 0; next }
	{ busy += seconds($1) + seconds($2) }
	--left == 0 { printf "%8d %10d  %s\n", wall, busy, name | "sort -k1,1nr"; sum += busy }
	END { close("sort -k1,1nr"); printf "%8d %10d  all\n", all, sum }
'

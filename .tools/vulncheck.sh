#!/usr/bin/env bash
# Looks for known vulnerabilities that our code reaches, the code of the tests included. Exit status: 0 none is known,
# 1 some are, 3 it could not be told. GOVULNDB names another database than Go's own, such as file:///a/copy.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
database=${GOVULNDB:-https://vuln.go.dev}

status=0
.tools/bin/govulncheck -db "$database" -test -tags interop,bench,examination ./... || status=$?
case $status in
0) exit 0 ;;
3) # govulncheck's word for vulnerabilities; it has printed them
	echo "what to do: go get MODULE@FIXED, or a newer Go for one of the standard library" >&2
	exit 1
	;;
*)
	cat >&2 <<-END
		vulncheck: it could not be told whether a vulnerability is known; govulncheck says why above.
		It needs the database at $database. Where the network does not reach it, name a copy of it:
		  make vulncheck GOVULNDB=file:///path/of/the/copy
	END
	exit 3
	;;
esac

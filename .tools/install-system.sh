#!/usr/bin/env bash
# Sees to the programs that no package manager of a language brings: a C compiler (the race detector needs it), Node.js
# with npm, Python with venv, and a Chromium. Missing ones are installed from Debian's archive when this runs as root on
# a Debian; elsewhere it says what is missing.
#
# Chromium cannot be pinned: Debian's archive keeps only the newest build. What drives it, playwright-core, is pinned.
set -euo pipefail

missing=() # what is missing, for people
packages=() # the Debian packages that bring it

need() { # need WHAT PACKAGES TEST...: remembers WHAT and the Debian PACKAGES if the TEST fails
	local what=$1 names=$2
	shift 2
	if ! "$@" >/dev/null 2>&1; then
		missing+=("$what")
		read -ra more <<<"$names"
		packages+=("${more[@]}")
	fi
}

node_is_new_enough() {
	node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}

python_is_new_enough() {
	python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
}

find_chromium() {
	[[ -x "${CHROMIUM:-}" ]] || command -v chromium || command -v chromium-browser || command -v google-chrome
}

look() {
	missing=() packages=()
	need "a C compiler" "gcc libc6-dev" command -v cc
	need "Node.js 20.19 or newer" "nodejs" node_is_new_enough
	need "npm" "npm" command -v npm
	need "Python 3.11 or newer with venv" "python3 python3-venv" python_is_new_enough
	need "Chromium (or name one in CHROMIUM)" "chromium" find_chromium
}

look
if ((${#missing[@]} == 0)); then
	echo "nothing missing"
	exit 0
fi
if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
	log=$(mktemp)
	echo "installing ${packages[*]}"
	if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
		tail -n 40 "$log" >&2
	fi
	rm -f "$log"
	look
fi
if ((${#missing[@]} > 0)); then
	echo "the tests need these, please install them and run make again:" >&2
	printf '  - %s\n' "${missing[@]}" >&2
	exit 1
fi

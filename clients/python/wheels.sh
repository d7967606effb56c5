#!/usr/bin/env bash
# Builds the wheels of all platforms, or of those that are named as linux/amd64, or of `this` one, into a folder. The program is built
# unless it is given: wheels.sh FOLDER [PLATFORM[=PROGRAM]...]
set -euo pipefail

folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
cd "$(dirname "$0")"
python=${PYTHON:-../../.tools/venv/bin/python}
version=$($python -m hatchling version)

# A program without C runs with either C library of Linux. What Go needs of macOS is its oldest version there.
declare -A tags=(
	[linux/amd64]=manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64
	[linux/arm64]=manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64
	[darwin/amd64]=macosx_12_0_x86_64
	[darwin/arm64]=macosx_12_0_arm64
	[windows/amd64]=win_amd64
	[windows/arm64]=win_arm64
)
if (($# == 0)); then
	set -- "${!tags[@]}"
fi

built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
for wanted; do
	platform=${wanted%%=*}
	if [[ $platform == this ]]; then
		platform=$(go env GOOS)/$(go env GOARCH)
	fi
	[[ -n ${tags[$platform]:-} ]] || { echo "no wheel is for $platform; there are ${!tags[*]}" >&2; exit 2; }
	if [[ $wanted == *=* ]]; then
		cp "${wanted#*=}" "$built/understudy"
	else
		CGO_ENABLED=0 GOOS=${platform%/*} GOARCH=${platform#*/} \
			go build -trimpath -pgo=../../cmd/understudy/serve.pprof -ldflags "-s -X main.version=$version" -o "$built/understudy" \
			../../cmd/understudy
	fi
	UNDERSTUDY_WHEEL_BINARY=$built/understudy UNDERSTUDY_WHEEL_PLATFORM=${tags[$platform]} \
		$python -m hatchling build --target wheel --directory "$folder"
done

#!/usr/bin/env bash
# Makes assets/dist, the styles, scripts and fonts that go into the binary.
# A stamp of what it is made from makes the second time quick.
set -euo pipefail
cd "$(dirname "$0")/../assets"

stamp=node_modules/.waymark-dist
# What is made is part of the stamp, so that a file lost from dist comes back.
made() { find dist -type f ! -name .gitkeep 2>/dev/null | LC_ALL=C sort; }
from() {
	find . -path ./node_modules -prune -o -path ./dist -prune -o -type f -print0 |
		LC_ALL=C sort -z | xargs -0 sha256sum
	made
}
if [ -f "$stamp" ] && [ -n "$(made)" ] && [ "$(cat "$stamp")" = "$(from | sha256sum)" ]; then
	exit 0
fi
echo "making assets/dist"
node build.mjs </dev/null
[ -n "$(made)" ] || { echo "build.mjs made nothing in assets/dist" >&2; exit 1; }
from | sha256sum >"$stamp"

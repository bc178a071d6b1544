#!/usr/bin/env bash
# Writes what is generated: the Go of the templ pages and the golden files.
#
#   scripts/generate.sh          writes both
#   scripts/generate.sh --check  writes the pages only, and stops if that changed
#                                any: what was written by hand is not what is
#                                generated. Golden files are checked by their own tests.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

pages() { find . \( -name node_modules -o -name .git \) -prune -o -name '*_templ.go' -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum; }

before=$(pages)
# One folder after another: what templ writes holds the page's path from where
# it was run, and whoever works on one room runs it there.
find . \( -name node_modules -o -name .git \) -prune -o -name '*.templ' -print | xargs -r -n 1 dirname | sort -u |
	while read -r folder; do
		go tool -modfile=tools/go.mod templ generate -log-level=warn -path "$folder"
	done
if [ "${1:-}" = --check ]; then
	after=$(pages)
	[ "$before" = "$after" ] || stop "templ generate changed these pages; commit them:
$(diff <(echo "$before") <(echo "$after") | sed -n 's/^[<>] [0-9a-f]*  //p' | sort -u)"
	exit 0
fi

# Only the packages that have golden files know the flag.
packages=$(grep -rl --include='*_test.go' 'flag\.Bool("update"' . --exclude-dir=node_modules --exclude-dir=testdata --exclude-dir=tools |
	xargs -r -n 1 dirname | sort -u)
if [ -n "$packages" ]; then
	# shellcheck disable=SC2086 # one word for each package
	go test $packages -update
fi

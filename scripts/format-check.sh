#!/usr/bin/env bash
# Stops at Go files that gofmt would write differently. Samples for the lint
# tool's own tests are laid out for the test.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
odd=$(find . \( -name node_modules -o -name testdata -o -name .git \) -prune -o -name '*.go' -print0 |
	xargs -0 gofmt -l)
[ -z "$odd" ] || stop "gofmt would write these differently; run: gofmt -w" $odd

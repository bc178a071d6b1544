#!/usr/bin/env bash
# Everything there is to prove, from a bare machine with Go and Node: what CI
# runs and what must pass before a change goes in. It stops at the first thing
# that does not hold; nothing is skipped for want of something.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

say setup
scripts/setup.sh
say format
scripts/format-check.sh
say "generating changes nothing"
scripts/generate.sh --check
say lint
scripts/lint.sh
say "tests of the lint tool"
go -C tools test ./...
say tests
go test -shuffle=on ./...
say build
scripts/build.sh
say "browser tests"
npm --prefix e2e test </dev/null
say done

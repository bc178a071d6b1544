#!/usr/bin/env bash
# Lints the given packages, or all. go vet keeps the results, so unchanged
# packages cost nothing the second time.
#
#   scripts/lint.sh [PACKAGE ...]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
go -C tools build -o ../bin/lint ./lint
go vet -vettool="$PWD/bin/lint" "${@:-./...}"
if [ $# = 0 ]; then
	# The tool keeps its own rules.
	go -C tools vet -vettool="$PWD/bin/lint" ./...
fi

#!/usr/bin/env bash
# Runs every fuzz target for a while, one after another: 10 s each, or as long
# as FUZZTIME says. What it finds is kept in the package's testdata/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
found=0
while IFS=: read -r file target; do
	found=$((found + 1))
	say "$target in $(dirname "$file")"
	go test -run='^$' -fuzz="^$target\$" -fuzztime="${FUZZTIME:-10s}" "$(dirname "$file")"
done < <(grep -rHoE --include='*_test.go' --exclude-dir=node_modules --exclude-dir=tools '^func Fuzz[A-Za-z0-9_]*' . | sed 's/:func /:/' | sort)
[ "$found" -gt 0 ] || stop "there is no fuzz target"

#!/usr/bin/env bash
# Builds bin/waymark. `scripts/setup.sh --without-browser` comes first.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
go build -o bin/waymark ./cmd/waymark

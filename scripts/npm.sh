#!/usr/bin/env bash
# Installs one folder's npm packages, exactly as its lock file names them.
#
#   scripts/npm.sh FOLDER
#
# A stamp of the lock file makes the second time quick. No package may run a
# script of its own while it is installed.
set -euo pipefail
cd "$(dirname "$0")/../$1"

stamp=node_modules/.waymark
want="$(sha256sum package-lock.json | cut -d ' ' -f 1) node $(node --version | cut -d . -f 1)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then
	exit 0
fi
echo "installing the npm packages of $1"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null
echo "$want" >"$stamp"

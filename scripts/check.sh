#!/usr/bin/env bash
# The quick proof while working: under two minutes once Go's cache is warm.
#
#   scripts/check.sh            format, lint and the short tests of everything
#   scripts/check.sh --changed  the same, of what changed since the last commit
#                               and of every package that rests on it
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

scripts/setup.sh --without-browser

# changed prints the packages to check: those with a changed file in or below
# their folder, those that import one of them, and archtest, which reads all.
changed() {
	local files
	files=$( (git diff --name-only HEAD; git ls-files --others --exclude-standard) | sort -u)
	[ -n "$files" ] || return 0
	if echo "$files" | grep -qE '^(go\.(mod|sum)$|tools/)'; then
		echo ./...
		return
	fi
	go list -e -f '{{.ImportPath}} {{join .Deps " "}} {{join .TestImports " "}} {{join .XTestImports " "}}' ./... |
		awk -v files="$files" '
			BEGIN { n = split(files, file, "\n") }
			{ package[NR] = $1; rests[NR] = $0 " " }
			END {
				for (i = 1; i <= n; i++) {
					dir = "waymark/" file[i]
					while (sub("/[^/]*$", "", dir)) {
						found = 0
						for (p = 1; p <= NR; p++) if (package[p] == dir) { touched[dir]; found = 1 }
						if (found) break
					}
				}
				for (p = 1; p <= NR; p++) for (t in touched)
					if (index(rests[p], t " ")) { print package[p]; break }
				print "waymark/internal/archtest"
			}' | sort -u
}

packages=./...
if [ "${1:-}" = --changed ]; then
	packages=$(changed)
	[ -n "$packages" ] || { echo "nothing has changed since the last commit"; exit 0; }
fi

say format
scripts/format-check.sh
say lint
# shellcheck disable=SC2086 # one word for each package
scripts/lint.sh $packages
say "short tests"
# shellcheck disable=SC2086
go test -short $packages
say done

#!/usr/bin/env bash
# Installs what is missing and says what; does nothing, quickly, when nothing is.
#
#   scripts/setup.sh                    everything that `make test` needs
#   scripts/setup.sh --without-browser  what building and `make demo` need
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

browser=yes
case "${1:-}" in
--without-browser) browser=no ;;
'') ;;
*) stop "setup.sh knows --without-browser, not $1" ;;
esac

missing=()

# at_least HAVE WANT compares dotted versions.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# Go and Node are the two things a machine brings along: which ones suit it is
# for its owner to say, so they are named and not installed.
if ! command -v go >/dev/null; then
	missing+=("Go 1.26 or newer: from your distribution, or from the Go project's download page; then put its bin folder on PATH")
else
	have=$(GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//; s/[^0-9.].*//')
	at_least "$have" 1.26 || missing+=("Go 1.26 or newer (this is $have): from your distribution, or from the Go project's download page")
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	missing+=("Node.js 20 or newer with npm: from your distribution, or from the Node.js project's download page")
else
	have=$(node --version | sed 's/^v//')
	at_least "$have" 20 || missing+=("Node.js 20 or newer (this is $have): from your distribution, or from the Node.js project's download page")
fi

# find_browser prints the browser that the tests will use; e2e/lib/browser.mjs
# looks in the same places.
find_browser() {
	local b
	for b in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
		if [ -n "$b" ] && [ -x "$b" ]; then
			echo "$b"
			return
		fi
	done
	return 1
}

# install_package PACKAGE BY_HAND installs with apt-get, or says what to do by hand.
install_package() {
	local package=$1 by_hand=$2
	if ! command -v apt-get >/dev/null; then
		missing+=("$by_hand: this machine has no apt-get, so install it with the machine's own package manager (the package is usually called $package)")
		return 1
	fi
	local as_root=()
	if [ "$(id -u)" != 0 ]; then
		if ! sudo -n true 2>/dev/null; then
			missing+=("$by_hand: run 'sudo apt-get update && sudo apt-get install $package', or this again as root")
			return 1
		fi
		as_root=(sudo)
	fi
	echo "installing $package with apt-get, for the tests"
	export DEBIAN_FRONTEND=noninteractive
	"${as_root[@]}" apt-get update -qq </dev/null ||
		echo "apt-get update did not go through; trying with the lists that are there"
	if ! "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$package" </dev/null >/dev/null; then
		missing+=("$by_hand: apt-get could not install the package $package; what it said stands above")
		return 1
	fi
}

# postgres_version prints the version of the newest PostgreSQL server here; the tests
# look in the same places (internal/store/cluster).
postgres_version() {
	local p
	p=$(command -v postgres || printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)
	[ -x "$p" ] && "$p" --version | sed 's/[^0-9]*//; s/[^0-9.].*//'
}

if [ "$browser" = yes ] && ! find_browser >/dev/null; then
	by_hand="a Chromium browser at /usr/bin/chromium, or its path in the variable CHROMIUM"
	if install_package chromium "$by_hand" && ! find_browser >/dev/null; then
		missing+=("$by_hand: apt-get installed chromium, but it is in none of the usual places")
	fi
fi

# The tests start a server of their own and leave any other alone.
if [ "$browser" = yes ]; then
	by_hand="the PostgreSQL server, 15 or newer: postgres and initdb on PATH or in /usr/lib/postgresql"
	if ! have=$(postgres_version) && install_package postgresql "$by_hand" && ! have=$(postgres_version); then
		missing+=("$by_hand: apt-get installed postgresql, but it is in none of the usual places")
	fi
	if [ -n "$have" ] && ! at_least "$have" 15; then
		missing+=("$by_hand (this is $have)")
	fi
fi

if [ ${#missing[@]} -gt 0 ]; then
	{
		echo
		echo "Waymark needs, and this machine does not have:"
		printf '  - %s\n' "${missing[@]}"
	} >&2
	exit 1
fi

scripts/npm.sh assets
scripts/assets.sh
if [ "$browser" = yes ]; then
	scripts/npm.sh e2e
fi

# What every script and every make target builds with; sourced, not run.
# One set of flags for building, linting and testing, so that SQLite and the
# other large packages are compiled once and then come from Go's cache.
# shellcheck shell=bash

# Waymark needs no C compiler; a binary runs on any Linux of its kind.
export CGO_ENABLED=0
# No path of this machine ends up in the binary.
case " ${GOFLAGS:-} " in
*" -trimpath "*) ;;
*) export GOFLAGS="${GOFLAGS:+$GOFLAGS }-trimpath" ;;
esac

# say prints a heading with the seconds since the script began.
say() { printf '\n== %s (%ss)\n' "$*" "$SECONDS"; }
# stop says what is wrong and ends the script.
stop() {
	printf '\n%s\n' "$*" >&2
	exit 1
}

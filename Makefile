# Waymark: everything one does with it, one word each. The work is in scripts/.

SHELL := bash

LISTEN ?= 127.0.0.1:8080
DATA   ?= var/demo

.DEFAULT_GOAL := help
.PHONY: help setup demo build test check check-changed generate screens fuzz bench fire

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing, and say what
	@scripts/setup.sh

demo: ## a made-up team and its work, at LISTEN (127.0.0.1:8080), kept in DATA (var/demo)
	@scripts/setup.sh --without-browser
	@scripts/build.sh
	@mkdir -p "$(DATA)"
	bin/waymark demo --data "$(DATA)" --listen "$(LISTEN)"

build: ## build bin/waymark
	@scripts/setup.sh --without-browser
	@scripts/build.sh

test: ## everything there is to prove; what CI runs
	@scripts/test.sh

check: ## the quick proof while working: format, lint, short tests
	@scripts/check.sh

check-changed: ## the quick proof of what changed since the last commit
	@scripts/check.sh --changed

generate: ## write the pages' Go and the golden files
	@scripts/setup.sh --without-browser
	@scripts/generate.sh

screens: build ## take the pictures in docs/screens
	@scripts/setup.sh
	@npm --prefix e2e run --silent screens

fuzz: ## run every fuzz target for FUZZTIME (10s)
	@scripts/fuzz.sh

bench: ## measure
	@. scripts/env.sh && go run ./bench

fire: ## kill Waymark KILLS (200) times while people write; CUTS (0) power cuts, as root
	@. scripts/env.sh && go run ./test/fire -kills "$${KILLS:-200}" -cuts "$${CUTS:-0}"

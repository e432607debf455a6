# The commands of Parlance, and the only list of them: `make help` prints it, .ci/run calls `make test`.
#
# Each target first installs what it needs at the pinned versions and skips what is there already, so
# on a prepared machine that costs a second. Packages come from rustup, cargo, npm and (as root) apt;
# nothing else is downloaded.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.NOTPARALLEL:
.SUFFIXES:
.DEFAULT_GOAL := help

# cargo-leptos 0.3.11 needs a newer compiler than the one we build with.
CARGO_LEPTOS := 0.3.10
# Library and command line tool must agree to the patch level.
WASM_BINDGEN := $(shell sed -n '/^name = "wasm-bindgen"$$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
WASM := wasm32-unknown-unknown

ADDR ?= 127.0.0.1:3000
LOCKED ?= --locked

TOOLS := $(CURDIR)/.tools
CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
export PATH := $(TOOLS)/bin:$(CURDIR)/node_modules/.bin:$(CARGO_BIN):$(PATH)
# Every path below says target/.
unexport CARGO_TARGET_DIR

# What the server must know about the release build it serves.
SITE := LEPTOS_OUTPUT_NAME=parlance LEPTOS_SITE_ROOT=$(CURDIR)/target/site LEPTOS_HASH_FILES=true LEPTOS_ENV=PROD
SERVER := target/release/parlance
# Written after a complete release build; the build is skipped while nothing here is newer.
BUILT := target/release/.parlance-built
SOURCES := Cargo.toml Cargo.lock .cargo package-lock.json src app frontend server style public migrations

# Shell function: installs Debian packages, or says which ones are missing.
define APT
packages() {
    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "$$@"
    else
        echo "Please install these packages first: $$*" >&2
        exit 1
    fi
}
endef

# ── run ────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: help
help: ## print this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
ifdef WATCH
run: tools
	@PARLANCE_DATA=data PARLANCE_ADDR=$(ADDR) exec cargo leptos watch
else
run: build ## build and serve on http://127.0.0.1:3000 with the data in ./data (WATCH=1 rebuilds on change)
	@PARLANCE_DATA=data PARLANCE_ADDR=$(ADDR) $(SITE) exec $(SERVER) serve
endif

.PHONY: demo
demo: build ## the same with a demonstration workspace in ./data-demo, filled on the first run
	@if [ ! -e data-demo ]; then
	    trap 'rm -rf data-demo' ERR INT TERM
	    $(SITE) $(SERVER) demo --data ./data-demo
	    trap - ERR INT TERM
	fi
	PARLANCE_DATA=data-demo PARLANCE_ADDR=$(ADDR) $(SITE) exec $(SERVER) serve

.PHONY: build
build: tools ## release build: target/release/parlance, target/release/hash.txt, target/site
	@whole() { # the last build is complete, and no debug build has replaced its site
	    [ -x $(SERVER) ] && [ -f $(BUILT) ] && [ -f target/release/hash.txt ] || return 1
	    [ -z "$$(find $(SOURCES) -newer $(BUILT) -print -quit)" ] || return 1
	    while IFS=': ' read -r kind hash || [ -n "$$kind" ]; do
	        [ -f "target/site/pkg/parlance.$$hash.$$kind" ] || return 1
	    done <target/release/hash.txt
	}
	if whole; then echo 'The release build is up to date.'; exit; fi
	mkdir -p target/release
	touch $(BUILT).began
	# The flags of .cargo/config.toml hold here too: types of views are erased in the release, which
	# makes the browser part a third smaller, and both halves must be built alike.
	LEPTOS_HASH_FILES=true cargo leptos build --release --precompress $(addprefix --cargo,$(patsubst --%,-%,$(LOCKED)))
	mv $(BUILT).began $(BUILT)

.PHONY: bench
bench: build ## measure this build, table and target/bench/latest.json (ONLY=inbox.page, ARGS='--seconds 10')
	@$(SITE) $(SERVER) bench $(ONLY) --json target/bench/latest.json $(ARGS)

# ── test ───────────────────────────────────────────────────────────────────────────────────────────

.PHONY: check
check: lint ## the quick loop: formatting, clippy, dependency rules, tests of domain, channels, tidiness
	@if command -v cargo-nextest >/dev/null; then
	    cargo nextest run $(LOCKED) -E 'package(parlance) + package(parlance-channels) + test(/tidy/)'
	else
	    cargo test $(LOCKED) -p parlance -p parlance-channels
	    cargo test $(LOCKED) -p parlance-server --test it tidy
	fi

.PHONY: test
test: ## everything that must be green: lint, all Rust tests, release build, sizes, browser tests
	@report=
	for step in tools test-tools lint rust-tests build sizes e2e; do
	    began=$$SECONDS
	    $(MAKE) --no-print-directory $$step || { echo "make $$step failed" >&2; exit 1; }
	    report+=$$(printf '\n  %-12s %4d s' "$$step" $$((SECONDS - began)))
	done
	echo "All green.$$report"

.PHONY: lint
lint: tools
	@cargo fmt --all --check
	# The browser part must stay small, and the domain pure.
	tree=$$(cargo tree $(LOCKED) -p frontend --target $(WASM) -e normal,no-proc-macro --prefix none)
	if grep -E '^(tokio|sqlx|axum|hyper|reqwest|parlance-)' <<<"$$tree" | sort -u; then
	    echo 'These packages must not reach the browser.' >&2; exit 1
	fi
	tree=$$(cargo tree $(LOCKED) -p parlance -e normal --depth 1 --prefix none | cut -d ' ' -f 1)
	if grep -vxE 'parlance|serde|thiserror' <<<"$$tree"; then
	    echo 'The domain may not depend on these packages.' >&2; exit 1
	fi
	cargo clippy $(LOCKED) --all-targets -- -D warnings
	cargo clippy $(LOCKED) -p frontend --target $(WASM) -- -D warnings

.PHONY: rust-tests
rust-tests: tools test-tools
	@if command -v cargo-nextest >/dev/null; then
	    cargo nextest run $(LOCKED) --no-run
	    end2end/scripts/throwaway.sh cargo nextest run $(LOCKED)
	    # nextest leaves out the examples in the documentation.
	    cargo test $(LOCKED) --doc -p parlance
	else
	    cargo test $(LOCKED) --no-run
	    end2end/scripts/throwaway.sh cargo test $(LOCKED)
	fi

.PHONY: sizes
sizes: build
	@node end2end/scripts/sizes.mjs --json target/sizes.json

.PHONY: e2e
e2e: build test-tools ## browser tests on SQLite and Postgres (ARGS='main-journey --project sqlite')
	@end2end/scripts/throwaway.sh playwright test --config end2end $(ARGS)

.PHONY: screens
screens: build test-tools ## picture of every page, theme, language and size in end2end/test-results/screens
	@PARLANCE_TEST_SCREENS=1 end2end/scripts/throwaway.sh playwright test --config end2end $(ARGS)

# ── tidy up ────────────────────────────────────────────────────────────────────────────────────────

.PHONY: fmt
fmt: tools ## format the code (and the views, where leptosfmt is installed)
	@cargo fmt --all
	if command -v leptosfmt >/dev/null; then leptosfmt app/src; fi

.PHONY: clean
clean: ## remove build output and test results; data, keys and tools stay
	@rm -rf target end2end/test-results end2end/playwright-report

# ── tools ──────────────────────────────────────────────────────────────────────────────────────────

.PHONY: tools
tools: node_modules/.package-lock.json
	@$(APT)
	command -v cc >/dev/null || packages build-essential pkg-config
	command -v cargo >/dev/null || { echo 'Please install Rust with rustup first.' >&2; exit 1; }
	[ -d "$$(rustc --print sysroot)/lib/rustlib/$(WASM)" ] || rustup target add $(WASM)
	command -v cargo-clippy >/dev/null || rustup component add clippy
	command -v cargo-fmt >/dev/null || rustup component add rustfmt
	install() { # into .tools, compiled quickly, in a folder of its own that is removed afterwards
	    echo "Installing $$1 $$3 into .tools; this takes some minutes and happens once."
	    trap 'rm -rf $(TOOLS)/build' EXIT
	    CARGO_TARGET_DIR=$(TOOLS)/build CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
	        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 cargo install --root $(TOOLS) --force "$$@"
	}
	[ "$$(wasm-bindgen --version 2>/dev/null || true)" = 'wasm-bindgen $(WASM_BINDGEN)' ] ||
	    install wasm-bindgen-cli --version $(WASM_BINDGEN)
	[ "$$(cargo-leptos --version 2>/dev/null || true)" = 'cargo-leptos $(CARGO_LEPTOS)' ] ||
	    install cargo-leptos --version $(CARGO_LEPTOS) --locked --features no_downloads

node_modules/.package-lock.json: package-lock.json
	@command -v npm >/dev/null || { echo 'Please install Node.js 20 or newer with npm first.' >&2; exit 1; }
	npm ci
	touch $@

# Only the tests need a browser and a Postgres server.
.PHONY: test-tools
test-tools:
	@$(APT)
	missing=()
	[ -x "$${PARLANCE_TEST_CHROMIUM:-/usr/bin/chromium}" ] || missing+=(chromium)
	compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
	[ $${#missing[@]} = 0 ] || packages "$${missing[@]}"

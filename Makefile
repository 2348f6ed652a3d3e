# Everything that people and machines do with this tree. Each target installs what it needs first,
# says what it does, and may be run again. As root, or as a user who may use sudo.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= $(shell nproc)
OUT ?= out
# What talks to the database; run on SQLite with all the others, and once more on PostgreSQL.
SITE_TESTS := $(wildcard tests/kernel tests/library tests/discovery tests/ingest tests/trade tests/web tests/flows tests/ops)
WITHOUT_DATABASE := $(addprefix --ignore=tests/ops/test_,children.py commands.py gallery.py labels.py translations.py)

.DEFAULT_GOAL := help
.PHONY: help install run test test-long check format screenshots bench clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 16

install: $(VENV)/installed-run ## install system packages, .venv and the command .venv/bin/pecia
	@echo "pecia: installed; try $(BIN)/pecia doctor"

run: install ## run the site on localhost: engine, workers and web, until Ctrl-C
	@$(BIN)/pecia run

test: $(VENV)/installed-dev ## run all tests but the long ones
	@scripts/install-system-packages tests
	@PYTHON=$(PYTHON) scripts/install-localstripe
	@echo "pecia: running the tests, $(JOBS) at a time"
	@$(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not long" $(ARGS)
	@echo "pecia: running what uses the database again, on PostgreSQL and with Redis"
	@scripts/with-services $(BIN)/pytest -n $(JOBS) --dist loadgroup -m "not long and not browser" $(WITHOUT_DATABASE) $(SITE_TESTS)

test-long: $(VENV)/installed-dev $(VENV)/installed-spark ## run the long tests: faults, soak, fuzzing, whole corpora, Spark
	@scripts/install-system-packages tests
	@echo "pecia: running the long tests; set PECIA_CORPUS to a folder of real files for all of them"
	@$(BIN)/pytest -m long $(ARGS)

check: $(VENV)/installed-dev ## lint, formatting, types, layers
	@echo "pecia: ruff, mypy, import-linter"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/installed-dev ## mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

screenshots: $(VENV)/installed-dev ## take pictures of all pages, to be looked at, into out/screenshots
	@scripts/install-system-packages tests
	@$(BIN)/python -m tests.web.screenshots $(OUT)/screenshots

bench: $(VENV)/installed-dev ## measure engine and site; takes half an hour, wants a quiet machine
	@scripts/install-bench-peers
	@$(BIN)/python -m bench.engine $(ARGS)
	@$(BIN)/python -m bench.uploads
	@$(BIN)/python -m bench.pages
	@[ -z "$$PECIA_CORPUS" ] || scripts/with-services $(BIN)/python -m bench.finding --converted
	@[ -z "$$PECIA_CORPUS" ] || { $(BIN)/python -m bench.imports "$$PECIA_CORPUS/office" && $(BIN)/python -m bench.imports "$$PECIA_CORPUS/pdf"; }

clean: ## remove what the targets made
	rm -rf $(VENV) .venv-localstripe $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@echo "pecia: making $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "pecia: Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || scripts/install-system-packages venv
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed-run: requirements/run.txt pyproject.toml scripts/install-system-packages | $(VENV)/bin/python
	@scripts/install-system-packages
	@echo "pecia: installing Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements/dev.txt $(VENV)/installed-run
	@echo "pecia: installing what the checks and tests need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/installed-spark: requirements/spark.txt $(VENV)/installed-dev
	@scripts/install-system-packages spark
	@echo "pecia: installing Apache Spark, 400 MB, for the tests of the other recommender"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@touch $@

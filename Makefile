# Everything a person does here. `make help` lists it.
# Stamp files under .venv/ and admin_ui/node_modules/ let a second run start within seconds.

PYTHON     ?= python3
NPM        ?= npm
VENV       := .venv
BIN        := $(VENV)/bin
INSTALLED  := $(VENV)/.installed
FOR_TESTS  := $(VENV)/.installed-for-tests
UI         := api/static/ui/index.html
UI_MODULES := admin_ui/node_modules/.package-lock.json
UI_SOURCES := $(shell find admin_ui/src admin_ui/public -type f 2>/dev/null) \
              $(wildcard admin_ui/index.html admin_ui/*.ts admin_ui/*.json)
PYTEST     ?= -n 2
CODE       := api engine tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help run test check lint format fmt clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z ]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(INSTALLED) $(UI) ## install, build, migrate, load the sample and serve on http://127.0.0.1:8000
	@exec $(BIN)/jingban serve --sample

test: $(FOR_TESTS) $(UI) ## everything: Python (SQLite, PostgreSQL, browser) and user interface; prints its counts
	@.ci/prepare
	$(BIN)/pytest $(PYTEST)
	cd admin_ui && $(NPM) test --silent

check: $(FOR_TESTS) ## format, lint, types, floors, processes and the fast tests, in under two minutes
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/jingban lint processes forms
	$(BIN)/pytest -q $(PYTEST) -m "not slow and not postgres and not browser"

lint: $(FOR_TESTS) ## only the linters
	$(BIN)/ruff check $(CODE)
	$(BIN)/jingban lint processes forms

format fmt: $(FOR_TESTS) ## write every Python file in the one format
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix --quiet $(CODE)

clean: ## remove what can be made again; var/ with the data stays
	rm -rf $(VENV) build dist *.egg-info api/static/ui admin_ui/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find api engine tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Jingban needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(BIN)/python constraints.txt setup.cfg pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(FOR_TESTS): $(INSTALLED)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(UI_MODULES): admin_ui/package.json admin_ui/package-lock.json
	cd admin_ui && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(UI): $(UI_MODULES) $(UI_SOURCES)
	cd admin_ui && $(NPM) run build
	@touch $@
